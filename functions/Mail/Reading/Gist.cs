using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Automation.Flow;
using Automation.Knowledge;

namespace Automation.Mail.Reading;

/// <summary>
/// What stays of a text when everything is left out that machines add, count and move: for telling whether two mails say the
/// same. Never shown.
/// </summary>
internal static partial class Gist
{
    private const int MaxSubject = 1_000;
    private const int MaxText = 4_000;

    /// <summary>The wide forms of the characters from ! to ~ (Unicode block FF00).</summary>
    private const char FirstWide = '\uff01';
    private const char LastWide = '\uff5e';

    /// <summary>The words of a subject without marks of answers, forwards, gateways and tickets, wherever they stand; may be empty.</summary>
    public static string OfSubject(string subject) => Words(Marks().Replace(Plain(subject, MaxSubject), " "));

    /// <summary>The words of a text; may be empty.</summary>
    public static string OfText(string text) => Words(Plain(text, MaxText));

    /// <summary>Without case, accents, wide forms and whatever does not show.</summary>
    private static string Plain(string text, int max)
    {
        var letters = new StringBuilder();
        foreach (var c in PlainText.Block(text, max))
        {
            if (char.GetUnicodeCategory(c) is not UnicodeCategory.Format) letters.Append(Letters.Fold(c is >= FirstWide and <= LastWide ? (char)(c - FirstWide + '!') : c));
        }

        return letters.ToString();
    }

    private static string Words(string text)
    {
        var words = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune)) words.Append(rune.ToString());
            else if (words.Length > 0 && words[^1] != ' ') words.Append(' ');
        }

        return words.ToString().TrimEnd();
    }

    /// <summary>Without accents, as the text is by now.</summary>
    [GeneratedRegex(@"\[(external|extern|ext|externe|externo|suspicious|spam)\]|\b(re|aw|antw|antwort|r|sv|svar|vs|va|vastaus|rif|ris|odp|ynt|yan|res|resp|rep|ref|回复|回覆|答复|回信|返信|회신|답장|atb|bls|bal|απ|ha|отв|ответ|fwd?|wg|weitergeleitet|tr|rv|doorst|doorgestuurd|enc|i|inoltro|vl|vb|videresendt|pd|转发|轉寄|転送|전달|πρθ|tovabbitas|ilt|external|extern)\s*([\[(]\s*\d{1,4}\s*[\])]|\d{1,4})?\s*:", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Marks();
}
