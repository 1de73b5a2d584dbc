using System.Text.Json;
using Automation.Flow;

namespace Automation.Hosting;

/// <summary>
/// Maps queue and timer functions to the addresses that the host posts invocations to: <c>/FunctionName</c>. A completed
/// invocation is answered with the smallest reply that the host takes, <c>{}</c>; an empty one would hang it. Anything
/// else than 2xx makes it deliver again.
/// </summary>
internal static class InvocationEndpoints
{
    /// <param name="binding">Name of the trigger binding in the function's manifest.</param>
    /// <param name="many">Whether the manifest says <c>cardinality: many</c>.</param>
    public static void MapQueueFunction(
        this IEndpointRouteBuilder endpoints, string function, string queue, string binding, bool many,
        Func<IReadOnlyList<string>, IServiceProvider, CancellationToken, Task> run)
    {
        endpoints.MapPost("/" + function, (RequestDelegate)(context => InvokeAsync(context, function, async envelope =>
        {
            var (work, probes) = (new List<string>(), new List<QueueProbe>());
            foreach (var message in InvocationData.Messages(envelope, binding, many))
            {
                if (ProbeMessage.TryRead(queue, message, out var probe)) probes.Add(probe!);
                else work.Add(message);
            }

            if (work.Count > 0) await run(work, context.RequestServices, context.RequestAborted);
            await SeenAsync(context, probes);
        })));
    }

    /// <summary>A probe that can't be ticked off must not make work come again: the next one ticks it off too.</summary>
    private static async Task SeenAsync(HttpContext context, List<QueueProbe> probes)
    {
        try
        {
            foreach (var probe in probes) await context.RequestServices.GetRequiredService<IProbeLog>().SeenAsync(probe, context.RequestAborted);
        }
        catch (DependencyUnavailableException e)
        {
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Probes").LogWarning("A probe was seen and could not be ticked off: {Reason}", e.Message);
        }
    }

    public static void MapTimerFunction(this IEndpointRouteBuilder endpoints, string function, Func<IServiceProvider, CancellationToken, Task> run) =>
        endpoints.MapPost("/" + function, (RequestDelegate)(context => InvokeAsync(context, function, _ => run(context.RequestServices, context.RequestAborted))));

    private static async Task InvokeAsync(HttpContext context, string function, Func<JsonElement, Task> run)
    {
        var invocation = context.Request.Headers["X-Azure-Functions-InvocationId"].ToString();
        try
        {
            using var envelope = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            await run(envelope.RootElement);
            await WriteAsync(context, StatusCodes.Status200OK, "{}");
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The host redelivers on any failure; this is the one place where an invocation's failure is logged.
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(function)
                .LogError(e, "{Function} failed, invocation {Invocation}; the host will deliver again", function, invocation);
            if (!context.Response.HasStarted) await WriteAsync(context, StatusCodes.Status500InternalServerError, "{\"error\":\"failed; see the log\"}");
        }
    }

    private static Task WriteAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }
}
