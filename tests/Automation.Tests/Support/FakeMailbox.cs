using System.Collections.Concurrent;
using Automation.Mail;

namespace Automation.Tests.Support;

/// <summary>A mailbox that holds what a test puts into it and remembers what was sent; it can fail before or after each step.</summary>
internal sealed class FakeMailbox : IMailbox
{
    private readonly string unique = SomeMail.Unique();

    private int drafts;

    public ConcurrentDictionary<string, MailMessage> Messages { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, (OutgoingMail Mail, bool IsSent)> Outgoing { get; } = new(StringComparer.Ordinal);

    public IEnumerable<OutgoingMail> Sent => Outgoing.Values.Where(o => o.IsSent).Select(o => o.Mail);

    /// <summary>Called with draft, drafted, send, sent; may throw.</summary>
    public Action<string> Step { get; set; } = static _ => { };

    public Queue<MailboxChanges?> Changes { get; } = new();

    public List<MailSubscription> Subscriptions { get; } = [];

    public string Put(MailMessage mail)
    {
        Messages[mail.Id] = mail;
        return mail.Id;
    }

    public Task<MailMessage?> ReadAsync(string id, CancellationToken cancellationToken) => Task.FromResult(Messages.GetValueOrDefault(id));

    public Task<MailboxChanges?> ChangesAsync(string? link, DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult(Changes.Count > 0 ? Changes.Dequeue() : new MailboxChanges([], 0, link ?? "end", false));

    public Task<OutgoingMailState?> FindAsync(string effectKey, CancellationToken cancellationToken) =>
        Task.FromResult(Outgoing.Where(o => o.Value.Mail.EffectKey == effectKey).Select(o => State(o.Key, o.Value.IsSent)).FirstOrDefault());

    public Task<OutgoingMailState> DraftAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        Step("draft");
        var id = $"draft-{Interlocked.Increment(ref drafts)}";
        Outgoing[id] = (mail, false);
        Step("drafted");
        return Task.FromResult(State(id, false));
    }

    public Task SendAsync(string draftId, CancellationToken cancellationToken)
    {
        Step("send");
        Outgoing[draftId] = (Outgoing[draftId].Mail, true);
        Step("sent");
        return Task.CompletedTask;
    }

    public Task MoveAsync(string id, string folder, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<MailSubscription>> ListSubscriptionsAsync(Uri notificationUrl, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<MailSubscription>>([.. Subscriptions]);

    public Task<MailSubscription> SubscribeAsync(Uri notificationUrl, Uri lifecycleUrl, string clientState, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var made = new MailSubscription($"s{Subscriptions.Count + 1}", notificationUrl, until);
        Subscriptions.Add(made);
        return Task.FromResult(made);
    }

    public Task<MailSubscription?> RenewAsync(string subscriptionId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var at = Subscriptions.FindIndex(s => s.Id == subscriptionId);
        if (at < 0) return Task.FromResult<MailSubscription?>(null);
        return Task.FromResult<MailSubscription?>(Subscriptions[at] = Subscriptions[at] with { ExpiresAt = until });
    }

    public Task<bool> ReauthorizeAsync(string subscriptionId, CancellationToken cancellationToken) => Task.FromResult(Subscriptions.Exists(s => s.Id == subscriptionId));

    public Task UnsubscribeAsync(string subscriptionId, CancellationToken cancellationToken)
    {
        Subscriptions.RemoveAll(s => s.Id == subscriptionId);
        return Task.CompletedTask;
    }

    public Task<string?> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>The Message-ID of the first, second, ... mail that was drafted.</summary>
    public string MessageId(int number) => $"<draft-{number}.{unique}@contoso.example>";

    private OutgoingMailState State(string id, bool isSent) => new(id, isSent, MessageId(int.Parse(id.AsSpan(6), System.Globalization.CultureInfo.InvariantCulture)));
}
