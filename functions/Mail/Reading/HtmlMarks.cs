using AngleSharp.Dom;

namespace Automation.Mail.Reading;

/// <summary>What an element means for the lines of a mail.</summary>
/// <param name="Breaks">It stands on lines of its own.</param>
/// <param name="IsText">It only shapes text: in a cell or an item it begins no line before the first word, and ends none after the last.</param>
/// <param name="NewLine">It ends the line, even an empty one.</param>
/// <param name="Blank">An empty line follows it.</param>
/// <param name="Quotes">What is in it is quoted once more.</param>
/// <param name="IsBare">It quotes without a mark of any mail program: people indent so, too.</param>
/// <param name="Part">What is in it is; null when it says nothing.</param>
/// <param name="Before">Text that stands for it, such as the dash of a list.</param>
/// <param name="KeepsSpace">Line breaks in it count.</param>
/// <param name="Frame">A cell beside others, or an item below others.</param>
/// <param name="IsCode">What is in it is program text or a log: marks of quoting in it are none.</param>
/// <param name="EndsNew">What follows it, to the end of the mail, is history.</param>
internal readonly record struct HtmlMark(bool Breaks, bool IsText, bool NewLine, bool Blank, bool Quotes, bool IsBare, LinePart? Part, string? Before, bool KeepsSpace, HtmlFrame Frame, bool IsCode, bool EndsNew);

/// <summary>What holds a line together, whatever stands in it.</summary>
internal enum HtmlFrame
{
    None,
    Cell,
    Item,
}

