using System.Reflection;
using System.Text.Json.Serialization;
using Automation.Flow;
using Automation.Hosting;
using Automation.Mail;

namespace Automation.Pages;

/// <summary>GET /api/health: whether work can be done, and how long the oldest work has waited.</summary>
internal static class HealthFunctions
{
    public static void AddHealth(this IServiceCollection services) => services.AddSingleton<HealthCheck>();

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", static () => Results.Text("automation"));
        endpoints.MapMethods("/api/health", [HttpMethods.Get, HttpMethods.Head], HealthAsync);
    }

    private static async Task HealthAsync(HttpContext context)
    {
        var host = context.Request.Headers["X-Azure-Functions-HostVersion"].ToString();
        var view = await context.RequestServices.GetRequiredService<HealthCheck>().RunAsync(context.RequestAborted);
        view = view with { Versions = new VersionView(Version, Environment.Version.ToString(), host.Length == 0 ? null : host), Memory = new MemoryView(Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false)) };
        await JsonAnswer.WriteAsync(context, view.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, view, HealthJson.Default.HealthView);
    }

    private static string Version { get; } = typeof(HealthFunctions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}

/// <summary>What GET /api/health answers; 200 when ready, else 503.</summary>
/// <param name="Queue">Whether every queue can be reached.</param>
/// <param name="Queues">Each queue by itself.</param>
/// <param name="OldestWaitingSeconds">Age of the oldest work that waits in any queue, to the minute; 0 when none does, null when it can't be told.</param>
/// <param name="LastProbeAt">Of the queue whose last probe is the oldest; null when none was ever sent.</param>
/// <param name="TimersLate">True when the timer that sends probes has not run for three of its periods.</param>
internal sealed record HealthView(
    bool Ready, DateTimeOffset CheckedAt, VersionView? Versions, DependencyView Storage, DependencyView Queue, IReadOnlyList<QueueView> Queues,
    double? OldestWaitingSeconds, DateTimeOffset? LastProbeAt, bool TimersLate)
{
    public MemoryView? Memory { get; init; }

    /// <summary>Whether mail is still found; null while mail is off.</summary>
    public MailboxView? Mailbox { get; init; }
}

/// <summary>Bytes of this process: what the machine gives it, and what its objects take, dead ones that wait for collection included.</summary>
internal sealed record MemoryView(long WorkingSet, long ManagedHeap);

internal sealed record VersionView(string Automation, string Runtime, string? Host);

/// <param name="OldestWaitingSeconds">Age of the oldest work that waits in it, to the minute; 0 when none does, null when it can't be told.</param>
/// <param name="LastProbeAt">Null when none was ever sent through it.</param>
internal sealed record QueueView(string Name, bool Reachable, string? Problem, double? OldestWaitingSeconds, DateTimeOffset? LastProbeAt);

/// <param name="Problem">Null while it is reachable.</param>
internal sealed record DependencyView(bool Reachable, string? Problem);

/// <summary>Serialises the health answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(HealthView))]
internal sealed partial class HealthJson : JsonSerializerContext;
