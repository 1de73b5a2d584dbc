using Automation.Flow;
using Automation.Mail.Reading;

namespace Automation.Mail.Intake;

/// <summary>What is kept of a message that we were told of and that the mailbox never showed, so that nothing goes in silence. No I/O.</summary>
internal static class GoneMail
{
    /// <summary>Of the message's id alone: nothing else is known. It gives way when the message is there after all.</summary>
    public static string Key(string messageId) => Shelf.Of($"gone\n{messageId}");

    /// <param name="key">The one above, or that of a mail which was claimed and not decided.</param>
    /// <param name="messageId">Id in the mailbox.</param>
    /// <param name="looks">How often it was looked for.</param>
    /// <param name="now">UTC.</param>
    public static MailRecord Record(string key, string messageId, int looks, DateTimeOffset now) => new(
        key, messageId, null, null, now, null, new ReadMail("(gone before it could be read)", "", "", "", "", "", null, MailForm.Plain, ["the mailbox told of this mail and never showed it: it was deleted or moved away"]),
        [], [], null, "nothing is known of its sender", MailState.Gone, null, null, null, null, now,
        [TraceStep.Of(now, "mail", "a mail that is not there is looked for again, some minutes long", "gone: no ticket, no answer", ("message", messageId), ("looks", $"{looks}"))]);
}
