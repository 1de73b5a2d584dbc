using Automation.Flow;
using Automation.Hosting;

namespace Automation.Upkeep;

/// <summary>Timers by which the layer looks after itself: probes through every queue, and deletion of what is too old.</summary>
internal static class UpkeepFunctions
{
    public static void AddUpkeep(this IServiceCollection services, UpkeepOptions options) => services
        .AddSingleton(options)
        .AddSingleton<TicketPurge>()
        .AddSingleton<EpisodePurge>()
        .AddSingleton<ExpiryRun>();

    public static void MapUpkeep(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapTimerFunction("ProbeQueues", ProbeQueuesAsync);
        endpoints.MapTimerFunction("PurgeExpired", static (services, ct) => services.GetRequiredService<ExpiryRun>().RunAsync(ct));
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
}
