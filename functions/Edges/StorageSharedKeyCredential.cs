using System.Security.Cryptography;
using System.Text;

namespace Automation.Edges;

/// <summary>Name and key of a storage account; signs requests and never gives the key away again.</summary>
internal sealed class StorageSharedKeyCredential
{
    private readonly byte[] _key;

    /// <param name="accountName">Name of the storage account.</param>
    /// <param name="accountKey">Its key, in base64.</param>
    /// <exception cref="ArgumentException">The key is not base64; the message does not repeat it.</exception>
    public StorageSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountName);
        ArgumentException.ThrowIfNullOrEmpty(accountKey);
        AccountName = accountName;
        _key = Decode(accountKey);
    }

    public string AccountName { get; }

    /// <summary>The base64 HMAC-SHA256 of <paramref name="text"/> under the account key.</summary>
    internal string ComputeSignature(string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));

    private static byte[] Decode(string accountKey)
    {
        var key = new byte[accountKey.Length];
        return Convert.TryFromBase64String(accountKey, key, out var length)
            ? key[..length]
            : throw new ArgumentException("The storage account key is not base64.", nameof(accountKey));
    }
}
