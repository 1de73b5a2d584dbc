using Automation.Flow;
using Automation.Mail;

namespace Automation.Pages;

/// <summary>
/// Looks at storage, every queue and the mailbox, each for two seconds at most. The answer is kept for some seconds, so that anonymous
/// callers can't turn the health page into load.
/// </summary>
internal sealed class HealthCheck(IProbeLog probes, IQueue queue, MailboxHealth mail, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan ProbePeriod = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim gate = new(1, 1);
    private HealthView? last;

    public async Task<HealthView> RunAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (last is null || clock.GetUtcNow() - last.CheckedAt > KeptFor) last = await LookAsync(cancellationToken);
            return last;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<HealthView> LookAsync(CancellationToken cancellationToken)
    {
        var mailbox = MailboxAsync(cancellationToken);
        var looks = await Task.WhenAll(QueueNames.All.Select(name => LookAsync(name, cancellationToken)));
        var now = clock.GetUtcNow();
        List<QueueView> queues = [.. looks.Select(l => l.View)];
        var late = queues.Exists(q => q.LastProbeAt is { } sent && now - sent > ProbePeriod * 3);
        var (storage, reachable) = (Together(looks.Select(l => l.Storage)), Together(queues.Select(q => new DependencyView(q.Reachable, q.Problem is null ? null : $"{q.Name}: {q.Problem}"))));
        var waited = queues.Exists(q => q.OldestWaitingSeconds is null) ? null : queues.Max(q => q.OldestWaitingSeconds);
        return new HealthView(storage.Reachable && reachable.Reachable, now, null, storage, reachable, queues, waited, queues.Min(q => q.LastProbeAt), late) { Mailbox = await mailbox };
    }

    /// <summary>Does not make the app unready: another instance would find mail no sooner.</summary>
    private async Task<MailboxView?> MailboxAsync(CancellationToken cancellationToken)
    {
        MailboxView? view = null;
        var look = await LimitAsync(async ct =>
        {
            view = await mail.LookAsync(ct);
            return null;
        }, cancellationToken);
        return look.Problem is { } problem ? MailboxView.Unknown(problem) : view;
    }

    /// <summary>One queue, and storage as its probes show it.</summary>
    private async Task<(DependencyView Storage, QueueView View)> LookAsync(string name, CancellationToken cancellationToken)
    {
        ProbeStatus? status = null;
        var storage = LimitAsync(async ct =>
        {
            status = await probes.StatusAsync(name, ct);
            return null;
        }, cancellationToken);
        var waiting = LimitAsync(ct => queue.CheckAsync(name, ct), cancellationToken);
        var (storageView, queueView) = (await storage, await waiting);
        var age = status is null ? (double?)null : status.OldestWaiting is { } oldest ? Math.Max(0, (clock.GetUtcNow() - oldest).TotalSeconds) : 0;
        return (storageView, new QueueView(name, queueView.Reachable, queueView.Problem, age, status?.LastSentAt));
    }

    private static DependencyView Together(IEnumerable<DependencyView> parts)
    {
        var problems = parts.Select(p => p.Problem).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return new DependencyView(problems.Count == 0, problems.Count == 0 ? null : string.Join("; ", problems));
    }

    private async Task<DependencyView> LimitAsync(Func<CancellationToken, Task<string?>> look, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var problem = await look(both.Token);
            return new DependencyView(problem is null, problem);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new DependencyView(false, $"no answer within {TimeLimit.TotalSeconds:0} s");
        }
        catch (DependencyUnavailableException e)
        {
            return new DependencyView(false, e.Message);
        }
    }
}
