using System.Globalization;
using System.Text;

namespace Automation.Flow;

/// <summary>
/// JSON may escape half of a surrogate pair (<c>"\ud83d"</c>), which is no character. Senders that cut texts at a byte
/// count do; the half becomes U+FFFD so that the alert is still read.
/// </summary>
internal static class LoneSurrogates
{
    /// <summary>The same bytes when there is nothing to mend, else a mended copy of the same length.</summary>
    public static byte[] Mend(byte[] json, out int mended)
    {
        mended = 0;
        if (json.AsSpan().IndexOf("\\ud"u8) < 0 && json.AsSpan().IndexOf("\\uD"u8) < 0) return json;
        byte[]? copy = null;
        for (var i = 0; i < json.Length - 1; i++)
        {
            if (json[i] != '\\') continue;
            var unit = Unit(json, i);
            if (unit is null || !char.IsSurrogate(unit.Value))
            {
                i++;
                continue;
            }

            if (char.IsHighSurrogate(unit.Value) && Unit(json, i + 6) is { } low && char.IsLowSurrogate(low))
            {
                i += 11;
                continue;
            }

            copy ??= [.. json];
            Encoding.ASCII.GetBytes("fffd", copy.AsSpan(i + 2));
            mended++;
            i += 5;
        }

        return copy ?? json;
    }

    private static char? Unit(byte[] json, int at) =>
        at + 6 <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : null;
}
