using System.Text.Json;
using Automation.Alerts;
using Automation.Alerts.Dialects;
using Automation.Flow;
using Automation.Routing;

namespace Automation.Commands;

/// <summary><c>routes test</c>: which way the alerts of payload files would take, and why.</summary>
internal static class TestCommand
{
    public static async Task<int> RunAsync(CommandContext context)
    {
        var (arguments, now) = (context.Arguments, context.Clock.GetUtcNow());
        var rules = CommandContext.Rules(context.Named);
        var options = context.Settings(AlertOptions.Read);
        var dialects = new DialectCatalog();
        var results = new List<TestView>();
        foreach (var file in arguments.Payloads)
        {
            var alerts = PayloadFile.Read(file, arguments.Source, dialects, options, now, out var problems);
            results.AddRange(alerts.Select(a => new TestView(file, AlertSummary.Of(a), DecisionView.Of(rules.Decide(Facts(a, arguments), arguments.At ?? now, [])), null)));
            results.AddRange(problems.Select(p => new TestView(file, null, null, p)));
        }

        if (arguments.Json) await context.Output.WriteLineAsync(JsonSerializer.Serialize(new TestResults(results), CommandJson.Plain.TestResults));
        else foreach (var result in results) await WriteAsync(context.Output, result);
        return results.Any(r => r.Problem is not null) ? CommandLine.Problems : 0;
    }

    /// <summary>Facts of the command line stand for what enrichment would know; they replace what the alert says.</summary>
    private static FactSet Facts(Alert alert, RoutesArguments arguments)
    {
        var facts = new FactSet();
        foreach (var (name, value) in arguments.Facts) facts.Add(name, value);
        var own = AlertFacts.Of(alert);
        foreach (var name in own.Names.Where(n => facts.First(n) is null).ToList())
        {
            foreach (var value in own[name]) facts.Add(name, value);
        }

        return facts;
    }

    private static async Task WriteAsync(TextWriter output, TestView result)
    {
        if (result is not { Alert: { } alert, Decision: { } decision })
        {
            await output.WriteLineAsync($"{result.File}: {result.Problem!.Field}: found {result.Problem.Found}; accepted: {result.Problem.Accepted}");
            return;
        }

        await output.WriteLineAsync($"{result.File}: {alert.Title} ({alert.Dialect}, {alert.Severity}{(alert.Host is null ? "" : $", host {alert.Host}")}{(alert.Service is null ? "" : $", service {alert.Service}")})");
        foreach (var route in decision.Routes)
        {
            await output.WriteLineAsync($"  path      {route.Path}");
            foreach (var line in route.Because) await output.WriteLineAsync($"            {line}");
        }

        await output.WriteLineAsync($"  team      {decision.Team}");
        await output.WriteLineAsync($"  category  {decision.Category}");
        await output.WriteLineAsync($"  priority  {decision.Arithmetic}");
        await output.WriteLineAsync($"  tell      {(decision.Channels.Count == 0 ? "nobody" : $"{string.Join(", ", decision.Channels)} when {string.Join(", ", decision.Notify)}")}");
        foreach (var held in decision.HeldBack) await output.WriteLineAsync($"  held back {held.Text}");
        foreach (var step in decision.Trace) await output.WriteLineAsync($"  trace     {step.Rule}: {step.Result}");
    }
}
