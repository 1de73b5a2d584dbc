var builder = WebApplication.CreateSlimBuilder(args);
var app = builder.Build();
app.MapGet("/", () => "ready");
await app.RunAsync();

/// <summary>Entry point of the function app: the custom handler that the Functions host starts.</summary>
internal sealed partial class Program;
