using System.Text.Json.Serialization;
using Automation.Alerts;
using Automation.Flow;
using Automation.Routing;

namespace Automation.Commands;

/// <summary>What <c>routes check --json</c> prints.</summary>
internal sealed record CheckView(string File, string Teams, bool Ok, int Routes, int TeamCount, IReadOnlyList<ProblemView> Problems);

internal sealed record ProblemView(string File, int Line, int Column, string What, string Accepted);

/// <summary>What <c>routes show --json</c> prints: a route with what it inherits applied.</summary>
/// <param name="Channels">Null for those of the team.</param>
internal sealed record RouteView(
    string Name, IReadOnlyList<string> Match, bool Continue, string Team, IReadOnlyList<string> TeamFrom, string Category, IReadOnlyList<string> CategoryFrom,
    IReadOnlyList<string>? Channels, IReadOnlyList<string> Notify, IReadOnlyList<string> Mute, IReadOnlyList<RouteView> Routes);

/// <summary>What <c>routes test --json</c> prints.</summary>
internal sealed record TestResults(IReadOnlyList<TestView> Results);

/// <summary>One alert of a payload file with its decision, or a member that intake would refuse.</summary>
internal sealed record TestView(string File, AlertSummary? Alert, DecisionView? Decision, FieldProblem? Problem);

internal sealed record AlertSummary(string Title, string Dialect, string Status, string Severity, string? Host, string? Service, string DedupKey)
{
    public static AlertSummary Of(Alert alert) =>
        new(alert.Title, alert.Dialect, alert.Status.ToString().ToLowerInvariant(), alert.Severity.ToString().ToLowerInvariant(), alert.Host, alert.Service, alert.DedupKey);
}

internal sealed record DecisionView(
    string Team, string Category, string Impact, string Urgency, string Priority, string Arithmetic, IReadOnlyList<string> Channels, IReadOnlyList<string> Notify,
    IReadOnlyList<HeldView> HeldBack, IReadOnlyList<PathView> Routes, IReadOnlyList<TraceStep> Trace)
{
    public static DecisionView Of(RoutingDecision decision) => new(
        decision.Team, decision.Category, decision.Impact, decision.Urgency, decision.Priority, decision.Trace[0].Result, decision.Channels,
        [.. decision.Notify.Order().Select(RoutingNames.Of)], [.. decision.HeldBack.Select(h => new HeldView(h.Kind.ToString().ToLowerInvariant(), h.Text, h.Until, h.Channels))],
        [.. decision.Matched.Select(m => new PathView(m.Path, m.Because, m.Team, m.Channels))], decision.Trace);
}

internal sealed record HeldView(string Kind, string Text, DateTimeOffset? Until, IReadOnlyList<string> Channels);

internal sealed record PathView(string Path, IReadOnlyList<string> Because, string Team, IReadOnlyList<string> Channels);

/// <summary>What <c>routes replay --json</c> prints.</summary>
/// <param name="Alerts">How many were decided.</param>
internal sealed record ReplayView(DateTimeOffset Since, int Alerts, ReplayGroup Moved, ReplayGroup NewlySilent, ReplayGroup NewlyLoud);

/// <param name="First">The oldest of them.</param>
internal sealed record ReplayGroup(int Count, IReadOnlyList<ReplayLine> First);

internal sealed record ReplayLine(string Alert, string? Ticket, DateTimeOffset ReceivedAt, string Title, string? Host, string? Service, IReadOnlyList<string> Changes);

/// <summary>What <c>mail held --json</c> prints, newest first.</summary>
internal sealed record HeldMails(IReadOnlyList<HeldMailView> Mails);

internal sealed record HeldMailView(string Id, DateTimeOffset ReceivedAt, string? From, string Subject, string? Reason);

/// <summary>What <c>mail release --json</c> prints.</summary>
/// <param name="Released">False when it was not held.</param>
/// <param name="Ticket">Where it is already; null for one that is only now released.</param>
internal sealed record ReleasedView(string Id, bool Released, string? Ticket);

/// <summary>Serialises what the commands print.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(CheckView))]
[JsonSerializable(typeof(RouteView))]
[JsonSerializable(typeof(TestResults))]
[JsonSerializable(typeof(ReplayView))]
[JsonSerializable(typeof(HeldMails))]
[JsonSerializable(typeof(ReleasedView))]
internal sealed partial class CommandJson : JsonSerializerContext
{
    public static CommandJson Plain => field ??= new(PlainJson.Of(Default.Options));
}
