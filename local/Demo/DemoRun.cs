using System.Net;
using System.Text.Json.Nodes;
using Automation.Local.Host;

namespace Automation.Local.Demo;

/// <summary>
/// The main job on real input: what is known before, firing, duplicate, a dependent host, resolved, another tool's alert, a broken
/// one, a mail to the support mailbox. Waits for each outcome and says whether it was right.
/// </summary>
/// <param name="sink">Address of the page that shows what people were told; null without one.</param>
/// <param name="mailbox">Null when the app reads no mailbox or one elsewhere.</param>
/// <param name="patience">How long each outcome may take.</param>
internal sealed class DemoRun(DemoClient client, string? sink, DemoMailbox? mailbox, HostOutput output, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly DemoReport report = new(output);
    private readonly DemoPayloads payloads = new(Guid.CreateVersion7(time.GetUtcNow()).ToString("N")[^8..], time.GetUtcNow());

    /// <returns>Whether every outcome was right.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        output.Line("Demo: monitoring webhooks become one ticket that explains itself");
        try
        {
            await PrepareAsync(ct);
            var ticket = await FireAsync(ct);
            await RepeatAsync(ticket, ct);
            await FireDependentAsync(ticket, ct);
            await ResolveAsync(ticket, ct);
            await FireAzureMonitorAsync(ticket, ct);
            await BreakAsync(ct);
            if (mailbox is not null) await WriteMailAsync(mailbox, ct);
            if (ticket is not null) report.Ticket(await client.GetAsync($"api/tickets/{ticket}", ct));
            report.TryNext(client, ticket, payloads.DatabaseHost, sink, mailbox?.PageOf(DemoPayloads.Writer));
        }
        catch (Exception failure) when (failure is HttpRequestException or System.Text.Json.JsonException)
        {
            report.Check(false, $"the demo was cut short: {failure.Message}");
        }

        output.Line(report.IsRight ? "Demo: every outcome was right." : "Demo: some outcomes were wrong, see the crosses above.");
        return report.IsRight;
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        report.Step($"Known before: {payloads.DatabaseHost} carries the service {payloads.Service}, {payloads.WebHost} is behind it, and it was patched");
        var hosts = await client.PutAsync("api/hosts", payloads.Hosts, ct);
        report.Check(hosts.Status == HttpStatusCode.OK && hosts.Number("stored") == 2, $"PUT /api/hosts answered {(int)hosts.Status}, {hosts.Text("stored") ?? "none"} stored");
        var services = await client.PutAsync("api/services", payloads.Services, ct);
        report.Check(services.Status == HttpStatusCode.OK && services.Number("stored") == 1, $"PUT /api/services answered {(int)services.Status}, {services.Text("stored") ?? "none"} stored");
        var change = await client.PostAsync("api/changes/demo", payloads.Change, ct);
        report.Check(change.Status == HttpStatusCode.Accepted && change.Number("accepted") == 1, $"POST /api/changes answered {(int)change.Status}, {change.Text("accepted") ?? "none"} accepted");
    }

    private async Task<string?> FireAsync(CancellationToken ct)
    {
        report.Step("Alertmanager: the disk of the database is almost full");
        var number = await PostAsync(payloads.DiskFiring, ct);
        report.Check(number is not null, $"a ticket was opened: {number ?? "none"}");
        if (number is null) return null;
        var ticket = await client.GetAsync($"api/tickets/{number}", ct);
        report.Check(ticket.Text("priority") == "P1", $"priority {ticket.Text("priority")}, expected P1: {Reason(ticket, "priority", "")}");
        report.Check(ticket.Text("team") is { Length: > 0 }, $"team {ticket.Text("team")}: {Reason(ticket, "routing", "team ")}");
        Shows(ticket, "host", "owner databases");
        Shows(ticket, "service", "owner shop");
        Shows(ticket, "changes", DemoPayloads.ChangeTitle);
        Shows(ticket, "runbook", payloads.Service);
        Shows(ticket, "article", "Disk full");
        await ToldAsync(number, "opened", ct);
        return number;
    }

    private async Task RepeatAsync(string? ticket, CancellationToken ct)
    {
        report.Step("Alertmanager sends the same again");
        var again = await PostAsync(payloads.DiskFiring, ct);
        report.Check(again is not null && again == ticket, $"it joined the ticket that is open: {again ?? "none"}");
        await OneTicketAsync(payloads.DatabaseHost, ct);
    }

    private async Task FireDependentAsync(string? ticket, CancellationToken ct)
    {
        report.Step("Alertmanager: the shop, behind the database, answers slowly");
        var joined = await PostAsync(payloads.LatencyFiring, ct);
        report.Check(joined is not null && joined == ticket, $"it joined the ticket of what it depends on: {joined ?? "none"}");
        if (joined is null) return;
        var whole = await client.GetAsync($"api/tickets/{joined}", ct);
        report.Check(whole.Text("host") == payloads.DatabaseHost && whole.Items("episodes").Count == 2, $"{whole.Items("episodes").Count} problems, led by {whole.Text("host")}: {Reason(whole, "correlation", "")}");
    }

    private async Task ResolveAsync(string? ticket, CancellationToken ct)
    {
        report.Step("Alertmanager says that the disk is well again, then the shop");
        await PostAsync(payloads.DiskResolved, ct);
        if (ticket is null) return;
        var half = await WaitAsync($"api/tickets/{ticket}", answer => answer.Items("episodes").Any(e => e["status"]?.ToString() == "resolved"), ct);
        report.Check(half?.Text("state") == "open", $"ticket {ticket} is {half?.Text("state") ?? "not there"} while one problem lasts, expected open");
        await PostAsync(payloads.LatencyResolved, ct);
        var resolved = await WaitAsync($"api/tickets/{ticket}", answer => answer.Text("state") == "resolved", ct);
        report.Check(resolved?.Text("state") == "resolved", $"ticket {ticket} is {resolved?.Text("state") ?? "not there"}, expected resolved");
        report.Check(resolved?.Number("alertCount") == 5, $"it counts {resolved?.Text("alertCount") ?? "no"} alerts, expected 5");
        await ToldAsync(ticket, "resolved", ct);
    }

    private async Task FireAzureMonitorAsync(string? other, CancellationToken ct)
    {
        report.Step("Azure Monitor sends an alert in the common schema, of a host that nobody knows");
        var ticket = await PostAsync(payloads.AzureMonitor, ct);
        report.Check(ticket is not null && ticket != other, $"a ticket of its own was opened: {ticket ?? "none"}");
        await OneTicketAsync(payloads.VirtualMachine, ct);
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

    private async Task WriteMailAsync(DemoMailbox box, CancellationToken ct)
    {
        report.Step("Elif writes to the support mailbox, in German, that the printer on floor 3 is broken");
        report.Check(await box.WriteAsync(DemoPayloads.Writer, payloads.MailSubject, DemoPayloads.MailText, ct), "the mailbox has her mail");
        var taken = await WaitAsync("api/mails", list => FindMail(list) is { } mail && mail["ticket"] is not null && mail["state"]?.ToString() != "decided", ct);
        var number = taken is null ? null : FindMail(taken)?["ticket"]?.ToString();
        report.Check(number is not null, $"a ticket was opened: {number ?? "none"}");
        if (number is null) return;
        var ticket = await client.GetAsync($"api/tickets/{number}", ct);
        report.Check(ticket.Text("category") == "printing" && ticket.Text("kind") == "incident", $"{ticket.Text("kind")} of category {ticket.Text("category")}, expected an incident of printing");
        report.Check(ticket.Text("priority") == "P3", $"priority {ticket.Text("priority")}, expected P3: {Reason(ticket, "priority", "")}; team {ticket.Text("team")}");
        var answer = await WaitForAsync(() => box.FindAsync(DemoPayloads.Writer, $"{payloads.MailSubject} [#{number}]", ct), ct);
        report.Check(answer?.Contains(number, StringComparison.Ordinal) == true, $"she was answered: {answer?.ReplaceLineEndings(" ") ?? "not at all"}");
    }

    private JsonObject? FindMail(DemoAnswer list) => list.Items("mails").FirstOrDefault(mail => mail["subject"]?.ToString() == payloads.MailSubject);

    private JsonObject? FindBroken(DemoAnswer list) =>
        list.Items("rejected").FirstOrDefault(item => item["body"]?.ToString().Contains(payloads.BrokenMark, StringComparison.Ordinal) == true);

    /// <summary>Sends one alert and waits until it has been recorded.</summary>
    /// <returns>The number of its ticket.</returns>
    private async Task<string?> PostAsync(string body, CancellationToken ct)
    {
        var answer = await client.PostAsync("api/alerts", body, ct);
        var ids = answer.Items("alerts").Select(alert => alert["id"]?.ToString()).OfType<string>().ToList();
        report.Check(
            answer.Status == HttpStatusCode.Accepted && answer.Number("accepted") == 1 && ids.Count == 1,
            $"answered {(int)answer.Status}, {answer.Text("accepted") ?? "none"} accepted");
        return ids.Count == 0 ? null : (await WaitAsync($"api/alerts/{ids[0]}", recorded => recorded.Text("ticket") is not null, ct))?.Text("ticket");
    }

    private void Shows(DemoAnswer ticket, string section, string expected)
    {
        var line = ticket.Section(section);
        var text = line?["text"]?.ToString();
        report.Check(text?.Contains(expected, StringComparison.Ordinal) == true, $"{section}: {text ?? $"nothing, expected {expected}"}{(line?["link"] is { } link ? $" {link}" : "")}");
    }

    private async Task ToldAsync(string ticket, string reason, CancellationToken ct)
    {
        List<JsonObject> Of(DemoAnswer? list) => [.. list?.Items("notifications").Where(n => n["reason"]?.ToString() == reason) ?? []];
        static bool IsTold(JsonObject notice) => notice["outcome"]?.ToString() is "delivered" or "summarised";

        var told = Of(await WaitAsync($"api/notifications?ticket={ticket}", list => Of(list) is { Count: > 0 } all && all.TrueForAll(IsTold), ct));
        report.Check(
            told.Count > 0 && told.TrueForAll(IsTold),
            $"told that it is {reason}: {(told.Count == 0 ? "nobody" : string.Join(", ", told.Select(n => $"{n["channel"]} {n["outcome"]}")))}{(sink is null ? "" : $", see {sink}")}");
    }

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

    /// <returns>The first result, or null when patience ended before there was one.</returns>
    private async Task<string?> WaitForAsync(Func<Task<string?>> find, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            if (await find() is { } found) return found;
            if (time.GetElapsedTime(begun) > patience) return null;
            await Task.Delay(Pause, time, ct);
        }
    }

    /// <summary>The rule of the last step of a stage of the trace whose result begins as given.</summary>
    private static string Reason(DemoAnswer ticket, string stage, string result)
    {
        var step = ticket.Items("trace").LastOrDefault(t => t["stage"]?.ToString() == stage && t["result"]?.ToString().StartsWith(result, StringComparison.Ordinal) == true);
        return step is null ? "the trace does not say why" : stage == "priority" ? $"{step["result"]}" : $"{step["rule"]}";
    }
}
