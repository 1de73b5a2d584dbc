using System.Text.RegularExpressions;
using Automation.Mail.Reading;

namespace Automation.Mail.Holding;

/// <summary>
/// Tells a text that a mail system writes from a person's who writes about one: whoever speaks first counts. People say "I",
/// greet and ask; machines begin with what became of a message.
/// </summary>
internal static partial class Voice
{
    /// <summary>First characters of the text that are looked at.</summary>
    private const int Beginning = 1_200;

    /// <summary>A shorter new text is what a machine leaves above the headers that it quotes.</summary>
    private const int Shortest = 40;

    /// <summary>The beginning of what the mail says, in lower case.</summary>
    public static string Of(MailMessage mail, ReadMail read)
    {
        var text = read.New.Length >= Shortest || MailSubject.IsForward(mail.Subject) || MailSubject.IsAnswer(mail.Subject) ? read.New
            : read.Forwarded.Length + read.Quoted.Length > 0 ? $"{read.New}\n{read.Forwarded}\n{read.Quoted}" : read.New.Length > 0 ? read.New : mail.Body.Content;
        return (text.Length > Beginning ? text[..Beginning] : text).ToLowerInvariant();
    }

    /// <summary>What a mail system says before any person speaks; null when none does.</summary>
    /// <param name="mayGreet">Whether a machine sends it, as far as its address says: some greet.</param>
    public static string? Machine(string text, bool mayGreet = false)
    {
        var person = FirstPerson(text, mayGreet && !Asks(text) && !Wants(text) && !IsLasting(text));
        var (found, first) = ((string?)null, int.MaxValue);
        foreach (var phrase in NoisePhrases.BounceOpenings)
        {
            var at = text.IndexOf(phrase, StringComparison.Ordinal);
            if (at >= 0 && at < first && at <= person) (found, first) = (phrase, at);
        }

        return Failure(text) is { } said && said.Index < first && said.Index <= person ? said.Value : found;
    }

    /// <summary>Whether a person greets or asks, and nothing sounds like a mail system.</summary>
    public static bool IsPerson(string text) => (Greeting().IsMatch(text) || Asks(text)) && MailSigns.Holds(text, NoisePhrases.BounceOpenings) is null && Failure(text) is null;

    /// <summary>Whether a person speaks or asks before the phrase comes.</summary>
    public static bool IsPersonBefore(string text, string phrase) => text.IndexOf(phrase, StringComparison.Ordinal) is var at && (FirstPerson(text) < at || Asks(at < 0 ? text : text[..at]));

    /// <summary>What a mail system says in any order of words of one mail; who says since when mails go nowhere reports an outage.</summary>
    private static Match? Failure(string text) => !Since().IsMatch(text) && NotDelivered().Match(text) is { Success: true } said ? said : null;

    /// <summary>Whether it says since when: a person's report, not that of a mail system about one mail.</summary>
    public static bool IsLasting(string text) => Since().IsMatch(text);

    /// <summary>Whether somebody asks something: question marks in addresses of pages don't count.</summary>
    public static bool Asks(string text) => Question().IsMatch(text);

    /// <summary>Whether somebody wants something, with or without a question mark. Machines say please too.</summary>
    public static bool Wants(string text) => Wish().IsMatch(text);

    /// <summary>Whether what stands there is cited: within quotation marks, or what somebody is said to have told.</summary>
    public static bool IsCited(string before) => before.TrimEnd() is [.., ':' or '"' or '\'' or '“' or '„' or '«' or '‘' or '‚'] || before.Count(c => c is '"' or '“' or '”' or '„' or '«' or '»') % 2 == 1;

    /// <summary>Reports quote the headers of what they report: its subject is not theirs.</summary>
    private static int FirstPerson(string text, bool mayGreet = false)
    {
        var said = mayGreet ? int.MaxValue : First(Greeting().Match(text));
        foreach (var match in Pronoun().EnumerateMatches(text))
        {
            var row = text.AsSpan(text.LastIndexOf('\n', match.Index) + 1);
            if (!Header().IsMatch(row)) return Math.Min(said, match.Index);
        }

        return said;

        static int First(Match match) => match.Success ? match.Index : int.MaxValue;
    }

    [GeneratedRegex(@"^[ \t]*(hi|hello|hallo|hey|dear|good (morning|afternoon|evening)|guten (tag|morgen|abend)|moin|servus|sehr geehrte\w*|liebe\w*|bonjour|bonsoir|salut|hola|buenos d[ií]as|buenas|estimad[oa]s?|buongiorno|salve|ciao|gentile|ol[aá]|bom dia|boa tarde|beste|geachte|goedemorgen|goedemiddag|hej|hei|cze[sś][cć]|dzie[nń] dobry|ahoj|dobr[yý] den|привет|здравствуйте|добрый день)\b", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Greeting();

    [GeneratedRegex(@"\b(i|i'm|i've|we|my|our|me|us|please help|ich|wir|mein\w{0,2}|unser\w{0,2}|mir|uns|bitte|je|j'ai|nous|mon|mes|notre|nos|yo|mis|nosotros|nuestr[oa]s?|ik|wij|mijn|onze|eu|n[oó]s|meus?|minhas?|noss[oa]s?|io|noi|mio|mia|miei|nostr[oaie])\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pronoun();

    [GeneratedRegex(@"^[ \t]*[\w-]{2,14}[ \t]?:[ \t]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Header();

    [GeneratedRegex(@"\b(please|pls|can you|could you|would you|i need|i'd like|i would like|bitte\w*|könnt ihr|könnten sie|können sie|kannst du|ich brauche|wir brauchen|merci de|pouvez|pourriez|s'il vous pla[iî]t|svp|j'ai besoin|por favor|pueden?|podéis|podrían?|necesito|kunnen jullie|kunt u|kun je|graag|alstublieft|aub|puoi|potete|potreste|per favore|per cortesia|ho bisogno|podem|poderiam?|preciso)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Wish();

    /// <summary>That a mail didn't arrive, in whatever order and tense a language says it; in lower case.</summary>
    [GeneratedRegex(@"\b((we|i) )?(could|can|was|were|has|have)( ?not|n't|n’t) (yet )?(be |been )?(able to )?deliver(ed)?\b|\b(message|e-?mail|mail)\b[^!?\n]{0,80}\b(was|has been) (rejected|refused|bounced|discarded|blocked by)\b|\band not delivered\b|\bkonnten?\b[^!?]{0,120}\bnicht\b[^!?]{0,120}\b(zugestellt|zustellen|ausgeliefert|übermittelt)\b|\b(nous |je )?n['’](a|ont|avons|ai) (pas )?pu (être )?(remi|remettre|livr|distribu|délivr|achemin)\w*|\bno (se )?(ha|han|pudo|pudieron|hemos|puede|pueden|fue) (podido |posible )?(ser )?entrega(r|do|da|dos|das)\b|\bnon (è|sono|e') stat\w (possibile )?(recapita|consegna)\w*|\b(kon|kan|konden|kunnen)\b[^!?]{0,80}\bniet\b[^!?]{0,80}\b(bezorgd|afgeleverd|bezorgen)\b|\bnão (pôde|pode|foi|puderam) (possível )?(ser )?entreg(ar|ue|ues)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NotDelivered();

    [GeneratedRegex(@"\b(since (monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|this|last|today|\d)|seit|depuis|desde|sinds|(da|dal|dalla) (ieri|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|stamattina|oggi|\d))\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Since();

    [GeneratedRegex(@"[?？][\s""'”)]|[?？]$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Question();
}
