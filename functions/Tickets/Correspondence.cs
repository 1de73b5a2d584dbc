namespace Automation.Tickets;

/// <summary>What is written on a ticket by mail, oldest first.</summary>
/// <param name="Requester">Who needs something: the sender of the mail that opened the ticket.</param>
/// <param name="TakesPart">Addresses of those who may add to it, in lower case.</param>
/// <param name="Mails">The latest <see cref="MaxMails"/>.</param>
/// <param name="Linked">Other tickets that it has to do with.</param>
/// <param name="LeftOut">Mails that are no longer listed; each is still found by its own address.</param>
internal sealed record Correspondence(
    Requester Requester, IReadOnlyList<string> TakesPart, IReadOnlyList<TicketMail> Mails, IReadOnlyList<TicketLink> Linked, int LeftOut)
{
    public const int MaxMails = 100;

    /// <summary>Mails of unproven senders that one ticket takes: what proven ones wrote must not be pushed out by them.</summary>
    public const int MaxUnproven = 40;

    /// <summary>Mails of unproven senders that came onto it, those left out included.</summary>
    public int Unproven { get; init; }

    public const int MaxTakingPart = 60;
}

/// <summary>A person who asks.</summary>
/// <param name="Address">As the mail says; <paramref name="Proof"/> tells whether that is proven.</param>
/// <param name="Department">From the directory; null for a stranger.</param>
internal sealed record Requester(string Name, string Address, string Proof, string? Department, bool IsVip, string? Language);

/// <summary>One mail on a ticket.</summary>
/// <param name="Id">GET /api/mails/{id} shows it whole, with everything that was folded.</param>
/// <param name="Text">What was new in it, at most <see cref="MaxText"/> characters.</param>
/// <param name="IsCut">Whether the text goes on in the mail.</param>
/// <param name="Proof">Whether the sender is proven, and by what.</param>
/// <param name="Remarks">What has to be known of the reading: encrypted, cut, forwarded by.</param>
internal sealed record TicketMail(
    string Id, DateTimeOffset At, string From, string Subject, string Text, bool IsCut, string Proof, IReadOnlyList<string> Attachments, IReadOnlyList<string> Remarks)
{
    public const int MaxText = 4_000;

    public bool IsProven { get; init; }

    /// <summary>Address of the original, with its attachments; null when the mailbox gives none.</summary>
    public string? Original { get; init; }
}

/// <param name="Why">same problem, answer from somebody else, ...</param>
internal sealed record TicketLink(string Number, string Why);
