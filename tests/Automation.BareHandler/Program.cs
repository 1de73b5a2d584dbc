using System.Text.Json;
using Automation.BareHandler;

// The plainest custom handler there is: the benchmark's baseline. With BARE_FOLDER it becomes a function app's double for tests.
var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("FUNCTIONS_CUSTOMHANDLER_PORT") ?? "0"}");
builder.Logging.ClearProviders();
var folder = Environment.GetEnvironmentVariable("BARE_FOLDER");
if (folder is not null) builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
var app = builder.Build();
app.MapGet("/", () => "ready");
if (folder is null) app.MapPost("/api/alerts", (RequestDelegate)ParseAsync);
else new ScriptedFunctions(folder).Map(app);
await app.RunAsync();

static async Task ParseAsync(HttpContext context)
{
    using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
    context.Response.StatusCode = document.RootElement.ValueKind == JsonValueKind.Object ? StatusCodes.Status202Accepted : StatusCodes.Status400BadRequest;
}
