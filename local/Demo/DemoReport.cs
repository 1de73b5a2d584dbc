using System.Text.Json.Nodes;
using Automation.Local.Host;

namespace Automation.Local.Demo;

/// <summary>What the demo shows: what was sent, each outcome with a check mark or a cross, a ticket with its trace, what to try next.</summary>
internal sealed class DemoReport(HostOutput output)
{
    private const int LongestLine = 180;
    private const int LongestPart = 90;

    private const string Sample = """{"title": "Backup failed", "host": "db01", "severity": "error"}""";

    public bool IsRight { get; private set; } = true;

    public void Step(string title)
    {
        output.Line();
        output.Line($"  {title}");
    }

    public void Check(bool right, string outcome)
    {
        IsRight &= right;
        output.Line($"    {(right ? "✓" : "✗")} {Cut(outcome)}");
    }

    public void Ticket(DemoAnswer ticket)
    {
        Step($"Ticket {ticket.Text("number")}: {ticket.Text("title")}");
        output.Line($"    {ticket.Text("state")}, priority {ticket.Text("priority")}, team {ticket.Text("team")}, category {ticket.Text("category")}, "
            + $"{ticket.Items("episodes").Count} problems, {ticket.Text("alertCount")} alerts");
        foreach (var entry in ticket.Items("timeline")) output.Line(Cut($"    {Moment(entry)}  {entry["event"],-12} {entry["text"]}"));
        output.Line("    Why:");
        foreach (var entry in ticket.Items("trace")) output.Line($"    {Moment(entry)}  {entry["stage"],-12} {Cut($"{entry["rule"]}", LongestPart)} -> {Cut($"{entry["result"]}", LongestPart)}");
    }

    public void TryNext(DemoClient client, string? ticket, string? host, string? sink, Uri? mailbox)
    {
        var key = $"code={client.Key}";
        output.Line();
        output.Line("  Try next:");
        output.Line($"    curl -s -H \"content-type: application/json\" -d '{Sample}' \"{client.Address}api/alerts/backup-job?{key}\"");
        output.Line($"    curl -s \"{client.Address}api/tickets?state=open&{key}\"");
        if (ticket is not null) output.Line($"    curl -s \"{client.Address}api/tickets/{ticket}?{key}\"");
        if (ticket is not null) output.Line($"    curl -s \"{client.Address}api/notifications?ticket={ticket}&{key}\"");
        if (host is not null) output.Line($"    curl -s \"{client.Address}api/changes?host={host}&{key}\"");
        output.Line($"    curl -s \"{client.Address}api/rejected?{key}\"");
        if (sink is not null) output.Line($"    {sink}   (in a browser: what people were told)");
        if (mailbox is not null) output.Line($"    {mailbox}   (in a browser: the mail and its answer; write another)");
        output.Line("    dotnet run --project local -- queues");
        output.Line();
    }

    private static string Moment(JsonObject entry) =>
        DateTimeOffset.TryParse(entry["at"]?.ToString(), out var at) ? at.ToString("HH:mm:ss") : "        ";

    /// <summary>The whole text stands in the answer of the function.</summary>
    private static string Cut(string text, int longest = LongestLine) => text.Length <= longest ? text : $"{text[..longest].TrimEnd()}...";
}
