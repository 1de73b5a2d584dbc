using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Automation.Local.Host;

/// <summary>The default and the master key, and the check of a request against them by level.</summary>
internal sealed class HostKeys(string defaultKey, string masterKey)
{
    private readonly byte[] defaultHash = Hash(defaultKey);
    private readonly byte[] masterHash = Hash(masterKey);

    public string Default => defaultKey;

    public string Master => masterKey;

    public static HostKeys ReadOrCreate(string path)
    {
        var keys = SecretFile.ReadOrCreate(path, "default", "master");
        return new HostKeys(keys["default"], keys["master"]);
    }

    /// <summary>The header <c>x-functions-key</c> goes before <c>?code=</c>, as in the Functions host.</summary>
    public bool Allows(HttpRequest request, AuthLevel level)
    {
        if (level == AuthLevel.Anonymous) return true;
        var given = request.Headers["x-functions-key"].ToString();
        if (given.Length == 0) given = request.Query["code"].ToString();
        if (given.Length == 0) return false;
        var hash = Hash(given);
        // Both comparisons always run: the time taken says nothing about which key came close.
        var isMaster = CryptographicOperations.FixedTimeEquals(hash, masterHash);
        var isDefault = CryptographicOperations.FixedTimeEquals(hash, defaultHash);
        return isMaster || (isDefault && level == AuthLevel.Function);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

/// <summary>Who may call an HTTP function.</summary>
internal enum AuthLevel
{
    Anonymous,
    Function,
    Admin,
}
