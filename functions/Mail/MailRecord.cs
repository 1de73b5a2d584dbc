using System.Text.Json.Serialization;
using Automation.Flow;
using Automation.Mail.Holding;
using Automation.Mail.Reading;
using Automation.Mail.Threading;
using Automation.Tickets;

namespace Automation.Mail;

/// <summary>What was decided of a mail, and whether it is carried out.</summary>
internal enum MailState
{
    /// <summary>Decided, not yet carried out: whoever finds it goes on.</summary>
    [JsonStringEnumMemberName("decided")]
    Decided,

    /// <summary>It opened a ticket.</summary>
    [JsonStringEnumMemberName("opened")]
    Opened,

    /// <summary>It is on a ticket that was there.</summary>
    [JsonStringEnumMemberName("attached")]
    Attached,

    /// <summary>Kept apart: no ticket, no answer. It can be released.</summary>
    [JsonStringEnumMemberName("held")]
    Held,

    /// <summary>We were told of it, and the mailbox never showed it: it was deleted or moved away before it could be read.</summary>
    [JsonStringEnumMemberName("gone")]
    Gone,
}

/// <summary>A mail as it was read, with what was decided: enough to carry the decision out as often as needed, and to show it.</summary>
/// <param name="Key">See <see cref="MailIdentity"/>; the id in addresses.</param>
/// <param name="MessageId">Id in the mailbox, of the first copy that was seen.</param>
/// <param name="Copied">Other people that it was sent to.</param>
/// <param name="Ticket">Where it is, or will be; null when held.</param>
/// <param name="Opens">What it opens its ticket with; null when it is attached or held.</param>
/// <param name="Answer">Why it is answered or not; null when it is held.</param>
/// <param name="DecidedAt">UTC; the claims that follow carry this time.</param>
internal sealed record MailRecord(
    string Key, string MessageId, string? InternetMessageId, string? ConversationId, DateTimeOffset ReceivedAt, MailAddress? From,
    ReadMail Read, IReadOnlyList<string> Copied, IReadOnlyList<MailAttachment> Attachments, string? WebLink, string Proof,
    MailState State, Hold? Hold, TicketReference? Ticket, MailPlan? Opens, MailAnswer? Answer, DateTimeOffset DecidedAt, IReadOnlyList<TraceStep> Trace)
{
    /// <summary>Whether it is proven that the sender is who the From line names; <see cref="Proof"/> says by what.</summary>
    public bool IsProven { get; init; }

    /// <summary>Of its row, as it was read or written; null before it is kept.</summary>
    [JsonIgnore]
    public string? Version { get; init; }

    /// <summary>Null unless it is held.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MailTrail? Trail { get; init; }
}

/// <summary>What a held mail needs beside its text to be taken in later, when the mailbox may no longer have it.</summary>
/// <param name="References">Ids of mails before it.</param>
/// <param name="Tagged">Address with a tag of ours that it was sent to; null for most.</param>
internal sealed record MailTrail(ProofState Proof, MailAddress? Sender, IReadOnlyList<string> References, string? Tagged)
{
    /// <summary>What mails say that were attached to it, by the place of the attachment; null when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<int, string>? Attached { get; init; }
}

/// <summary>What a mail opens a ticket with.</summary>
/// <param name="Facts">For routing, by name.</param>
/// <param name="Articles">That may help.</param>
internal sealed record MailPlan(
    string Kind, Requester Requester, IReadOnlyDictionary<string, IReadOnlyList<string>> Facts, IReadOnlyList<TicketLine> Articles, IReadOnlyList<TicketLink> Linked);

/// <summary>Whether and how a mail is answered.</summary>
/// <param name="HeldBackBy">Why it gets none; null when it gets one.</param>
/// <param name="Language">Of the template, such as de.</param>
/// <param name="IsPassword">It asks for a new password, and gets the same text whoever asks.</param>
/// <param name="Known">The ticket of an open problem that it seems to be about; null for most.</param>
internal sealed record MailAnswer(string? HeldBackBy, string Language, bool IsPassword, string? Known)
{
    /// <summary>Whether the sender is proven: what he wrote may be said to him.</summary>
    public bool IsProven { get; init; }

    /// <summary>Whether it goes to somebody of the organisation: what we know may be said to him.</summary>
    public bool IsInside { get; init; }
}

/// <summary>A mail in a list.</summary>
internal sealed record MailSummary(string Key, DateTimeOffset ReceivedAt, string? From, string Subject, MailState State, string? Ticket, string? Reason);
