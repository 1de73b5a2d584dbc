using Automation.Flow;

namespace Automation.Pages;

/// <summary>
/// Looks at storage and queue, each for two seconds at most. The answer is kept for some seconds, so that anonymous
/// callers can't turn the health page into load.
/// </summary>
internal sealed class HealthCheck(IProbeLog probes, IQueue queue, TimeProvider clock) : IDisposable
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
        ProbeStatus? status = null;
        var storage = LimitAsync(async ct =>
        {
            status = await probes.StatusAsync(QueueNames.Alerts, ct);
            return null;
        }, cancellationToken);
        var waiting = LimitAsync(ct => queue.CheckAsync(QueueNames.Alerts, ct), cancellationToken);
        var (storageView, queueView) = (await storage, await waiting);
        var now = clock.GetUtcNow();
        var age = status is null ? (double?)null : status.OldestWaiting is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0;
        var late = status is { LastSentAt: { } sent } && now - sent > ProbePeriod * 3;
        return new HealthView(storageView.Reachable && queueView.Reachable, now, null, storageView, queueView, age, status?.LastSentAt, late);
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