/// <summary>Knows how mail programs mark up what they quote and sign.</summary>
internal static class HtmlMarks
{
    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "ADDRESS", "ARTICLE", "ASIDE", "BLOCKQUOTE", "BODY", "CENTER", "DD", "DETAILS", "DIV", "DL", "DT", "FIELDSET", "FIGURE", "FOOTER", "FORM", "H1", "H2", "H3", "H4", "H5", "H6",
        "HEADER", "HR", "LI", "MAIN", "NAV", "OL", "P", "PRE", "SECTION", "TABLE", "TBODY", "TFOOT", "THEAD", "TR", "UL", "O:P",
    };

    /// <summary>Containers of quoted history: Yahoo, Outlook for Mac, Outlook mobile, Proton, Tuta, GMX, Zoho, Thunderbird's line above the quote.</summary>
    private static readonly string[] QuoteNames =
    [
        "yahoo_quoted", "olk_src_body_section", "mail-editor-reference-message-container", "ms-outlook-mobile-reference-message", "protonmail_quote", "tutanota_quote", "zmail_extra",
        "moz-cite-prefix", "gmail_attr", "moz-email-headers-table", "quotedmailheaders", "replyforwardmessage", "yahoo-quoted-begin", "airmail_on", "gwquote", "mailmasterreply", "hmquote",
        "missive_quote", "messagereplysection", "reply-intro", "isreplycontent",
    ];

    /// <summary>Outlook on the web and Hotmail: the mark stands above the history, beside it in the tree.</summary>
    private static readonly string[] EndNames = ["divrplyfwdmsg", "stopspelling", "replysplit"];

    /// <summary>Other names of signatures end in "signature".</summary>
    private static readonly string[] SignatureNames = ["protonmail_signature_block", "gmail_signature_prefix", "messagesignaturesection", "bloop_sign_content"];

    private static readonly string[] ForwardNames = ["moz-forward-container", "isforwardcontent"];

    /// <summary>Of longer attributes the rest is not looked at.</summary>
    private const int MaxAttribute = 2_000;

    private static readonly char[] Spaces = [' ', '\t', '\r', '\n', '\f'];

    /// <param name="number">Of an item of a numbered list; null for all else.</param>
    public static HtmlMark Of(IElement element, int? number)
    {
        var names = Names(element);
        return new HtmlMark(
            Blocks.Contains(element.TagName),
            element.TagName is "P" or "DIV" or "CENTER" or "ADDRESS" or "O:P" or "H1" or "H2" or "H3" or "H4" or "H5" or "H6",
            element.TagName == "BR",
            element.TagName is "P" or "TABLE" or "UL" or "OL" or "PRE" or "BLOCKQUOTE" or "H1" or "H2" or "H3" && !names.Contains("msonormal", StringComparer.Ordinal),
            element.TagName == "BLOCKQUOTE" && !IsIndented(element, names),
            element.TagName == "BLOCKQUOTE" && names.Count == 0 && !IsCite(element) && !Style(element).Contains("border-left", StringComparison.Ordinal),
            PartOf(element, names),
            Before(element, number),
            element.TagName is "PRE" or "TEXTAREA" || Style(element).Contains("white-space:pre", StringComparison.Ordinal),
            element.TagName is "TD" or "TH" ? HtmlFrame.Cell : element.TagName == "LI" ? HtmlFrame.Item : HtmlFrame.None,
            element.TagName is "CODE" or "SAMP" or "KBD",
            names.Any(n => EndNames.Contains(n)));
    }

    public static bool IsHidden(IElement element) =>
        element.TagName is "STYLE" or "SCRIPT" or "HEAD" or "TITLE" or "META" or "LINK" or "NOSCRIPT" or "TEMPLATE" or "SVG" or "OBJECT" or "IFRAME" or "XML"
        || element.HasAttribute("hidden")
        || Style(element) is { Length: > 0 } style && (style.Contains("display:none", StringComparison.Ordinal) || style.Contains("visibility:hidden", StringComparison.Ordinal) || style.Contains("mso-hide:all", StringComparison.Ordinal)
            || (style.Contains("overflow:hidden", StringComparison.Ordinal) && Sizes(style).Any(s => s is "max-height:0" or "max-height:0px" or "height:0" or "height:0px"))
            || Sizes(style).Any(s => s is "font-size:0" or "font-size:0px" or "font-size:0pt" or "opacity:0"));

    private static LinePart? PartOf(IElement element, List<string> names)
    {
        if (names.Any(n => QuoteNames.Contains(n, StringComparer.Ordinal) || n.EndsWith("yahoo_quoted", StringComparison.Ordinal)) || (element.TagName == "DIV" && element.GetAttribute("name") == "quote")) return LinePart.Quoted;
        if (names.Any(n => ForwardNames.Contains(n, StringComparer.Ordinal))) return LinePart.Forwarded;
        if (names.Any(n => n.EndsWith("signature", StringComparison.Ordinal) || SignatureNames.Contains(n, StringComparer.Ordinal)) || element.GetAttribute("data-smartmail") == "gmail_signature" || element.GetAttribute("data-signatureblock") == "true") return LinePart.Signature;
        return null;
    }

    /// <summary>The number of a list's first item.</summary>
    public static int Start(IElement list) => int.TryParse(list.GetAttribute("start"), System.Globalization.NumberStyles.Integer, System.Globalization.CultureInfo.InvariantCulture, out var start) ? start : 1;

    private static string? Before(IElement element, int? number) => element.TagName switch
    {
        "LI" => number is { } n ? $"{n}. " : "- ",
        "IMG" => Image(element),
        _ => null,
    };

    /// <summary>Pictures that count how often a mail is opened are a point in size.</summary>
    private static string? Image(IElement image)
    {
        if (image.GetAttribute("width") is "0" or "1" || image.GetAttribute("height") is "0" or "1") return null;
        var name = image.GetAttribute("alt")?.Trim();
        return string.IsNullOrEmpty(name) ? null : $"[image: {(name.Length > 80 ? name[..80] : name)}]";
    }

    /// <summary>The id, the classes and the name of a container in lower case; Outlook on the web puts <c>x_</c> before those of a mail that it shows.</summary>
    private static List<string> Names(IElement element)
    {
        var names = new List<string>();
        if (element.Id is { Length: > 0 } id) names.Add(Bare(Cut(id)));
        if (element.TagName == "DIV" && element.GetAttribute("name") is { Length: > 0 } own) names.Add(Bare(Cut(own)));
        foreach (var name in Cut(element.ClassName).Split(Spaces, StringSplitOptions.RemoveEmptyEntries)) names.Add(Bare(name));
        return names;
    }

    private static string Bare(string name)
    {
        name = name.ToLowerInvariant();
        while (name.StartsWith("x_", StringComparison.Ordinal)) name = name[2..];
        return name;
    }

    /// <summary>Gmail indents with a quotation that has no border.</summary>
    private static bool IsIndented(IElement element, List<string> names) =>
        !names.Contains("gmail_quote", StringComparer.Ordinal) && !IsCite(element)
        && Style(element) is { } style && (style.Contains("border:none", StringComparison.Ordinal) || style.Contains("border:0", StringComparison.Ordinal)) && style.Contains("margin", StringComparison.Ordinal);

    private static bool IsCite(IElement element) => string.Equals(element.GetAttribute("type"), "cite", StringComparison.OrdinalIgnoreCase);

    private static string Style(IElement element) => Cut(element.GetAttribute("style")).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Cut(string? text) => text is null ? "" : text.Length > MaxAttribute ? text[..MaxAttribute] : text;

    private static string[] Sizes(string style) => style.Split(';', StringSplitOptions.RemoveEmptyEntries);
}
