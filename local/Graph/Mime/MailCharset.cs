using System.Text;

namespace Automation.Local.Graph.Mime;

/// <summary>Bytes to text by the charset that a mail names, rightly or wrongly; what can't be decoded becomes U+FFFD.</summary>
internal static class MailCharset
{
    /// <summary>Names that mailers use and .NET does not know, or knows as a smaller set than what is meant.</summary>
    private static readonly Dictionary<string, int> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8"] = 65001,
        ["uft-8"] = 65001,
        ["utf-8n"] = 65001,
        ["x-utf-8"] = 65001,
        ["unicode-1-1-utf-8"] = 65001,
        ["utf7"] = 65000,
        ["utf-7"] = 65000,
        ["unicode-1-1-utf-7"] = 65000,
        ["unicode"] = 1200,
        ["utf-16"] = 1200,
        ["utf16"] = 1200,
        ["ascii"] = 20127,
        ["ansi_x3.4-1968"] = 20127,
        ["us-ascii"] = 20127,
        ["646"] = 20127,
        ["gb2312"] = 54936,
        ["gbk"] = 54936,
        ["x-gbk"] = 54936,
        ["gb_2312-80"] = 54936,
        ["iso-gb2312"] = 54936,
        ["cp936"] = 54936,
        ["shift_jis"] = 932,
        ["shift-jis"] = 932,
        ["x-sjis"] = 932,
        ["sjis"] = 932,
        ["windows-31j"] = 932,
        ["x-euc-jp"] = 51932,
        ["euc-jp"] = 51932,
        ["iso-2022-jp"] = 50220,
        ["iso-2022-jp-ext"] = 50220,
        ["csiso2022jp"] = 50220,
        ["ks_c_5601-1987"] = 949,
        ["ks_c_5601"] = 949,
        ["euc-kr"] = 949,
        ["big5"] = 950,
        ["x-big5"] = 950,
        ["iso-8859-8-i"] = 28598,
        ["iso-8859-8-e"] = 28598,
        ["iso-8859-6-i"] = 28596,
        ["x-mac-cyrillic"] = 10007,
        ["macintosh"] = 10000,
        ["x-mac-roman"] = 10000,
        ["latin1"] = 28591,
        ["latin-1"] = 28591,
        ["iso8859-1"] = 28591,
        ["iso_8859-1"] = 28591,
        ["iso-8859-1"] = 28591,
        ["l1"] = 28591,
        ["iso-latin-1"] = 28591,
        ["iso8859-15"] = 28605,
        ["iso8859-2"] = 28592,
        ["koi8-r"] = 20866,
        ["koi8-u"] = 21866,
        ["ansi"] = 1252,
        ["tis-620"] = 874,
    };

    static MailCharset() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Whether the name says how to read bytes beyond ASCII.</summary>
    public static bool IsKnown(string? charset) => CodePage(charset) is not (null or 20127);

    public static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (bytes.StartsWith("\uFEFF"u8)) return Encoding.UTF8.GetString(bytes[3..]);
        if (bytes.Length % 2 == 0 && bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe])) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes.Length % 2 == 0 && bytes.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff])) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        var page = CodePage(charset) ?? 65001;
        if (page is 20127) page = 65001;
        if (page == 65000) return Utf7.Decode(bytes);
        // What mail calls Latin-1 is Windows-1252 once it uses the control range.
        if (page == 28591 && bytes.ContainsAnyInRange((byte)0x80, (byte)0x9f)) page = 1252;
        if (page == 50220) return SevenBit(bytes);
        return Encoding.GetEncoding(page, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD")).GetString(bytes).TrimStart('\uFEFF');
    }

    /// <summary>ISO-2022-JP has seven bits; .NET would take others for katakana.</summary>
    private static string SevenBit(ReadOnlySpan<byte> bytes)
    {
        const byte substitute = 0x1a;
        var clean = bytes.ToArray();
        for (var i = 0; i < clean.Length; i++)
        {
            if (clean[i] >= 0x80) clean[i] = substitute;
        }

        return Encoding.GetEncoding(50220).GetString(clean).Replace((char)substitute, '\uFFFD');
    }

    private static int? CodePage(string? charset)
    {
        var name = (charset ?? "").Trim().Trim('\'', '"').Split('*')[0];
        if (name.StartsWith("charset=", StringComparison.OrdinalIgnoreCase)) name = name["charset=".Length..];
        name = name.Trim('\'', '"', ';', ' ');
        if (name.Length is 0 or > 40) return null;
        if (Aliases.TryGetValue(name, out var page)) return page;
        try
        {
            return NumberOf(name) is { } number ? Encoding.GetEncoding(number).CodePage : Encoding.GetEncoding(name).CodePage;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>cp1252, windows1252, x-win-1252, ...</summary>
    private static int? NumberOf(string name)
    {
        var rest = name.StartsWith("x-", StringComparison.OrdinalIgnoreCase) ? name[2..] : name;
        foreach (var prefix in (ReadOnlySpan<string>)["windows", "cp", "win", "ibm"])
        {
            if (rest.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && rest[prefix.Length..].TrimStart('-', '_') is { Length: 3 or 4 } digits && digits.All(char.IsAsciiDigit))
                return int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        }

        return null;
    }
}
