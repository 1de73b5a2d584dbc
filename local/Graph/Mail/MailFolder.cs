namespace Automation.Local.Graph.Mail;

/// <param name="Parent">Null for a folder on top.</param>
/// <param name="WellKnown">Such as inbox; null for one that somebody made.</param>
internal sealed record MailFolder(string Id, string Owner, string? Parent, string Name, string? WellKnown)
{
    public const string Inbox = "inbox";
    public const string Drafts = "drafts";
    public const string Sent = "sentitems";
    public const string Deleted = "deleteditems";

    /// <summary>What every mailbox has from the beginning.</summary>
    public static readonly IReadOnlyList<(string WellKnown, string Name)> Standard =
        [(Inbox, "Inbox"), (Drafts, "Drafts"), (Sent, "Sent Items"), (Deleted, "Deleted Items"), ("archive", "Archive"), ("junkemail", "Junk Email"), ("outbox", "Outbox")];
}
