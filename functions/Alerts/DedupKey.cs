using System.Text;

namespace Automation.Alerts;

/// <summary>
/// The source's own identity of a problem instance, as one text. Parts are joined with <c>|</c>, and a <c>|</c> or
/// <c>\</c> inside a part is escaped, so that different parts never give the same key.
/// </summary>
internal static class DedupKey
{
    /// <summary>Longer keys are shown by their beginning and a hash of the whole; 512 characters hold any honest key.</summary>
    public const int MaxLength = 512;

    public static string Of(params ReadOnlySpan<string?> parts)
    {
        var key = new StringBuilder();
        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 0) key.Append('|');
            key.Append(parts[i]?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal));
        }

        var whole = key.ToString();
        if (whole.Length <= MaxLength) return whole;
        var cut = char.IsHighSurrogate(whole[MaxLength - 64]) ? MaxLength - 65 : MaxLength - 63;
        return string.Concat(whole.AsSpan(0, cut), "|#", Flow.Shelf.Of(whole));
    }
}
