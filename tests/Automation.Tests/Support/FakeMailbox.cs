using System.Collections.Concurrent;
using Automation.Mail;

namespace Automation.Tests.Support;

/// <summary>A mailbox that holds what a test puts into it and remembers what was sent; it can fail before or after each step.</summary>
internal sealed class FakeMailbox : IMailbox
{
    private readonly string unique = SomeMail.Unique();

    private int drafts;
    private int subscriptions;

    public ConcurrentDictionary<string, MailMessage> Messages { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, (OutgoingMail Mail, bool IsSent)> Outgoing { get; } = new(StringComparer.Ordinal);

    public IEnumerable<OutgoingMail> Sent => Outgoing.Values.Where(o => o.IsSent).Select(o => o.Mail);

    /// <summary>Called with read, draft, drafted, send, sent, discard; may throw.</summary>
    public Action<string> Step { get; set; } = static _ => { };

    /// <summary>What a draft waits for before it is made.</summary>
    public Task Drafting { get; set; } = Task.CompletedTask;

    public Queue<MailboxChanges?> Changes { get; } = new();

    /// <summary>Answers for a link as the mailbox does, however often it is asked; null: what <see cref="Changes"/> holds, each once.</summary>
    public Func<string?, MailboxChanges?>? Delta { get; set; }

    /// <summary>From when the looks through the mailbox were to begin.</summary>
    public List<DateTimeOffset> Looks { get; } = [];

    /// <summary>When mails arrive that are put into it; null: when they say.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>How often each draft was sent.</summary>
    public ConcurrentDictionary<string, int> Sends { get; } = new(StringComparer.Ordinal);

    public List<MailSubscription> Subscriptions { get; } = [];

    /// <summary>What each subscription was made with; the mailbox never says it again.</summary>
    public Dictionary<string, string> ClientStates { get; } = new(StringComparer.Ordinal);

    public string Put(MailMessage mail)
    {
        Messages[mail.Id] = Clock is null ? mail : mail with { ReceivedAt = Clock.GetUtcNow() };
        return mail.Id;
    }

    /// <summary>Messages that the mailbox never finishes to give.</summary>
    public ConcurrentDictionary<string, bool> Hanging { get; } = new(StringComparer.Ordinal);

    public async Task<MailMessage?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        Step("read");
        if (Hanging.ContainsKey(id)) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return Messages.GetValueOrDefault(id);
    }

    public Task<MailMessage?> ReadEnvelopeAsync(string id, CancellationToken cancellationToken) => Task.FromResult(Messages.GetValueOrDefault(id));

    public Task<MailboxChanges?> ChangesAsync(string? link, DateTimeOffset since, CancellationToken cancellationToken)
    {
        Looks.Add(since);
        if (Delta is not null) return Task.FromResult(Delta(link));
        return Task.FromResult(Changes.Count > 0 ? Changes.Dequeue() : new MailboxChanges([], [], link ?? "end", false));
    }

    public Task<OutgoingMailState?> FindAsync(string effectKey, CancellationToken cancellationToken) =>
        Task.FromResult(Outgoing.Where(o => o.Value.Mail.EffectKey == effectKey).Select(o => State(o.Key, o.Value.IsSent)).FirstOrDefault());

    public async Task<OutgoingMailState> DraftAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        Step("draft");
        await Drafting;
        var id = $"draft-{Interlocked.Increment(ref drafts)}";
        Outgoing[id] = (mail, false);
        Step("drafted");
        return State(id, false);
    }

    public Task<bool> SendAsync(string draftId, CancellationToken cancellationToken)
    {
        Step("send");
        if (!Outgoing.TryGetValue(draftId, out var draft)) return Task.FromResult(false);
        Outgoing[draftId] = (draft.Mail, true);
        Sends.AddOrUpdate(draftId, 1, static (_, n) => n + 1);
        Step("sent");
        return Task.FromResult(true);
    }

    public Task DiscardAsync(string id, CancellationToken cancellationToken)
    {
        Step("discard");
        Outgoing.TryRemove(id, out _);
        Messages.TryRemove(id, out _);
        return Task.CompletedTask;
    }

    public async Task SendUnkeptAsync(OutgoingMail mail, CancellationToken cancellationToken) => await SendAsync((await DraftAsync(mail, cancellationToken)).Id, cancellationToken);

    public Task<IReadOnlyList<MailSubscription>> ListSubscriptionsAsync(Uri notificationUrl, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<MailSubscription>>([.. Subscriptions]);

    public Task<MailSubscription> SubscribeAsync(Uri notificationUrl, Uri lifecycleUrl, string clientState, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var made = new MailSubscription($"s{++subscriptions}", notificationUrl, until);
        Subscriptions.Add(made);
        ClientStates[made.Id] = clientState;
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
