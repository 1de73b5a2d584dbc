using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Automation.Local.Host;

/// <summary>The <c>/admin</c> interface of the Functions host, as far as it is useful here; every call needs the master key.</summary>
/// <param name="run">Runs a function that isn't an HTTP one, with the given input.</param>
internal sealed class AdminEndpoints(FunctionApp functionApp, HostKeys keys, HandlerProcess handler, TimeProvider time, Func<FunctionManifest, string, Task> run)
{
    private readonly long started = time.GetTimestamp();

    public void Map(WebApplication app)
    {
        Map(app, "GET", "/admin/functions", context =>
            context.Response.WriteAsJsonAsync(new JsonArray([.. functionApp.Functions.Select(function => (JsonNode)Describe(function, context))])));
        Map(app, "GET", "/admin/functions/{name}", WithFunction((context, function) => context.Response.WriteAsJsonAsync(Describe(function, context))));
        Map(app, "GET", "/admin/functions/{name}/status", WithFunction((context, _) => context.Response.WriteAsJsonAsync(new JsonObject())));
        Map(app, "POST", "/admin/functions/{name}", WithFunction(RunAsync));
        Map(app, "GET", "/admin/host/status", StatusAsync);
        Map(app, "POST", "/admin/host/ping", _ => Task.CompletedTask);
        app.MapGet("/", () => "The function app is up and running.").WithOrder(int.MaxValue).WithMetadata(new HttpFunctions.Served());
    }

    private void Map(WebApplication app, string method, string route, RequestDelegate serve) =>
        app.MapMethods(route, [method], async context =>
        {
            if (keys.Allows(context.Request, AuthLevel.Admin)) await serve(context);
            else context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }).WithMetadata(new HttpFunctions.Served());

    private RequestDelegate WithFunction(Func<HttpContext, FunctionManifest, Task> serve) => context =>
    {
        var name = context.Request.RouteValues["name"] as string;
        if (functionApp.Functions.FirstOrDefault(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found)
            return serve(context, found);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    };

    private async Task RunAsync(HttpContext context, FunctionManifest function)
    {
        if (function.Trigger is HttpTrigger)
        {
            await RefuseAsync(context, $"{function.Name} is an HTTP function: call its own address.");
            return;
        }

        if (await ReadInputAsync(context) is not { } input)
        {
            await RefuseAsync(context, "The body must be a JSON object such as {\"input\": \"...\"}.");
            return;
        }

        // As in Azure, the caller learns that the run was taken on, not how it ended.
        _ = run(function, input);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static async Task<string?> ReadInputAsync(HttpContext context)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            if (body.RootElement.ValueKind != JsonValueKind.Object) return null;
            if (!body.RootElement.TryGetProperty("input", out var input) || input.ValueKind == JsonValueKind.Null) return "";
            return input.ValueKind == JsonValueKind.String ? input.GetString() : input.GetRawText();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync(reason);
    }

    private Task StatusAsync(HttpContext context) => context.Response.WriteAsJsonAsync(new JsonObject
    {
        ["id"] = "automation-local",
        ["state"] = handler.Address is null ? "Initialized" : "Running",
        ["version"] = Invoker.HostVersion,
        ["versionDetails"] = $"{Invoker.HostVersion}-local",
        ["processUptime"] = (long)time.GetElapsedTime(started).TotalMilliseconds,
    });

    private JsonObject Describe(FunctionManifest function, HttpContext context)
    {
        var described = new JsonObject
        {
            ["name"] = function.Name,
            ["config"] = JsonNode.Parse(File.ReadAllText(function.File), documentOptions: ManifestJson.Options),
            ["href"] = $"http://{context.Request.Host}/admin/functions/{function.Name}",
            ["language"] = "Custom",
            ["isDisabled"] = false,
            ["isDirect"] = false,
        };
        if (function.Trigger is HttpTrigger http)
            described["invoke_url_template"] = $"http://{context.Request.Host}/{RouteTemplate.Join(functionApp.Host.RoutePrefix, http.Route)}";
        return described;
    }
}
