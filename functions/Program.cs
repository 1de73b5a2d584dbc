using Automation;
using Automation.Alerts;
using Automation.Alerts.Enrichment;
using Automation.Changes;
using Automation.Commands;
using Automation.Edges;
using Automation.Edges.Graph;
using Automation.Edges.ResourceGraph;
using Automation.Hosting;
using Automation.Hosts;
using Automation.Knowledge;
using Automation.Mail;
using Automation.Notifications;
using Automation.Pages;
using Automation.Routing;
using Automation.Tickets;
using Automation.Upkeep;

if (CommandLine.IsCommand(args)) return await CommandLine.RunAsync(args, Console.Out, Console.Error, Environment.GetEnvironmentVariable, TimeProvider.System, CancellationToken.None);

var builder = WebApplication.CreateSlimBuilder(args);
if (!FunctionAppSettings.TryRead(builder.Configuration, out var settings, out var problem))
{
    Console.Error.WriteLine(problem);
    return 1;
}

if (settings.Routing.Load(out problem) is not { } rules)
{
    Console.Error.WriteLine(problem);
    return 1;
}

var mailFiles = new MailFiles(settings.Mail, settings.Understanding);
if (settings.Mail.IsOn && mailFiles.Check() is { } mailProblem)
{
    Console.Error.WriteLine(mailProblem);
    return 1;
}

builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
builder.Logging.ClearProviders().AddFilter("Microsoft", LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddEdges(settings.Edges);
builder.Services.AddAlerts(settings.Alerts);
builder.Services.AddTickets();
builder.Services.AddResourceGraph(settings.ResourceGraph);
builder.Services.AddEnrichment(settings.Enrichment);
builder.Services.AddKnowledge(settings.Knowledge);
builder.Services.AddHosts(settings.Inventory);
builder.Services.AddNotifications(settings.Notifications with { CoalesceAbove = rules.Coalesce.Threshold });
builder.Services.AddChanges(settings.Changes);
builder.Services.AddGraph(settings.Graph, settings.Mail.Mailbox);
builder.Services.AddMail(settings.Mail with { KeptFor = TimeSpan.FromDays(settings.Upkeep.MailDays) }, mailFiles);
builder.Services.AddUnderstanding(settings.Understanding, mailFiles);
builder.Services.AddUpkeep(settings.Upkeep);
builder.Services.AddRouting(rules);
builder.Services.AddHealth();

var app = builder.Build();
app.UseFailureAnswers();
app.MapAlerts();
app.MapTickets();
app.MapKnowledge();
app.MapHosts();
app.MapNotifications();
app.MapChanges();
app.MapMail();
app.MapRejected();
app.MapHealth();
app.MapUpkeep();
app.MapRouting();
await app.RunAsync();
return 0;

/// <summary>Entry point of the function app: the custom handler that the Functions host starts.</summary>
internal sealed partial class Program;
