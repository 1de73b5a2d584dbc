using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Automation.Local.Host;

/// <summary>Serves the HTTP functions: route and method, then key, then how many at once, then the forwarding.</summary>
internal sealed class HttpFunctions(FunctionApp functionApp, HostKeys keys, Forwarder forwarder) : IDisposable
{
    private readonly SemaphoreSlim? slots = functionApp.Host.MaxConcurrentRequests is { } most ? new SemaphoreSlim(most) : null;
    private int outstanding;

    public void Map(WebApplication app)
    {
        app.UseRouting();
        // A known route with another method is answered 404 by the Functions host; endpoint routing alone would say 405.
        app.Use((context, next) =>
        {
            if (context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<Served>() is null) context.SetEndpoint(null);
            return next(context);
        });
        var routes = functionApp.With<HttpTrigger>()
            .Select(function => (function.Function, function.Trigger, Pattern: RoutePatternFactory.Parse(RouteTemplate.Join(functionApp.Host.RoutePrefix, function.Trigger.Route))))
            .OrderBy(route => route.Pattern.InboundPrecedence);
        var order = 1;
        foreach (var (function, trigger, pattern) in routes)
        {
            // An order of their own makes overlapping routes unambiguous: the more precise one wins, then the first by name.
            var endpoint = app.Map(pattern, context => ServeAsync(context, function, trigger)).WithOrder(order++).WithMetadata(new Served());
            if (trigger.Methods.Count > 0) endpoint.WithMetadata(new HttpMethodMetadata(trigger.Methods));
        }
    }

    public void Dispose() => slots?.Dispose();

    private async Task ServeAsync(HttpContext context, FunctionManifest function, HttpTrigger trigger)
    {
        if (!keys.Allows(context.Request, trigger.Level))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            if (Interlocked.Increment(ref outstanding) > (functionApp.Host.MaxOutstandingRequests ?? int.MaxValue))
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return;
            }

            if (slots is null) await forwarder.ForwardAsync(context, function);
            else await ForwardInTurnAsync(slots, context, function);
        }
        finally
        {
            Interlocked.Decrement(ref outstanding);
        }
    }

    private async Task ForwardInTurnAsync(SemaphoreSlim turn, HttpContext context, FunctionManifest function)
    {
        await turn.WaitAsync(context.RequestAborted);
        try
        {
            await forwarder.ForwardAsync(context, function);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Marks an endpoint of ours, apart from those that routing makes up.</summary>
    internal sealed class Served;
}
