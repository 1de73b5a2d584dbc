using Automation.Mail.Reading;

namespace Automation.Mail.Holding;

/// <summary>Decides by subject and text whether a machine answered for somebody, where no header says so. No I/O, no clock.</summary>
internal static class AwayRules
{
    /// <summary>A machine's answer says within its first characters that somebody is away.</summary>
    private const int SaidWithin = 200;

    /// <summary>What a person writes beside it makes a text longer.</summary>
    private const int Longest = 1_500;

    /// <summary>Null when it is no such answer.</summary>
    public static Hold? Decide(MailMessage mail, ReadMail read)
    {
        var subject = MailSigns.Subject(mail);
        var text = Voice.Of(mail, read);
        var (isAnswer, away) = (MailSigns.IsAnswer(mail) || MailSubject.IsAnswer(mail.Subject), Said(text));
        if (MailSigns.Begins(subject, NoisePhrases.AwaySubjects) is { } phrase)
        {
            // "Out of office laptop broken" is a person's; machines put nothing, a colon or the subject that they answer behind it.
            var rest = subject[phrase.Length..];
            var isMachines = rest.Length == 0 || rest.TrimStart() is [':' or '-' or ']' or '(' or '–' or '：' or '/' or '.' or '!' or '"' or '>', ..] || phrase.EndsWith(':');
            if (away is not null || (isMachines && rest.Length > 0 && Uncited(text) is not null) || rest.Contains(" re:", StringComparison.Ordinal) || (isMachines && (isAnswer || (!Voice.Asks(text) && !AwayWords.Trouble().IsMatch($"{rest} {text}") && (rest.Length > 0 || !Voice.Wants(text)))))) return Away($"a subject that begins with '{phrase}'");
        }

        if (MailSigns.Begins(subject, NoisePhrases.AwayTopics) is { } topic && !AwayWords.Trouble().IsMatch(text) && (away is not null || isAnswer || subject.Contains(" re:", StringComparison.Ordinal) || (subject == topic && !Voice.Asks(text) && !Voice.Wants(text)))) return Away($"a subject that begins with '{topic}'");
        if (MailSigns.Begins(MailSubject.Bare(mail.Subject).ToLowerInvariant(), NoisePhrases.AwaySubjects) is { } after && away is not null) return Away($"subject '{after}', and a text that says '{away}'");
        if (MailSigns.Holds(subject, NoisePhrases.AwayInside) is { } inside && away is not null && !Voice.Asks(text)) return Away($"a subject that says '{inside.Trim()}', and a text that says '{away}'");
        return isAnswer ? ByText(read.New.ToLowerInvariant()) : Unasked(text);
    }

    /// <summary>What says that somebody is away, if nothing was asked before it.</summary>
    private static string? Said(string text) => Uncited(text) is { } said && !Voice.Asks(text[..text.IndexOf(said, StringComparison.Ordinal)]) ? said : null;

    private static string? Uncited(string text) => NoisePhrases.AwayTexts.FirstOrDefault(p => text.IndexOf(p, StringComparison.Ordinal) is >= 0 and var at && !Voice.IsCited(text[..at]));

    /// <summary>What says at the beginning that the writer is away, not that somebody else is, or that the writer was.</summary>
    private static string? Absent(string beginning) =>
        NoisePhrases.AwaySure.FirstOrDefault(p => beginning.IndexOf(p, StringComparison.Ordinal) is >= 0 and var at && !AwayWords.OfOthers().IsMatch(beginning[..at])) ?? AwayWords.Find(AwayWords.Absent(), beginning);

    /// <summary>A mail that answers nothing, as far as its headers say: only one that calls itself automatic first, and then says that somebody is gone.</summary>
    private static Hold? Unasked(string text)
    {
        var beginning = text.Length > SaidWithin ? text[..SaidWithin] : text;
        if (Voice.Asks(text) || NoisePhrases.AutomaticTexts.FirstOrDefault(p => beginning.IndexOf(p, StringComparison.Ordinal) is >= 0 and var at && !Voice.IsCited(text[..at])) is not { } automatic) return null;
        return (MailSigns.Holds(text, NoisePhrases.AwaySure) ?? MailSigns.Holds(text, NoisePhrases.AwayMoved)) is { } gone ? Away($"a text that says '{automatic}' and '{gone}'") : null;
    }

    /// <summary>An answer without any mark: it says that it is automatic, or that somebody is away and one more thing that only such answers say.</summary>
    private static Hold? ByText(string text)
    {
        if (text.Length is 0 or > Longest || Voice.Asks(text)) return null;
        if (NoisePhrases.AutomaticTexts.FirstOrDefault(p => text.IndexOf(p, StringComparison.Ordinal) is var at && (at == 0 || (at > 0 && !Voice.IsCited(text[..at])))) is { } automatic) return Away($"an answer that says '{automatic}'");
        if (AwayWords.Trouble().IsMatch(text)) return null;
        var beginning = text.Length > SaidWithin ? text[..SaidWithin] : text;
        var thanks = MailSigns.Begins(text.TrimStart(), NoisePhrases.AwayThanks);
        if ((Absent(beginning) ?? (thanks is null ? null : MailSigns.Holds(beginning, NoisePhrases.AwayGone))) is not { } away) return null;
        var besides = MailSigns.Holds(text, NoisePhrases.AwayBesides) ?? AwayWords.Find(AwayWords.Besides(), text);
        var isDated = AwayWords.Until().IsMatch(text);
        var dated = isDated ? thanks ?? MailSigns.Holds(text, NoisePhrases.AwayThanks) ?? (text.StartsWith(away, StringComparison.Ordinal) && !Voice.Wants(text) ? "until" : null) : null;
        if (AwayWords.Myself().IsMatch(text) && !isDated) besides = null;
        return (besides ?? dated) is { } sign ? Away($"an answer that says '{away}' and '{sign}'") : null;
    }

    private static Hold Away(string reason) => new(HoldKind.AutoReply, reason);
}
