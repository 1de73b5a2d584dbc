using Automation.Alerts.Intake;
using Automation.Changes;
using Automation.Flow;
using Automation.Hosting;
using Automation.Notifications.Coalescing;

namespace Automation.Upkeep;

/// <summary>Timers by which the layer looks after itself: probes through every queue, and deletion of what is too old.</summary>
internal static class UpkeepFunctions
{
    public static void AddUpkeep(this IServiceCollection services, UpkeepOptions options) => services.AddSingleton(options);

    public static void MapUpkeep(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapTimerFunction("ProbeQueues", ProbeQueuesAsync);
        endpoints.MapTimerFunction("PurgeExpired", PurgeExpiredAsync);
    }

    /// <summary>Side by side: a queue that takes nothing keeps no other from its probe.</summary>
    private static Task ProbeQueuesAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        Task.WhenAll(QueueNames.All.Select(queue => ProbeAsync(queue, services, cancellationToken)));

    /// <summary>The log entry comes first: a probe that is lost on its way must be missed.</summary>
    private static async Task ProbeAsync(string queue, IServiceProvider services, CancellationToken cancellationToken)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var probe = new QueueProbe(queue, SortableId.New(now), now);
        await services.GetRequiredService<IProbeLog>().SentAsync(probe, cancellationToken);
        await services.GetRequiredService<IQueue>().SendAsync(probe.Queue, [ProbeMessage.Write(probe)], cancellationToken);
    }

    private static async Task PurgeExpiredAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var (options, now) = (services.GetRequiredService<UpkeepOptions>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var rejected = await services.GetRequiredService<IRejectionLog>().PurgeAsync(now.AddDays(-options.RejectedDays), cancellationToken);
        var payloads = await services.GetRequiredService<IPayloadStore>().PurgeAsync(now.AddDays(-options.PayloadDays), cancellationToken);
        var effects = await services.GetRequiredService<IEffectLog>().PurgeAsync(now.AddDays(-options.EffectDays), cancellationToken);
        await services.GetRequiredService<IDigestStore>().PurgeAsync(now.AddDays(-options.EffectDays), cancellationToken);
        var changes = await services.GetRequiredService<IChangeStore>().PurgeAsync(now.AddDays(-options.ChangeDays), cancellationToken);
        services.GetRequiredService<ILoggerFactory>().CreateLogger("PurgeExpired").LogInformation("Deleted {Rejected} rejections, {Payloads} payloads, {Effects} effects and {Changes} changes", rejected, payloads, effects, changes);
    }
}
