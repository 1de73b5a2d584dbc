using Automation.Tickets;

namespace Automation.Mail;

/// <summary>Keeps every mail that was read, by its identity, and what leads from a mail to its ticket.</summary>
internal interface IMailLog
{
    /// <summary>How the names of memos begin that are of no use after a while: addresses that sent back, alarms of the canary.</summary>
    static readonly IReadOnlyList<string> Passing = ["bounced/", "alarm/"];

    Task<MailRecord?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>By the mailbox's id of a message, whatever has become of its content since; null when that was never taken in.</summary>
    Task<MailRecord?> FindByMessageAsync(string messageId, CancellationToken cancellationToken);

    /// <summary>Makes a message that mail for good.</summary>
    /// <param name="messageId">Id in the mailbox.</param>
    /// <param name="key">Of the mail.</param>
    /// <param name="receivedAt">Until when the claim is kept depends on it.</param>
    /// <param name="insteadOf">A key that gives way to this one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The key that stands: this one, or that of an earlier claim.</returns>
    Task<string> ClaimAsync(string messageId, string key, DateTimeOffset receivedAt, string insteadOf, CancellationToken cancellationToken);

    /// <summary>Adds a decided mail and lists it; the one that stands when another was quicker.</summary>
    Task<MailRecord> AddAsync(MailRecord record, CancellationToken cancellationToken);

    /// <summary>Writes what became of it, and lists it so.</summary>
    /// <returns>With its new version; null when another wrote since it was read, whose word holds.</returns>
    Task<MailRecord?> SaveAsync(MailRecord record, CancellationToken cancellationToken);

    /// <summary>Lists a mail that is not listed; what the list says of it stays. Safe to repeat.</summary>
    Task EnsureListedAsync(MailRecord record, CancellationToken cancellationToken);

    /// <summary>Lists a mail as it is, whatever the list says of it.</summary>
    Task RelistAsync(MailRecord record, CancellationToken cancellationToken);

    /// <summary>Forgets a mail that turned out to be another; what another wrote since it was read stays. Safe to repeat.</summary>
    Task RemoveAsync(MailRecord record, CancellationToken cancellationToken);

    /// <summary>Newest first; <paramref name="after"/> is the key of the last one seen, or null.</summary>
    Task<IReadOnlyList<MailSummary>> ListAsync(MailState? state, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Mails that are listed as decided and not carried out, newest first.</summary>
    /// <param name="receivedFrom">Days before it are not looked at.</param>
    /// <param name="decidedFrom">UTC.</param>
    /// <param name="decidedBefore">UTC.</param>
    /// <param name="after">The last one of an earlier list; null to begin.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<MailPlace>> ListUndoneAsync(DateTimeOffset receivedFrom, DateTimeOffset decidedFrom, DateTimeOffset decidedBefore, MailPlace? after, int limit, CancellationToken cancellationToken);

    /// <summary>The tickets that the signs lead to, by sign; those that lead nowhere are left out.</summary>
    Task<IReadOnlyDictionary<string, ThreadEnd>> FindThreadsAsync(IReadOnlyCollection<string> signs, CancellationToken cancellationToken);

    /// <summary>Lets signs lead to a ticket from now on; what leads somewhere already stays. Safe to repeat.</summary>
    /// <param name="ends">By sign.</param>
    /// <param name="overUnproven">Whether they take the place of what only an unproven sender let lead elsewhere.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task AddThreadsAsync(IReadOnlyDictionary<string, ThreadEnd> ends, bool overUnproven, CancellationToken cancellationToken);

    /// <summary>Lets a sign lead to a ticket that is about to be opened. Of several who do so at once one does; safe to repeat.</summary>
    /// <param name="sign">That mails share.</param>
    /// <param name="end">Where it is to lead.</param>
    /// <param name="overUnproven">Whether it takes the place of what only an unproven sender let lead elsewhere.</param>
    /// <param name="insteadOf">Number of a ticket that gives way; null when none does.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Where the sign leads: there, or where another let it lead before.</returns>
    Task<ThreadEnd> ClaimThreadAsync(string sign, ThreadEnd end, bool overUnproven, string? insteadOf, CancellationToken cancellationToken);

    /// <summary>Notes one more event under a name, once for each id, and counts those of the hour before it and up to <paramref name="until"/>, itself included.</summary>
    /// <param name="name">Under which it counts.</param>
    /// <param name="id">Of the event.</param>
    /// <param name="at">When it happened; those of the same instant count too.</param>
    /// <param name="until">The same instant when one clock gives all times; later when clocks differ.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<int> CountAsync(string name, string id, DateTimeOffset at, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Null when nothing is remembered under the name.</summary>
    Task<MailMemo?> RecallAsync(string name, CancellationToken cancellationToken);

    /// <summary>False when another wrote since it was recalled.</summary>
    Task<bool> RememberAsync(string name, string value, DateTimeOffset at, string? version, CancellationToken cancellationToken);

    /// <summary>Deletes mails received before the instant, a bounded number; returns how many. Safe to repeat.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Deletes what was counted before the instant; returns how many. Safe to repeat.</summary>
    Task<int> PurgeCountsAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Deletes <see cref="Passing"/> memos from before the instant; returns how many. Safe to repeat.</summary>
    Task<int> PurgeMemosAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Deletes signs that were added before the instant; returns how many. Safe to repeat.</summary>
    Task<int> PurgeThreadsAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>A mail in the order of lists.</summary>
internal sealed record MailPlace(string Key, DateTimeOffset ReceivedAt);

/// <summary>Where a sign leads.</summary>
/// <param name="IsOurs">The sign is the id of a mail that we sent.</param>
internal sealed record ThreadEnd(string Number, bool IsOurs)
{
    /// <summary>Whether a proven sender's mail left the sign; anybody can write any id into his own mail.</summary>
    public bool IsProven { get; init; }

    /// <summary>When it was claimed for a ticket that was about to be opened; null when the ticket was there before.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }
}

/// <summary>Something remembered between runs: the link of the reconciliation, the subscription, the last canary.</summary>
internal sealed record MailMemo(string Value, DateTimeOffset At, string Version);
