using System.Text.RegularExpressions;
using Automation.Flow;

namespace Automation.Mail.Reading;

/// <summary>Reads subjects: the marks of answers and forwards in several languages, and what the mail is about without them.</summary>
internal static partial class MailSubject
{
    public const int MaxLength = 250;

    /// <summary>As people write it: one line, nothing invisible, bounded.</summary>
    public static string Shown(string subject) => PlainText.Line(TextLines.Visible(subject.ReplaceLineEndings(" ")), MaxLength);

    /// <summary>Without the marks of answers, forwards and gateways before it, and without our own wherever they stand: what a person calls the matter.</summary>
    public static string Bare(string subject)
    {
        var text = PlainText.Line(Spaces().Replace(Own().Replace(Shown(subject), " "), " "), MaxLength);
        while (true)
        {
            var next = Mark().Replace(text, "", 1).TrimStart();
            if (next.Length == text.Length) return text;
            text = next;
        }
    }

    public static bool IsAnswer(string subject) => Answer().IsMatch(Shown(subject));

    public static bool IsForward(string subject) => Forward().IsMatch(Shown(subject));

    [GeneratedRegex(@"^\s*(\[[^\[\]]{1,30}\]\s*)?(re|aw|antw|antwort|r|sv|vs|rif|ris|odp|ynt|res|rép|rep|réf|ref|回复|回覆|答复|回信|atb|bls|ynt|απ|ha)\s*(\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Answer();

    [GeneratedRegex(@"^\s*(\[[^\[\]]{1,30}\]\s*)?((re|aw|sv)\s*:\s*)?(fwd?|wg|weitergeleitet|tr|rv|doorst|enc|i|inoltro|vl|vb|vs|videresendt|pd|转发|轉寄|転送|πρθ|továbbítás|ilt)\s*[:：]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Forward();

    [GeneratedRegex(@"^\s*(((re|aw|antw|antwort|r|sv|vs|rif|ris|odp|ynt|res|rép|rep|réf|ref|回复|回覆|答复|回信|atb|bls|απ|ha|fwd?|wg|weitergeleitet|tr|rv|doorst|enc|i|inoltro|vl|vb|videresendt|pd|转发|轉寄|転送|πρθ|továbbítás|ilt)\s*(\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：])|\[(external|extern|ext|externe|externo|suspicious|spam|\#[0-9-]{3,15})\]|(external|extern)\s*:|\*+spam\*+)\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Mark();

    /// <summary>As we write it, and as programs leave it that change spaces and dashes.</summary>
    [GeneratedRegex(@"\[\s*\#\s*\d{3}[\s\p{Pd}]?\d{3}[\s\p{Pd}]?\d{3}\s*\]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Own();

    [GeneratedRegex(@"\s{2,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
