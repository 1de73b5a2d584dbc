using Automation.Mail;

namespace Automation.Tests.Support;

/// <summary>A mailbox of which each operation may be the one at which the process dies.</summary>
internal sealed class CrashingMailbox(IMailbox inner, CrashPoint point) : IMailbox
{
    public Task<MailMessage?> ReadAsync(string id, CancellationToken cancellationToken) => point.DoAsync("read", () => inner.ReadAsync(id, cancellationToken));

    public Task<MailMessage?> ReadEnvelopeAsync(string id, CancellationToken cancellationToken) => point.DoAsync("envelope", () => inner.ReadEnvelopeAsync(id, cancellationToken));

    public Task<MailboxChanges?> ChangesAsync(string? link, DateTimeOffset since, CancellationToken cancellationToken) => point.DoAsync("changes", () => inner.ChangesAsync(link, since, cancellationToken));

    public Task<OutgoingMailState?> FindAsync(string effectKey, CancellationToken cancellationToken) => point.DoAsync("find", () => inner.FindAsync(effectKey, cancellationToken));

    public Task<OutgoingMailState> DraftAsync(OutgoingMail mail, CancellationToken cancellationToken) => point.DoAsync("draft", () => inner.DraftAsync(mail, cancellationToken));

    public Task<bool> SendAsync(string draftId, CancellationToken cancellationToken) => point.DoAsync("send", () => inner.SendAsync(draftId, cancellationToken));

    public Task DiscardAsync(string id, CancellationToken cancellationToken) => Run("discard", () => inner.DiscardAsync(id, cancellationToken));

    public Task SendUnkeptAsync(OutgoingMail mail, CancellationToken cancellationToken) => Run("send unkept", () => inner.SendUnkeptAsync(mail, cancellationToken));

    public Task<IReadOnlyList<MailSubscription>> ListSubscriptionsAsync(Uri notificationUrl, CancellationToken cancellationToken) => point.DoAsync("subscriptions", () => inner.ListSubscriptionsAsync(notificationUrl, cancellationToken));

    public Task<MailSubscription> SubscribeAsync(Uri notificationUrl, Uri lifecycleUrl, string clientState, DateTimeOffset until, CancellationToken cancellationToken) =>
        point.DoAsync("subscribe", () => inner.SubscribeAsync(notificationUrl, lifecycleUrl, clientState, until, cancellationToken));

    public Task<MailSubscription?> RenewAsync(string subscriptionId, DateTimeOffset until, CancellationToken cancellationToken) => point.DoAsync("renew", () => inner.RenewAsync(subscriptionId, until, cancellationToken));

    public Task<bool> ReauthorizeAsync(string subscriptionId, CancellationToken cancellationToken) => point.DoAsync("reauthorize", () => inner.ReauthorizeAsync(subscriptionId, cancellationToken));

    public Task UnsubscribeAsync(string subscriptionId, CancellationToken cancellationToken) => Run("unsubscribe", () => inner.UnsubscribeAsync(subscriptionId, cancellationToken));

    public Task<string?> CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    private Task Run(string what, Func<Task> operation) => point.DoAsync(what, async () =>
    {
        await operation();
        return true;
    });
}
