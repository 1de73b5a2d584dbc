using Automation;
using Automation.Alerts;
using Automation.Changes;
using Automation.Edges;
using Automation.Hosting;
using Automation.Hosts;
using Automation.Pages;
using Automation.Tickets;
using Automation.Upkeep;

var builder = WebApplication.CreateSlimBuilder(args);
if (!FunctionAppSettings.TryRead(builder.Configuration, out var settings, out var problem))
{
    Console.Error.WriteLine(problem);
    return 1;
}

builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
builder.Logging.ClearProviders().AddFilter("Microsoft", LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddEdges(settings.Edges);
builder.Services.AddAlerts(settings.Alerts);
builder.Services.AddTickets(settings.Tickets);
builder.Services.AddHosts(settings.Inventory);
builder.Services.AddChanges(settings.Changes);
builder.Services.AddUpkeep(settings.Upkeep);
builder.Services.AddHealth();

var app = builder.Build();
app.UseFailureAnswers();
app.MapAlerts();
app.MapTickets();
app.MapHosts();
app.MapChanges();
app.MapRejected();
app.MapHealth();
app.MapUpkeep();
await app.RunAsync();
return 0;

/// <summary>Entry point of the function app: the custom handler that the Functions host starts.</summary>
internal sealed partial class Program;
