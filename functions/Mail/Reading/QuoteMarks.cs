using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Automation.Mail.Reading;

/// <summary>Recognises the lines that mail programs put above what they quote or forward, in the languages of <see cref="MailWords"/>.</summary>
internal static class QuoteMarks
{
    /// <summary>A longer text is no line of a mail program.</summary>
    private const int MaxAttribution = 320;

    /// <summary>Mail programs wrap that line at 70 to 80 characters, some put every part on its own.</summary>
    private const int MaxRows = 6;

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    private static readonly Regex On = new($@"^\W{{0,3}}{Any(MailWords.On)}[\s,.]", Options);
    private static readonly Regex Digits = new(@"\d{1,4}\s?[./:\-年月.]\s?\d{1,2}|\b(19|20)\d\d\b|\d{1,2}:\d\d|\b\d{1,2}(st|nd|rd|th|\.|,)?\s+\p{L}{3,}", Options);

    /// <summary>A time, a year or a whole date: what a program writes and people seldom do.</summary>
    private static readonly Regex Exact = new(@"\d{1,2}[:.h]\d\d\b|\b(19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d\d|\d{1,4}年", Options);

    private static readonly Regex Initialled = new(@"^\s*\p{Lu}[\p{Lu}\p{Ll}]{0,3}> ?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);

    /// <summary>A whole date.</summary>
    private static readonly Regex Day = new(@"\b(19|20)\d\d\b|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d\d|\d年|\d{1,2}월", Options);

    /// <summary>Programs name neither themselves nor those to whom was written.</summary>
    private static readonly Regex OfPeople = new(@"\b(i|we)\s+(\w+\s+)?(wrote|said|write|have written)\b|\b(wrote|said|writes)\s+(to|me|us|you|him|her|them)\b|\b(schrieb(en)?|schreibt)\s+(\w+\s+)?(ich|wir|mir|uns|ihnen|dir|ihm|ihr)\b|\b(ich|wir)\b.{0,80}\bgeschrieben\b|\b(j['’]ai|m['’]a|avons|(nous|vous|leur|lui)\s+a(i|vez|vons)?)\s+(\w+\s+)?écrit|\b(me|nos|le|les)\s+(escribió|ha escrito|escribe|escreveu|escreve)\b|\bescreveu-(me|nos)\b|\b((mi|ci|le|gli|vi)\s+(ha|hanno|scrive)|ho|abbiamo)\s+(\w+\s+)?(ha\s+)?(scritto|scrive)\b|\bschreef\s+(ik|wij|we|mij|me|ons|u|hem|haar)\b|\b(ik|wij|we)\b.{0,80}\bgeschreven\b", Options);

    /// <summary>What programs write behind the word for writing: a date, a name, an address. "The tool wrote 0 bytes to" is a person's.</summary>
    private static readonly Regex Follows = new($@"^\W*({Any(MailWords.On)}|in|at|à|às|om|alle|a las?|no|na|via)\b|^(the following|folgendes|ce qui suit|lo siguiente|het volgende|o seguinte|quanto segue)$|^\W*(?-i:\p{{Lu}}|\p{{Lo}})|@|^\W*\d{{1,4}}\s?[./:-]\s?\d|^\W*\d{{1,2}}\.?\s+\p{{L}}{{3,}}\.?,?\s+\d", Options);

    /// <summary>What follows "From:" in a timetable.</summary>
    private static readonly Regex Hour = new(@"^\W*\d{1,2}([:.]\d\d)?\s*(h|am|pm|uhr|o'clock)?\W*$|^\W*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[\s\d:,.]*$", Options);

    private static readonly Regex Address = new(@"[\w.+'-]+@[\w-]+(\.[\w-]+)*|<[^<>\s]+@|\[mailto:", Options);
    private static readonly Regex Mailbox = new(@"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+", Options);
    private static readonly FrozenSet<string> From = Set(MailWords.From);
    private static readonly FrozenSet<string> Sent = Set(MailWords.Sent);
    private static readonly FrozenSet<string> Subject = Set(MailWords.Subject);
    private static readonly FrozenSet<string> Others = Set([.. MailWords.To, .. MailWords.Cc, .. MailWords.More]);

    private static readonly char[] Ruling = [' ', '-', '\u2010', '\u2011', '\u2013', '\u2014', '\u2015', '_', '=', '*', '#', '>', ':', '：', '.', '\t'];

    /// <summary>Without one of these a line needs no closer look.</summary>
    private static readonly SearchValues<string> LineWords = SearchValues.Create(["this line", "this message", "zeile", "linie", "ligne", "línea", "lijn", "regel", "linha", "riga", "linea"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Service desks put it above what they send: what stands below is theirs.</summary>
    private static readonly Regex ReplyAbove = new(@"^\W{0,12}(please )?((type|write|enter|send) (in )?(your )?(reply|response|answer|message)|reply|respond|do not write|please do not write)( only)? (above|below) this (line|message)|^\W{0,12}(bitte )?(schreiben|antworten|geben) sie .{0,30}(oberhalb|über|unterhalb) (von )?diese[rs]? (zeile|linie|linie ein)|^\W{0,12}(veuillez )?(répond\w+|écri\w+|saisi\w+|ne pas écrire).{0,30}(au-dessus|au dessus|en dessous|sous) (de )?cette ligne|^\W{0,12}(por favor,? )?(escrib\w+|respond\w+|no escriba).{0,30}(por encima|encima|debajo) de esta línea|^\W{0,12}(typ|schrijf|antwoord).{0,30}boven deze (lijn|regel)|^\W{0,12}(por favor,? )?(escreva|responda|digite).{0,30}acima (desta|dessa) linha|^\W{0,12}(si prega di )?(rispond\w+|scriv\w+|digit\w+).{0,40}sopra (di )?questa (riga|linea)", Options);

    /// <summary>A ruled line of one sign: a separator when a block of headers follows.</summary>
    private static readonly Regex Rule = new(@"^\s*([-_=*]{5,}|—{2,})\s*$", Options);

    /// <summary>The initials of the writer before a quoted line, as in <c>BS&gt; Is it on?</c>; null for other lines.</summary>
    public static string? Initials(string text) => Initialled.Match(text) is { Success: true } found ? found.Value.Trim() : null;

    /// <summary>Whether a few words go on in the middle of the sentence of a long line: nobody answers there.</summary>
    public static bool IsRest(string line, string next) => line.Length > 55 && (char.IsLetterOrDigit(line[^1]) || line[^1] == ',') && next.TrimStart() is { Length: > 0 and < 40 } rest && char.IsLower(rest[0]) && !rest.Any(char.IsDigit);

    /// <summary>GroupWise writes <c>&gt;&gt;&gt; Bob Smith 03.05.2016 10:11 &gt;&gt;&gt;</c> above what it quotes, and marks that with nothing.</summary>
    public static bool IsBetweenAngles(MailLine line) => line.Depth >= 3 && line.Text.EndsWith(">>>", StringComparison.Ordinal) && line.Text.Length < MaxAttribution && (Exact.IsMatch(line.Text) || Address.IsMatch(line.Text));

    /// <summary>How many lines from here are a line such as <c>On 3 May, Bob wrote:</c>; 0 for none.</summary>
    public static int Attribution(IReadOnlyList<MailLine> lines, int at)
    {
        var text = "";
        var depth = lines[at].Depth;
        for (var rows = 1; rows <= MaxRows && at + rows <= lines.Count; rows++)
        {
            var row = lines[at + rows - 1];

            // Some programs put the name and the address on rows of their own, with one empty row between.
            // The bracket that closes an address may stand at the beginning of a row, where it looks like a mark of quoting.
            var closes = row.Depth == depth + 1 && text.Count(c => c == '<') > text.Count(c => c == '>');
            if ((row.Depth != depth && !closes) || (row.IsBlank && (rows > 3 || rows == 1 || lines[at + rows - 2].IsBlank))) return 0;
            if (row.IsBlank) continue;
            text = text.Length == 0 ? row.Text.Trim() : $"{text} {(closes ? "> " : "")}{row.Text.Trim()}";
            if (text.Length > MaxAttribution || (rows > 1 && !MayBegin(lines[at].Text))) return 0;
            if (IsAttribution(text)) return IsMarked(lines, at + rows, depth) || (IsWhole(text) && !OfPeople.IsMatch(text)) ? rows : 0;
            if (rows == 1 && IsLeading(text)) return 1;
            if (lines[at].Text.TrimEnd().EndsWith('.') && rows == 1 && !On.IsMatch(text)) return 0;
        }

        return 0;
    }

    /// <summary>"On Monday he wrote:" is a person's, and so is "at 10:30 the console said:", unless quoted text follows.</summary>
    private static bool IsWhole(string text) => (Day.IsMatch(text) || Address.IsMatch(text)) && AfterWrote(text)?.Trim('-', ' ') is { } after && (after.Length == 0 || Follows.IsMatch(after));

    /// <summary>Phones lose the line break behind the line, so that what is quoted begins on it.</summary>
    private static bool IsLeading(string text)
    {
        for (var colon = text.IndexOf(": ", StringComparison.Ordinal); colon > 0; colon = text.IndexOf(": ", colon + 1, StringComparison.Ordinal))
        {
            var line = text[..(colon + 1)];
            if (AfterWrote(line) is { Length: 0 } && On.IsMatch(line) && Address.IsMatch(line) && IsAttribution(line)) return true;
        }

        return false;
    }

    private static bool IsMarked(IReadOnlyList<MailLine> lines, int from, int depth) =>
        NextText(lines, from) is >= 0 and var next ? lines[next].Depth > depth || lines[next].Part is LinePart.Quoted or LinePart.Forwarded : depth > 0;

    public static bool IsAttribution(string text)
    {
        var isRuled = text.StartsWith("--", StringComparison.Ordinal) && text.EndsWith("--", StringComparison.Ordinal);
        text = text.Trim(' ', '-', '_', '*');
        var dated = Digits.IsMatch(text);
        if (text.Length == 0) return false;
        if (!dated && !Address.IsMatch(text) && !(On.IsMatch(text) && text.Length < 120)) return false;
        if (AfterWrote(text) is not { } after) return false;

        // "On 3 May Bob wrote:", "Am 3. Mai schrieb Bob:"; Chinese and Japanese end without a colon.
        return text[^1] is ':' or '：' ? after.Length <= 130 && (after.Length <= 60 || dated || On.IsMatch(text)) : after.Length == 0 && (text[^1] > '\u2e80' || isRuled);
    }

    /// <summary>What follows the last word for writing, without the colon at the end; null when there is no such word.</summary>
    private static string? AfterWrote(string text)
    {
        var found = -1;
        foreach (var word in MailWords.Wrote)
        {
            var at = text.LastIndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0 || (word[0] < '\u2e80' && ((at > 0 && char.IsLetter(text[at - 1])) || (at + word.Length < text.Length && char.IsLetter(text[at + word.Length]))))) continue;
            found = Math.Max(found, at + word.Length);
        }

        return found < 0 ? null : text[found..].Trim(' ', ':', '：', ')', '>', '*', '_');
    }

    /// <summary>A line before a quotation that names a date or an address, whatever its words are.</summary>
    public static bool MayIntroduce(string text)
    {
        text = text.Trim();
        if (text.Length is 0 or > MaxAttribution) return false;
        var (addressed, ends) = (Address.IsMatch(text), text[^1] is ':' or '：');

        // "On my PC I get:" and "there are 2 errors:" are people's.
        return (addressed && (ends || text[^1] is '>' ? Digits : Exact).IsMatch(text)) || (ends && (addressed || Day.IsMatch(text) || AfterWrote(text) is not null));
    }

    /// <summary>The same of a line that was broken in two.</summary>
    public static bool MayIntroduce(string first, string second) =>
        first.Length > 0 && second.Length > 0 && first[^1] is not ('.' or '!' or '?' or ':') && MayIntroduce($"{first} {second}") && (Exact.IsMatch(first) || On.IsMatch(first) || Address.IsMatch(first)) && (Address.IsMatch(second) || AfterWrote(second) is not null);

    /// <summary>How many lines from here begin a mail that is quoted whole: a separator, a block of headers, or both; 0 for none.</summary>
    /// <param name="isForward">Whether its words say that it is passed on.</param>
    public static int Head(IReadOnlyList<MailLine> lines, int at, out bool isForward)
    {
        var text = lines[at].Text;
        if (IsSeparator(text, out isForward))
        {
            var next = NextText(lines, at + 1);
            return next < 0 ? 1 : next - at + Math.Max(0, Headers(lines, next));
        }

        if (text.Length < 200 && text.AsSpan().ContainsAny(LineWords) && ReplyAbove.IsMatch(text)) return 1;
        if (Rule.IsMatch(text) && NextText(lines, at + 1) is > 0 and var below && below - at <= 3 && Headers(lines, below) is > 0 and var rows) return below - at + rows;
        return Headers(lines, at);
    }

    /// <summary>A line such as <c>-----Original Message-----</c> or <c>Begin forwarded message:</c>.</summary>
    private static bool IsSeparator(string text, out bool isForward)
    {
        isForward = false;
        var bare = text.Trim(Ruling);
        if (bare.Length is 0 or > 200) return false;
        var ruled = Plain(text.Trim(' ', '>', '*', '#')) is var line && (line.StartsWith("--", StringComparison.Ordinal) || line.EndsWith("--", StringComparison.Ordinal) || line.StartsWith("__", StringComparison.Ordinal) || line.StartsWith("==", StringComparison.Ordinal));
        isForward = MailWords.Forwarded.FirstOrDefault(w => bare.StartsWith(w, StringComparison.OrdinalIgnoreCase)) is { } passed && (ruled || bare.Length == passed.Length);
        return isForward || (ruled && MailWords.Original.Any(w => bare.StartsWith(w, StringComparison.OrdinalIgnoreCase)));
    }

    private static string Plain(string text) => text.Replace('\u2010', '-').Replace('\u2011', '-').Replace('\u2013', '-').Replace('\u2014', '-').Replace('\u2015', '-');

    /// <summary>Rows of a block such as From, Sent, To, Subject; 0 when there is none.</summary>
    private static int Headers(IReadOnlyList<MailLine> lines, int at)
    {
        // Programs write the names with a capital; files of settings don't.
        if (HeaderName(lines[at].Text) is null || char.IsLower(lines[at].Text.TrimStart(' ', '*', '_', '|')[0])) return 0;
        if (InOneLine(lines[at].Text)) return 1;
        var depth = lines[at].Depth;
        var (kinds, rows, skipped) = (new HashSet<string>(StringComparer.Ordinal), 0, 0);
        for (var i = at; i < lines.Count && lines[i].Depth == depth && rows < 14; i++)
        {
            if (HeaderName(lines[i].Text) is { } name)
            {
                if (From.Contains(name) && Hour.IsMatch(Value(lines, i))) return 0;
                kinds.Add(name);
                (rows, skipped) = (i - at + 1, 0);
            }
            else if (++skipped > 2 || (lines[i].IsBlank && kinds.Count >= 3))
            {
                break;
            }
        }

        // People write "From: 9:00" and "Subject: printer" themselves; a program names the sender and two more, a date with its time.
        var (from, sent, subject) = (kinds.Any(From.Contains), kinds.Any(Sent.Contains), kinds.Any(Subject.Contains));
        return kinds.Count >= 3 && from && (subject || (sent && Enumerable.Range(at, rows).Any(i => Address.IsMatch(lines[i].Text) || Exact.IsMatch(lines[i].Text)))) ? rows : 0;
    }

    /// <summary>What stands behind the colon, or below it where a table puts it there.</summary>
    private static string Value(IReadOnlyList<MailLine> lines, int at)
    {
        var value = lines[at].Text[(lines[at].Text.IndexOfAny([':', '：']) + 1)..];
        return string.IsNullOrWhiteSpace(value) && at + 1 < lines.Count ? lines[at + 1].Text : value;
    }

    /// <summary>The sender that a line of such a block names; null for other lines and without an address.</summary>
    public static MailAddress? Sender(string text)
    {
        // Programs that lose line breaks write the block behind the separator.
        if (IsSeparator(text, out _) && text.IndexOfAny([':', '：']) is > 0 and var colon) text = text[Math.Max(0, text.LastIndexOf(' ', colon))..];
        if (HeaderName(text) is not { } name || !From.Contains(name)) return null;
        var value = text[(text.IndexOfAny([':', '：']) + 1)..].Trim(' ', '*', '_', '"');
        var found = Mailbox.Match(value);
        return found.Success ? new MailAddress(value[..found.Index].Trim(' ', '"', '\'', '<', '[', '(', '*').Replace("mailto:", "", StringComparison.OrdinalIgnoreCase), found.Value) : null;
    }

    /// <summary>The name of a line such as <c>*Sent:* Monday</c>, in lower case; null for other lines.</summary>
    private static string? HeaderName(string text)
    {
        var colon = text.IndexOfAny([':', '：']);
        if (colon is < 1 or > 40) return null;
        var name = text[..colon].Trim(' ', '*', '_', '\t').ToLowerInvariant();
        return From.Contains(name) || Sent.Contains(name) || Subject.Contains(name) || Others.Contains(name) ? name : null;
    }

    /// <summary>Programs that lose line breaks write the whole block in one line.</summary>
    private static bool InOneLine(string text)
    {
        if (text.Length > 1_500 || !From.Contains(HeaderName(text)!)) return false;
        return Names(text, Sent) && (Names(text, Subject) || Names(text, Others));

        static bool Names(string text, FrozenSet<string> words) => words.Any(w => text.IndexOf($" {w}:", StringComparison.OrdinalIgnoreCase) > 0 || text.IndexOf($" *{w}:", StringComparison.OrdinalIgnoreCase) > 0);
    }

    private static bool MayBegin(string text) => On.IsMatch(text) || Digits.IsMatch(text) || Address.IsMatch(text);

    private static int NextText(IReadOnlyList<MailLine> lines, int from)
    {
        for (var i = from; i < lines.Count; i++)
        {
            if (!lines[i].IsBlank) return i;
        }

        return -1;
    }

    private static FrozenSet<string> Set(IReadOnlyList<string> words) => words.ToFrozenSet(StringComparer.Ordinal);

    private static string Any(IReadOnlyList<string> words) => $"({string.Join('|', words.OrderByDescending(w => w.Length).Select(Regex.Escape))})";
}
