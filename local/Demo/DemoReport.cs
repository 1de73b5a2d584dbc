using System.Text.Json.Nodes;
using Automation.Local.Host;

namespace Automation.Local.Demo;

/// <summary>What the demo shows: what was sent, each outcome with a check mark or a cross, the tickets with their traces.</summary>
internal sealed class DemoReport(HostOutput output)
{
    public bool IsRight { get; private set; } = true;

    public void Step(string title)
    {
        output.Line();
        output.Line($"  {title}");
    }

    public void Check(bool right, string outcome)
    {
        IsRight &= right;
        output.Line($"    {(right ? "✓" : "✗")} {outcome}");
    }

    public void Ticket(DemoAnswer ticket)
    {
        Step($"Ticket {ticket.Text("number")}: {ticket.Text("title")}");
        output.Line($"    state {ticket.Text("state")}, priority {ticket.Text("priority")}, host {ticket.Text("host")}, "
            + $"service {ticket.Text("service") ?? "-"}, alerts {ticket.Text("alertCount")}");
        foreach (var entry in ticket.Items("timeline")) output.Line($"    {Moment(entry)}  {entry["event"],-18} {entry["text"]}");
        output.Line("    Why:");
        foreach (var entry in ticket.Items("trace")) output.Line($"    {Moment(entry)}  {entry["stage"],-18} {entry["rule"]} -> {entry["result"]}{Facts(entry)}");
    }

    public void TryNext(DemoClient client, string? ticket)
    {
        var key = $"code={client.Key}";
        output.Line();
        output.Line("  Try next:");
        output.Line($"    curl -s \"{client.Address}api/tickets?{key}\"");
        if (ticket is not null) output.Line($"    curl -s \"{client.Address}api/tickets/{ticket}?{key}\"");
        output.Line($"    curl -s -H \"content-type: application/json\" -d '{Sample}' \"{client.Address}api/alerts?{key}\"");
        output.Line($"    curl -s \"{client.Address}api/rejected?{key}\"");
        output.Line($"    curl -s \"{client.Address}api/health?{key}\"");
        output.Line("    dotnet run --project local -- queues");
        output.Line();
    }

    private const string Sample =
        """{"version":"4","groupKey":"{}:{}","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"TryIt","instance":"my-host","severity":"critical"},"startsAt":"2026-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"00000000deadbeef"}]}""";

    private static string Moment(JsonObject entry) =>
        DateTimeOffset.TryParse(entry["at"]?.ToString(), out var at) ? at.ToString("HH:mm:ss") : "        ";

    private static string Facts(JsonObject entry) =>
        entry["facts"] is JsonObject { Count: > 0 } facts ? $"  ({string.Join(", ", facts.Select(fact => $"{fact.Key} {fact.Value}"))})" : "";
}
