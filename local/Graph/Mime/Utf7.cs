using System.Text;

namespace Automation.Local.Graph.Mime;

/// <summary>Reads UTF-7 (RFC 2152), which .NET refuses for fear of what browsers did with it; a mail is shown as text only.</summary>
internal static class Utf7
{
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '+')
            {
                text.Append(bytes[i] < 0x80 ? (char)bytes[i] : '\uFFFD');
                continue;
            }

            var end = i + 1;
            while (end < bytes.Length && (char.IsAsciiLetterOrDigit((char)bytes[end]) || bytes[end] is (byte)'+' or (byte)'/')) end++;
            if (end == i + 1) text.Append('+');
            else text.Append(Encoding.BigEndianUnicode.GetString(Even(Transfer.Base64(bytes[(i + 1)..end]))));
            i = end < bytes.Length && bytes[end] == '-' ? end : end - 1;
        }

        return text.ToString();
    }

    private static ReadOnlySpan<byte> Even(byte[] bytes) => bytes.AsSpan(0, bytes.Length & ~1);
}
