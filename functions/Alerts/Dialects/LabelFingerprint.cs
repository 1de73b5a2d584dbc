using System.Globalization;
using System.Text;

namespace Automation.Alerts.Dialects;

/// <summary>
/// The fingerprint that Alertmanager gives a label set: FNV-1a, 64 bits, over the names in byte order, each name and
/// value followed by the byte 255, as 16 hex digits. Old senders leave it out; computed, both forms name one problem.
/// </summary>
internal static class LabelFingerprint
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static string Of(IReadOnlyDictionary<string, string> labels)
    {
        var hash = Offset;
        foreach (var (name, value) in labels.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            hash = Add(Add(hash, name), value);
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static ulong Add(ulong hash, string text)
    {
        foreach (var b in Encoding.UTF8.GetBytes(text)) hash = (hash ^ b) * Prime;
        return (hash ^ 255) * Prime;
    }
}
