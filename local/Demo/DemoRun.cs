using System.Net;
using System.Text.Json.Nodes;
using Automation.Local.Host;

namespace Automation.Local.Demo;

/// <summary>
/// The main job on real input: firing, duplicate, resolved, another tool's alert, a broken one. Waits for each outcome and says
/// whether it was right.
/// </summary>
/// <param name="patience">How long each outcome may take.</param>
internal sealed class DemoRun(DemoClient client, HostOutput output, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly DemoReport report = new(output);
    private readonly DemoPayloads payloads = new(Guid.CreateVersion7(time.GetUtcNow()).ToString("N")[^8..], time.GetUtcNow());

    /// <returns>Whether every outcome was right.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        output.Line("Demo: monitoring webhooks become tickets");
        try
        {
            var tickets = await FireAsync(ct);
            await RepeatAsync(tickets, ct);
            await ResolveAsync(tickets, ct);
            var other = await FireAzureMonitorAsync(ct);
            await BreakAsync(ct);
            string?[] all = [.. tickets, other];
            foreach (var number in all.OfType<string>()) report.Ticket(await client.GetAsync($"api/tickets/{number}", ct));
            report.TryNext(client, all.OfType<string>().FirstOrDefault());
        }
        catch (Exception failure) when (failure is HttpRequestException or System.Text.Json.JsonException)
        {
            report.Check(false, $"the demo was cut short: {failure.Message}");
        }

        output.Line(report.IsRight ? "Demo: every outcome was right." : "Demo: some outcomes were wrong, see the crosses above.");
        return report.IsRight;
    }

    private async Task<string?[]> FireAsync(CancellationToken ct)
    {
        report.Step("Alertmanager sends two firing alerts");
        var ids = await PostAsync(payloads.TwoFiring, 2, ct);
        var tickets = new[] { await TicketOfAsync(ids.ElementAtOrDefault(0), ct), await TicketOfAsync(ids.ElementAtOrDefault(1), ct) };
        report.Check(tickets is [{ } disk, { } latency] && disk != latency, $"two tickets were opened: {Names(tickets)}");
        return tickets;
    }

    private async Task RepeatAsync(string?[] tickets, CancellationToken ct)
    {
        report.Step("Alertmanager sends the same again");
        var ids = await PostAsync(payloads.TwoFiring, 2, ct);
        var again = new[] { await TicketOfAsync(ids.ElementAtOrDefault(0), ct), await TicketOfAsync(ids.ElementAtOrDefault(1), ct) };
        report.Check(again.SequenceEqual(tickets), $"it joined the tickets that are open: {Names(again)}");
        await OneTicketAsync(payloads.DatabaseHost, ct);
        await OneTicketAsync(payloads.WebHost, ct);
    }

    private async Task ResolveAsync(string?[] tickets, CancellationToken ct)
    {
        report.Step("Alertmanager says that one of them is over");
        await PostAsync(payloads.OneResolved, 1, ct);
        var resolved = await WaitAsync($"api/tickets/{tickets[0]}", answer => answer.Text("state") == "resolved", ct);
        report.Check(resolved?.Text("state") == "resolved", $"ticket {tickets[0]} is {resolved?.Text("state") ?? "not there"}, expected resolved");
        var other = await client.GetAsync($"api/tickets/{tickets[1]}", ct);
        report.Check(other.Text("state") == "open", $"ticket {tickets[1]} is {other.Text("state") ?? "not there"}, expected open");
        report.Check(resolved?.Number("alertCount") == 3, $"ticket {tickets[0]} counts {resolved?.Text("alertCount") ?? "no"} alerts, expected 3");
        report.Check(other.Number("alertCount") == 2, $"ticket {tickets[1]} counts {other.Text("alertCount") ?? "no"} alerts, expected 2");
    }

    private async Task<string?> FireAzureMonitorAsync(CancellationToken ct)
    {
        report.Step("Azure Monitor sends an alert in the common schema");
        var ids = await PostAsync(payloads.AzureMonitor, 1, ct);
        var ticket = await TicketOfAsync(ids.ElementAtOrDefault(0), ct);
        report.Check(ticket is not null, $"a ticket was opened: {ticket ?? "none"}");
        await OneTicketAsync(payloads.VirtualMachine, ct);
        return ticket;
    }

    private async Task BreakAsync(CancellationToken ct)
    {
        report.Step("A tool sends JSON that is cut off");
        var answer = await client.PostAsync("api/alerts", payloads.Broken, ct);
        report.Check(
            answer is { Status: HttpStatusCode.BadRequest, MediaType: "application/problem+json" },
            $"answered {(int)answer.Status} {answer.MediaType}: {answer.Text("detail") ?? answer.Text("title")}");
        var kept = await WaitAsync("api/rejected", list => FindBroken(list) is not null, ct);
        var broken = kept is null ? null : FindBroken(kept);
        report.Check(broken is not null, broken is null ? "it isn't among the rejected ones" : $"kept with its reason: {broken["reason"]}");
    }

    private JsonObject? FindBroken(DemoAnswer list) =>
        list.Items("rejected").FirstOrDefault(item => item["body"]?.ToString().Contains(payloads.BrokenMark, StringComparison.Ordinal) == true);

    /// <returns>The ids of the accepted alerts.</returns>
    private async Task<IReadOnlyList<string>> PostAsync(string body, int expected, CancellationToken ct)
    {
        var answer = await client.PostAsync("api/alerts", body, ct);
        var ids = answer.Items("alerts").Select(alert => alert["id"]?.ToString()).OfType<string>().ToList();
        report.Check(
            answer.Status == HttpStatusCode.Accepted && answer.Number("accepted") == expected && ids.Count == expected,
            $"answered {(int)answer.Status}, {answer.Text("accepted") ?? "none"} accepted");
        return ids;
    }

    private async Task<string?> TicketOfAsync(string? alert, CancellationToken ct) =>
        alert is null ? null : (await WaitAsync($"api/alerts/{alert}", answer => answer.Text("ticket") is not null, ct))?.Text("ticket");

    private async Task OneTicketAsync(string host, CancellationToken ct)
    {
        var list = await client.GetAsync($"api/tickets?host={host}", ct);
        report.Check(list.Items("tickets").Count == 1, $"{host} has {list.Items("tickets").Count} ticket, expected 1");
    }

    /// <returns>The first answer that is as wanted, or the last one before patience ended; null where that was no 200.</returns>
    private async Task<DemoAnswer?> WaitAsync(string path, Func<DemoAnswer, bool> isWanted, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var answer = await client.GetAsync(path, ct);
            if (answer.Status == HttpStatusCode.OK && isWanted(answer)) return answer;
            if (time.GetElapsedTime(begun) > patience) return answer.Status == HttpStatusCode.OK ? answer : null;
            await Task.Delay(Pause, time, ct);
        }
    }

    private static string Names(IEnumerable<string?> tickets) => string.Join(", ", tickets.Select(ticket => ticket ?? "none"));
}
