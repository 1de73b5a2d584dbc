using System.Text.RegularExpressions;

namespace Automation.Mail.Holding;

/// <summary>Signs on the outside of a mail that several rules of holding look at.</summary>
internal static partial class MailSigns
{
    /// <summary>The subject in lower case, without ornaments and a tag such as <c>[Postmaster]</c> before it.</summary>
    public static string Subject(MailMessage mail)
    {
        var subject = Reading.MailSubject.Shown(mail.Subject).ToLowerInvariant();
        return Tag().Replace(subject, "", 1).TrimStart('*', ' ', '[', '<', '!');
    }

    public static bool HasNullPath(MailMessage mail) => mail.AllHeaders("Return-Path").Any(p => p.Replace(" ", "", StringComparison.Ordinal) is "<>" or "\"\"" or "<<>>" || p.Contains("mailer-daemon", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether its headers name a mail before it.</summary>
    public static bool IsAnswer(MailMessage mail) => mail.Header("In-Reply-To") is { Length: > 0 } || mail.Header("References") is { Length: > 0 };

    public static bool HasNoSender(MailMessage mail) => mail.From is null || mail.From.Address.Length == 0;

    /// <summary>Whether only mail systems send under the name.</summary>
    public static bool IsDaemon(MailMessage mail) => Senders(mail).Any(s => NoisePhrases.Daemons.Contains(LocalPart(s.Address)) || NoisePhrases.Daemons.Contains(s.Address.ToLowerInvariant()) || (s.Address.Length == 0 && Begins(s.Name.ToLowerInvariant(), NoisePhrases.DaemonNames) is not null));

    /// <summary>Whether machines send under the name, and people now and then.</summary>
    public static bool IsRobot(MailMessage mail) => Senders(mail).Any(s => NoisePhrases.Robots.Contains(LocalPart(s.Address)) || Begins(s.Name.ToLowerInvariant(), NoisePhrases.DaemonNames) is not null);

    public static string LocalPart(string address) => address.ToLowerInvariant().Split('@')[0].Split('+')[0];

    public static string? Begins(string text, string[] phrases) => phrases.FirstOrDefault(p => text.StartsWith(p, StringComparison.Ordinal));

    public static string? Holds(string text, string[] phrases) => phrases.FirstOrDefault(p => text.Contains(p, StringComparison.Ordinal));

    private static IEnumerable<MailAddress> Senders(MailMessage mail) => new[] { mail.From, mail.Sender }.OfType<MailAddress>();

    [GeneratedRegex(@"^\s*\[(postmaster|external|externe?o?|ext|spam|suspicious|[^\[\]]{0,20}#[^\[\]]{1,20})\]\s*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
