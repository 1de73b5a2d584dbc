using System.Text.RegularExpressions;
using Automation.Mail.Reading;

namespace Automation.Mail.Holding;

/// <summary>Decides whether a mail only says that somebody comes to a meeting, or not: calendars send these, and an answer would come back. No I/O, no clock.</summary>
internal static partial class MeetingRules
{
    /// <summary>Who adds a word writes it above what the calendar says.</summary>
    private const int Note = 600;

    /// <summary>Null when it is none, and when the invited person wants something beside it, or says what is broken.</summary>
    public static Hold? Decide(MailMessage mail, ReadMail read)
    {
        if (!mail.IsMeetingAnswer && !IsAnswer().IsMatch(mail.Header("Content-Type") ?? "")) return null;
        var text = Voice.Of(mail, read);
        var note = text.StartsWith("begin:vcalendar", StringComparison.Ordinal) ? "" : text.Length > Note ? text[..Note] : text;
        return Voice.Asks(note) || Voice.Wants(note) || AwayWords.Trouble().IsMatch(note) ? null : new Hold(HoldKind.Meeting, "an answer to an invitation, with nothing asked beside it") { IsByWords = true };
    }

    /// <summary>A mail that is nothing but the answer says so in its type (RFC 6047, 2.4).</summary>
    [GeneratedRegex(@"^\s*text/calendar\b.*\bmethod\s*=\s*""?(reply|counter)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex IsAnswer();
}
