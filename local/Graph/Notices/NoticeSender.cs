using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Automation.Local.Graph.Mail;
using Automation.Local.Graph.Mime;
using Automation.Local.Graph.People;
using Automation.Local.Graph.Trouble;

namespace Automation.Local.Graph.Notices;

/// <summary>
/// Tells subscribers what changed, in batches, apart from the call that changed it. Repeats while an address fails, then gives up
/// and says so as a lifecycle event, as Graph does; loses and doubles what it is asked to.
/// </summary>
internal sealed class NoticeSender(SubscriptionBook book, NoticeFaults faults, HttpClient http, TimeProvider time) : IAsyncDisposable
{
    private const int LargestBatch = 50;

    private static readonly TimeSpan[] Repeats = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30)];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<(Uri Address, Subscription To, JsonObject Body)> waiting = Channel.CreateUnbounded<(Uri, Subscription, JsonObject)>();
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<Task, bool> sending = new();
    private Task loop = Task.CompletedTask;
    private long sent;
    private long failed;
    private long slowest;

    public long Sent => Interlocked.Read(ref sent);

    public long Failed => Interlocked.Read(ref failed);

    /// <summary>The longest that an address took to answer; Graph calls one slow that takes more than 3 s.</summary>
    public TimeSpan Slowest => new(Interlocked.Read(ref slowest));

    public void Start() => loop = RunAsync();

    /// <param name="changeType">created, updated or deleted.</param>
    public void Tell(StoredMessage message, string changeType)
    {
        if (message.IsDraft) return;
        foreach (var subscription in book.List().Where(s => s.Owner == message.Owner && (s.Folder is null || s.Folder == message.Folder) && s.Wants(changeType)))
        {
            if (faults.Loses(message.Id, subscription.Id)) continue;
            waiting.Writer.TryWrite((subscription.Address, subscription, Notice(subscription, message, changeType)));
            if (faults.Doubles(message.Id, subscription.Id)) waiting.Writer.TryWrite((subscription.Address, subscription, Notice(subscription, message, changeType)));
        }
    }

    /// <param name="lifecycleEvent">missed, reauthorizationRequired or subscriptionRemoved; the last one removes it.</param>
    /// <returns>Whether the subscription has an address for it.</returns>
    public bool TellLifecycle(Subscription subscription, string lifecycleEvent)
    {
        if (lifecycleEvent == "subscriptionRemoved") book.Remove(subscription.Id);
        if (lifecycleEvent == "reauthorizationRequired") book.Put(subscription.Demanding());
        if (subscription.LifecycleAddress is not { } address) return false;
        waiting.Writer.TryWrite((address, subscription, new JsonObject
        {
            ["subscriptionId"] = subscription.Id,
            ["subscriptionExpirationDateTime"] = MimeReading.Time(subscription.ExpiresAt),
            ["tenantId"] = Organisation.TenantId,
            ["clientState"] = subscription.ClientState,
            ["lifecycleEvent"] = lifecycleEvent,
            ["resource"] = subscription.Resource,
            ["resourceData"] = null,
        }));
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await stop.CancelAsync();
        // What was not told in time is found by delta, as with the real one.
        await Task.WhenAll([loop, .. sending.Keys]).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (await waiting.Reader.WaitToReadAsync(stop.Token))
        {
            if (faults.Delay > TimeSpan.Zero) await Task.Delay(faults.Delay, time, stop.Token);
            var batch = new List<(Uri Address, Subscription To, JsonObject Body)>();
            while (batch.Count < LargestBatch && waiting.Reader.TryRead(out var notice)) batch.Add(notice);
            await Task.WhenAll(batch.GroupBy(n => n.Address).Select(async group =>
            {
                var body = new JsonObject { ["value"] = new JsonArray([.. group.Select(n => (JsonNode)n.Body)]) }.ToJsonString();
                if (await PostAsync(group.Key, body)) Interlocked.Add(ref sent, group.Count());
                else Later(group.Key, body, [.. group.Select(n => n.To).DistinctBy(s => s.Id)]);
            }));
        }
    }

    /// <summary>Repeats without holding up what comes behind.</summary>
    private void Later(Uri address, string body, List<Subscription> subscriptions)
    {
        var repeat = RepeatAsync(address, body, subscriptions);
        sending.TryAdd(repeat, true);
        _ = repeat.ContinueWith(done => sending.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task RepeatAsync(Uri address, string body, List<Subscription> subscriptions)
    {
        foreach (var wait in Repeats)
        {
            await Task.Delay(wait, time, stop.Token);
            if (!await PostAsync(address, body)) continue;
            Interlocked.Increment(ref sent);
            return;
        }

        Interlocked.Increment(ref failed);
        foreach (var subscription in subscriptions.Where(s => s.LifecycleAddress != address)) TellLifecycle(subscription, "missed");
    }

    private async Task<bool> PostAsync(Uri address, string body)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop.Token);
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            var began = time.GetTimestamp();
            using var response = await http.PostAsync(address, content, either.Token);
            KeepLonger(time.GetElapsedTime(began).Ticks);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && limit.IsCancellationRequested))
        {
            // Repeated by the caller.
            return false;
        }
    }

    private void KeepLonger(long took)
    {
        for (var kept = Interlocked.Read(ref slowest); took > kept; kept = Interlocked.Read(ref slowest)) Interlocked.CompareExchange(ref slowest, took, kept);
    }

    private static JsonObject Notice(Subscription subscription, StoredMessage message, string changeType)
    {
        var id = MailId.Show(message.Id, message.Moves, subscription.HasImmutableIds);
        var resource = $"Users/{message.Owner}/Messages/{id}";
        return new JsonObject
        {
            ["subscriptionId"] = subscription.Id,
            ["subscriptionExpirationDateTime"] = MimeReading.Time(subscription.ExpiresAt),
            ["changeType"] = changeType,
            ["resource"] = resource,
            ["resourceData"] = new JsonObject { ["@odata.type"] = "#Microsoft.Graph.Message", ["@odata.id"] = resource, ["@odata.etag"] = message.Etag, ["id"] = id },
            ["clientState"] = subscription.ClientState,
            ["tenantId"] = Organisation.TenantId,
        };
    }
}
