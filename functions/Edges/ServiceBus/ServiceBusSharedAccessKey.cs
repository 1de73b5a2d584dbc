using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Automation.Edges.ServiceBus;

/// <summary>Name and key of a shared access policy; makes tokens and never gives the key away again.</summary>
internal sealed class ServiceBusSharedAccessKey(string name, string key)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    public string Name { get; } = name;

    /// <summary>A token by the rule of "Service Bus access control with shared access signatures".</summary>
    public string CreateToken(string resource, DateTimeOffset expiry)
    {
        var scope = Uri.EscapeDataString(resource);
        var seconds = expiry.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{scope}\n{seconds}")));
        return $"SharedAccessSignature sr={scope}&sig={Uri.EscapeDataString(signature)}&se={seconds}&skn={Uri.EscapeDataString(Name)}";
    }
}
