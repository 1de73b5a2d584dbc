using System.Text.RegularExpressions;
using Automation.Mail.Reading;

namespace Automation.Mail.Holding;

/// <summary>
/// Decides whether a mail reports what became of another on its way. Who sends counts most, then the subject, then the text;
/// a person who asks about such a report is not one. No I/O, no clock.
/// </summary>
internal static partial class BounceRules
{
    /// <summary>Null when it is none.</summary>
    public static Hold? Decide(MailMessage mail, ReadMail read)
    {
        if (mail.Header("X-Failed-Recipients") is not null) return Bounce("header X-Failed-Recipients");
        if ((mail.Header("Content-Type") ?? "").Contains("multipart/report", StringComparison.OrdinalIgnoreCase)) return Bounce("a report by its form (multipart/report)");
        if (mail.Header("X-MS-Exchange-Message-Is-Ndr") is not null) return Bounce("header X-MS-Exchange-Message-Is-Ndr");
        if (mail.Header("Content-Class") is { } report && report.Contains("content-classes:dsn", StringComparison.OrdinalIgnoreCase)) return Bounce($"header Content-Class: {report}");
        if (MailSigns.IsDaemon(mail)) return Bounce($"sent by {mail.From?.Address ?? mail.From?.Name ?? mail.Sender?.Address}");
        if (mail.Header("X-MLServer") is { } server && server.Contains("fml", StringComparison.OrdinalIgnoreCase)) return Bounce("header X-MLServer: a list server's refusal or report");
        if (read.New.TrimStart() is ['{', ..] json && Event().IsMatch(json)) return Bounce("a mail service's notification of a bounce, in JSON");
        var subject = MailSigns.Subject(mail);
        var sure = MailSigns.Begins(subject, NoisePhrases.BounceSubjects) ?? MailSigns.Holds(subject, NoisePhrases.BounceInside);
        var text = Voice.Of(mail, read);
        if (!MailSubject.IsForward(mail.Subject) && read.New.Contains("Final-Recipient:", StringComparison.OrdinalIgnoreCase) && Fields().IsMatch(read.New) && !Voice.IsLasting(text) && !Voice.IsPersonBefore(text, "final-recipient:")) return Bounce("a text that is the fields of a report (Final-Recipient, Action, Status)");
        return (sure ?? MailSigns.Begins(subject, NoisePhrases.BounceTopics)) is { } phrase ? BySubject(mail, text, phrase, sure is not null) : ByText(mail, text);
    }

    /// <summary>Whether a bounce says only that a mail is late: it is still on its way.</summary>
    public static bool IsDelay(MailMessage mail)
    {
        if (Failed().IsMatch(mail.Body.Content)) return false;
        if (Delayed().IsMatch(mail.Body.Content)) return true;
        return MailSigns.Begins(MailSigns.Subject(mail), NoisePhrases.DelaySubjects) is not null || DelaySubject().IsMatch(mail.Subject);
    }

    /// <param name="isSure">Whether hardly a person writes such a subject.</param>
    private static Hold? BySubject(MailMessage mail, string text, string phrase, bool isSure)
    {
        var begins = $"a subject with '{phrase}'";
        if (MailSigns.HasNoSender(mail)) return Bounce($"no sender, and {begins}");
        if (MailSigns.HasNullPath(mail)) return Bounce($"empty return path, and {begins}");
        var said = Voice.Machine(text, MailSigns.IsRobot(mail));
        if (MailSigns.IsRobot(mail) && !Voice.IsPerson(text) && (isSure || (said ?? MailSigns.Holds(text, NoisePhrases.BounceProtocol)) is not null)) return Bounce($"sent by {mail.From!.Address}, and {begins}");
        return said is not null && (isSure || NoisePhrases.BounceSelves.Contains(said)) && !Voice.Asks(text) && Named().IsMatch(text) ? Bounce($"{begins}, and a text that says '{said}'") : null;
    }

    private static Hold? ByText(MailMessage mail, string text)
    {
        if (MailSubject.IsForward(mail.Subject) || MailSubject.IsAnswer(mail.Subject) || Voice.Machine(text, MailSigns.IsRobot(mail)) is not { } said) return null;
        if (MailSigns.HasNoSender(mail) || (MailSigns.IsRobot(mail) && (NoisePhrases.BounceSelves.Contains(said) || MailSigns.Holds(text, NoisePhrases.BounceProtocol) is not null || Named().IsMatch(text)))) return Bounce($"sent by {mail.From?.Address ?? "nobody"}, and a text that says '{said}'");
        return NoisePhrases.BounceSelves.Contains(said) && !Voice.Asks(text) ? Bounce($"a text that says '{said}'") : null;
    }

    private static Hold Bounce(string reason) => new(HoldKind.Bounce, reason);

    /// <summary>RFC 3464, 2.3, in the order in which every mail system writes them.</summary>
    [GeneratedRegex(@"^\s*Final-Recipient:\s*\S[^\n]*\n(\s*[\w-]+:[^\n]*\n)*?\s*Action:\s*(failed|delayed|delivered|relayed|expanded)\b[^\n]*\n(\s*[\w-]+:[^\n]*\n)*?\s*Status:\s*[245]\.\d", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Fields();

    /// <summary>Amazon SES through SNS.</summary>
    [GeneratedRegex(@"""(notificationType|eventType)""\s*:\s*""(Bounce|Complaint|Delivery|DeliveryDelay|Reject)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Event();

    /// <summary>An address or a status of SMTP: a report names whom it couldn't reach, or why.</summary>
    [GeneratedRegex(@"[\w.+'-]+@[\w-]+\.\w|\b[45]\d\d[ -][45]\.\d{1,3}\.\d|\b[45]\.\d{1,3}\.\d{1,3}\b|\b55\d\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Named();

    [GeneratedRegex(@"^\s*Action:\s*delayed\b|\bTHIS IS A WARNING (MESSAGE )?ONLY\b|\bhas not yet been delivered to\b|\bdelivery is delayed to these recipients\b", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Delayed();

    [GeneratedRegex(@"^\s*Action:\s*failed\b", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Failed();

    /// <summary>Exim: "Warning: message 1abcDE-000123-45 delayed 24 hours"; sendmail: "Warning: could not send message for past 4 hours".</summary>
    [GeneratedRegex(@"^\W*warning:\s*(message\b.{0,60}\bdelayed\b|could not send message\b|delayed mail\b)|^\W*delivery status notification\s*\(delay\)|\(delay(ed)?\)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DelaySubject();
}
