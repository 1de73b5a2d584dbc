using System.Text;

namespace Automation.Local.Graph.Mime;

/// <summary>Encoded words of headers (RFC 2047), also inside quotes, with spaces in them, or with a character cut in two.</summary>
internal static class EncodedWords
{
    public static string Decode(string text)
    {
        if (!text.Contains("=?", StringComparison.Ordinal)) return text;
        var decoded = new StringBuilder();
        var run = new List<byte>();
        string? charset = null;
        var done = 0;
        var at = 0;
        while (Next(text, at) is { } word)
        {
            at = word.End;
            var gap = text[done..word.Start];
            // Blanks between two words belong to neither.
            if (charset is null || !string.IsNullOrWhiteSpace(gap))
            {
                Flush();
                decoded.Append(gap);
            }

            if (charset is not null && !string.Equals(charset, word.Charset, StringComparison.OrdinalIgnoreCase)) Flush();
            charset = word.Charset;
            run.AddRange(word.Bytes);
            done = word.End;
        }

        Flush();
        return decoded.Append(text, done, text.Length - done).ToString();

        void Flush()
        {
            if (charset is not null) decoded.Append(MailCharset.Decode([.. run], charset));
            run.Clear();
            charset = null;
        }
    }

    private static (int Start, int End, string Charset, byte[] Bytes)? Next(string text, int from)
    {
        for (var start = text.IndexOf("=?", from, StringComparison.Ordinal); start >= 0; start = text.IndexOf("=?", start + 2, StringComparison.Ordinal))
        {
            var second = text.IndexOf('?', start + 2);
            var third = second < 0 ? -1 : text.IndexOf('?', second + 1);
            if (third < 0) return null;
            var charset = text[(start + 2)..second].Trim().Split('*')[0];
            var encoding = text[(second + 1)..third].Trim();
            var end = text.IndexOf("?=", third + 1, StringComparison.Ordinal);
            if (end < 0) return null;
            if (encoding is not ("b" or "B" or "q" or "Q") || charset.Any(c => char.IsWhiteSpace(c) || c == '=')) continue;
            var body = text[(third + 1)..end];
            var isPlain = Ascii.IsValid(body);
            var bytes = encoding is "b" or "B"
                ? Transfer.Base64(Encoding.UTF8.GetBytes(body))
                : Transfer.QuotedPrintable(Encoding.UTF8.GetBytes(body.Replace('_', ' ').Replace(" ", "=20", StringComparison.Ordinal)));
            return (start, end + 2, isPlain || encoding is "b" or "B" ? charset : "utf-8", bytes);
        }

        return null;
    }
}
