namespace Automation.Mail;

/// <summary>
/// The support mailbox. Every member throws <see cref="Automation.Flow.DependencyUnavailableException"/> for what may pass
/// (throttling, outage, a lost network) and <see cref="MailboxRefusedException"/> for what will not without a person's doing.
/// </summary>
internal interface IMailbox
{
    /// <summary>The whole message with its list of attachments, of which the first few mails are read too; null when it is gone.</summary>
    Task<MailMessage?> ReadAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Of a message that can't be read whole only what stands on its outside: ids, subject, sender, time of arrival and address
    /// of the original; everything else is empty. Null when it is gone.
    /// </summary>
    Task<MailMessage?> ReadEnvelopeAsync(string id, CancellationToken cancellationToken);

    /// <summary>Ids of messages that came or changed since the page that the link continues.</summary>
    /// <param name="link">From the page before; null to begin with what the inbox holds.</param>
    /// <param name="since">For a beginning: messages received before are left out.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when the link has expired: begin again.</returns>
    Task<MailboxChanges?> ChangesAsync(string? link, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The draft or sent mail that carries the effect's key; null when there is none.</summary>
    Task<OutgoingMailState?> FindAsync(string effectKey, CancellationToken cancellationToken);

    /// <summary>Makes a draft, as an answer in the conversation of a message when that is named and still there.</summary>
    Task<OutgoingMailState> DraftAsync(OutgoingMail mail, CancellationToken cancellationToken);

    /// <summary>Sends a draft; one that was sent before is not sent again. False when there is none of this id.</summary>
    Task<bool> SendAsync(string draftId, CancellationToken cancellationToken);

    /// <summary>Deletes a draft, or a message of ours, for good; nothing happens when it is gone.</summary>
    Task DiscardAsync(string id, CancellationToken cancellationToken);

    /// <summary>Sends a mail at once and keeps no copy. When its answer is lost nobody can tell whether it was sent: for what may be.</summary>
    Task SendUnkeptAsync(OutgoingMail mail, CancellationToken cancellationToken);

    /// <summary>The subscriptions to this mailbox that lead to the address.</summary>
    Task<IReadOnlyList<MailSubscription>> ListSubscriptionsAsync(Uri notificationUrl, CancellationToken cancellationToken);

    /// <summary>Asks to be told of new mail at the address; the mail system asks the address for its consent while this runs.</summary>
    Task<MailSubscription> SubscribeAsync(Uri notificationUrl, Uri lifecycleUrl, string clientState, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Null when the subscription is gone.</summary>
    Task<MailSubscription?> RenewAsync(string subscriptionId, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Answers a demand for new consent; false when the subscription is gone.</summary>
    Task<bool> ReauthorizeAsync(string subscriptionId, CancellationToken cancellationToken);

    Task UnsubscribeAsync(string subscriptionId, CancellationToken cancellationToken);

    /// <summary>Null when the mailbox answers, else the reason why it can't be used, without secrets.</summary>
    Task<string?> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>A page of changes.</summary>
/// <param name="Messages">Ids of messages that are there.</param>
/// <param name="Gone">Ids of messages that were deleted or moved away; the mailbox does not say which. One that was moved is still read by its id.</param>
/// <param name="Link">Continues from here.</param>
/// <param name="HasMore">Whether there is more at once.</param>
internal sealed record MailboxChanges(IReadOnlyList<string> Messages, IReadOnlyList<string> Gone, string Link, bool HasMore);

/// <summary>A mail that we write.</summary>
/// <param name="EffectKey">Goes with the mail, so that a repetition finds it.</param>
/// <param name="AnswerTo">Id of the message that it answers; null for a mail of its own.</param>
/// <param name="ReplyTo">Address to which answers go; null for the mailbox.</param>
/// <param name="Headers">Our own, whose names begin with X-; at most four, since the key goes in one too.</param>
internal sealed record OutgoingMail(
    string EffectKey, string? AnswerTo, string Subject, string Html, IReadOnlyList<MailAddress> To, MailAddress? ReplyTo, IReadOnlyList<MailHeader> Headers);

/// <param name="IsSent">False for a draft that waits.</param>
/// <param name="InternetMessageId">Answers to it name this id.</param>
internal sealed record OutgoingMailState(string Id, bool IsSent, string? InternetMessageId);

/// <param name="ExpiresAt">When the mail system forgets it.</param>
internal sealed record MailSubscription(string Id, Uri NotificationUrl, DateTimeOffset ExpiresAt);

/// <summary>The mailbox refuses what was asked, and will again until a person does something about it.</summary>
/// <param name="message">What to do about it, without secrets.</param>
/// <param name="isFinal">The request itself is refused (an address, a size), so that it is not to be repeated; otherwise it is a permission or a setting, and waits.</param>
internal sealed class MailboxRefusedException(string message, bool isFinal = false, Exception? inner = null) : Exception(message, inner)
{
    public bool IsFinal { get; } = isFinal;
}
