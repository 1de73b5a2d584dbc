using System.Text;
using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Tests.Support;
using static Automation.Tests.App.AlertFlowTests;

namespace Automation.Tests.App;

/// <summary>Alerts that belong together on the real app and real tables: one ticket, with what an engineer would look up.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class CorrelationFlowTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task FiveHundredHostsBehindOneSwitch_MakeOneTicketInWhateverOrder()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var net = Key();
        await PutHostsAsync(app, $"[{string.Join(',', Enumerable.Range(0, 500).Select(i => $$"""{"name":"{{net}}-h{{i}}","dependsOn":["{{net}}-sw"]}""").Append($$"""{"name":"{{net}}-sw"}"""))}]");
        var members = Enumerable.Range(0, 500).Select(i => Alert(app, $"{net}-{i}", $"{net}-h{i}", $"Host {net}-h{i} is unreachable", i % 240)).Append(Alert(app, $"{net}-sw", $"{net}-sw", "Switch down", 100)).ToArray();
        new Random(5).Shuffle(members);
        var messages = new List<string>();
        foreach (var part in members.Chunk(40))
        {
            await app.PostAsync($"[{string.Join(',', part)}]");
            messages.AddRange(app.Take());
        }

        foreach (var part in messages.Concat(messages.Take(3)).Chunk(4)) Assert.Equal(200, await app.DeliverAsync(part));

        var tickets = await TicketsAsync(app, net);
        var ticket = (await app.GetAsync($"/api/tickets/{Text(Assert.Single(tickets), "number")}")).Answer;
        Assert.Equal(501, ticket["episodes"]!.AsArray().Count);
        Assert.Equal(("Switch down", $"{net}-sw", "P2"), (Text(ticket, "title"), Text(ticket, "host"), Text(ticket, "priority")));
        Assert.Contains(ticket["trace"]!.AsArray(), t => Text(t!, "stage") == "correlation" && Text(t!, "rule").StartsWith("dependency:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnAlertThatLinksTwoTickets_MergesThemAndTheNumbersStillLead()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        var first = await app.RecordAsync(Alert(app, $"{key}-1", $"{key}-a", "CPU", 0));
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await app.RecordAsync(Alert(app, $"{key}-2", null, "Slow", 0, service: $"{key}-s"));
        var (_, before) = await app.GetAsync($"/api/alerts/{second}");

        await app.RecordAsync(Alert(app, $"{key}-3", $"{key}-a", "Errors", 60, service: $"{key}-s"));

        var number = Text((await app.GetAsync($"/api/alerts/{first}")).Answer, "ticket");
        Assert.Equal(number, Text((await app.GetAsync($"/api/alerts/{second}")).Answer, "ticket"));
        Assert.Equal(3, (await app.GetAsync($"/api/tickets/{number}")).Answer["episodes"]!.AsArray().Count);
        var (_, merged) = await app.GetAsync($"/api/tickets/{Text(before, "ticket")}");
        Assert.Equal(("merged", number), (Text(merged, "state"), Text(merged, "mergedInto")));
        Assert.Single(await TicketsAsync(app, key));
        await app.RecordAsync($$"""{"title": "Slow", "dedupKey": "{{key}}-2", "status": "resolved", "endedAt": "{{app.Time.GetUtcNow().AddMinutes(5):O}}"}""");
        Assert.Single((await app.GetAsync($"/api/tickets/{number}")).Answer["episodes"]!.AsArray(), e => Text(e!, "status") == "resolved");
    }

    [Fact]
    public async Task ATicket_SaysWhatAnEngineerWouldLookUpFirst()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        await PutHostsAsync(app, $$"""[{"name":"{{key}}-db","environment":"prod","criticality":"critical","owner":"service-desk","services":["{{key}}-orders"]}]""");
        await PutAsync(app, "/api/services", $$"""[{"name":"{{key}}-orders","owner":"shop","criticality":"high","runbook":"https://wiki.example.com/orders"}]""");
        var (changed, _) = await app.PostAsync($$"""{"id":"{{key}}","kind":"deployment","title":"orders 4.2","hosts":["{{key}}-db"],"startedAt":"{{app.Time.GetUtcNow().AddMinutes(-7):O}}","endedAt":"{{app.Time.GetUtcNow().AddMinutes(-7):O}}","status":"succeeded"}""", "/api/changes");
        Assert.Equal(202, changed);

        var id = await app.RecordAsync(Alert(app, key, $"{key}-db", "Disk full on /var: no space left on device", 300));

        var ticket = await TicketOfAsync(app, id);
        Assert.Equal(("high", "P2"), (Text(ticket, "impact"), Text(ticket, "priority")));
        Assert.Equal(("critical", "service-desk", "prod"), (Text(ticket["facts"]!, "host.criticality"), Text(ticket["facts"]!, "host.owner"), Text(ticket["facts"]!, "host.environment")));
        Assert.Contains("7 minutes before", Line(ticket, "changes"), StringComparison.Ordinal);
        Assert.Contains("the first time", Line(ticket, "history"), StringComparison.Ordinal);
        Assert.Contains("disk", Line(ticket, "article"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(ticket["sections"]!.AsArray().Single(s => Text(s!, "name") == "runbook")!["lines"]!.AsArray(), l => Text(l!, "link") == "https://wiki.example.com/orders");
        Assert.Equal(["desk-teams", "desk-webhook"], ticket["told"]!.AsArray().Select(t => Text(t!, "channel")));
        Assert.Equal(2, app.Queue.Notifications.Count);
    }

    [Fact]
    public async Task AnUnknownHost_IsSaidOnTheTicketAndLosesNothing()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();

        var ticket = await TicketOfAsync(app, await app.RecordAsync(Alert(app, key, $"../{key}'/\\\"?#", "odd", 0)));

        Assert.Contains(ticket["missing"]!.AsArray(), m => m!.GetValue<string>().Contains("not in the inventory", StringComparison.Ordinal));
        Assert.Equal("false", Text(ticket["facts"]!, "host.known"));
    }

    [Fact]
    public async Task ACriticalProblemOfTheParent_HoldsBackItsChildrensNotifications()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        await PutHostsAsync(app, $$"""[{"name":"{{key}}-h","dependsOn":["{{key}}-sw"]},{"name":"{{key}}-sw"}]""");
        await app.RecordAsync($$"""{"title":"Switch down","severity":"critical","dedupKey":"{{key}}-sw","host":"{{key}}-sw","startedAt":"{{app.Time.GetUtcNow().AddHours(-2):O}}"}""");
        app.Queue.Notifications.Clear();

        var ticket = await TicketOfAsync(app, await app.RecordAsync(Alert(app, $"{key}-h", $"{key}-h", "No answer", 0)));

        Assert.All(ticket["told"]!.AsArray(), t => Assert.StartsWith("inhibition:", Text(t!, "heldBackBy"), StringComparison.Ordinal));
        Assert.Empty(app.Queue.Notifications);
        Assert.Contains("Switch down", Line(ticket, "related"), StringComparison.Ordinal);

        await app.RecordAsync($$"""{"title":"Switch down","dedupKey":"{{key}}-sw","status":"resolved","endedAt":"{{app.Time.GetUtcNow():O}}"}""");
        app.Queue.Notifications.Clear();
        await SweepAsync(app);
        Assert.Equal(2, Told(app, ticket).Count);
    }

    [Fact]
    public async Task APriorityThatRisesWhileTheParentIsCritical_IsToldWhenThatIsOver()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        await PutHostsAsync(app, $$"""[{"name":"{{key}}-h","dependsOn":["{{key}}-sw"]},{"name":"{{key}}-sw"}]""");
        var child = await app.RecordAsync(Alert(app, $"{key}-h", $"{key}-h", "Slow", 0));
        await app.RecordAsync($$"""{"title":"Switch down","severity":"critical","dedupKey":"{{key}}-sw","host":"{{key}}-sw","startedAt":"{{app.Time.GetUtcNow().AddHours(-2):O}}"}""");
        var before = Text(await TicketOfAsync(app, child), "priority");
        app.Queue.Notifications.Clear();

        await app.RecordAsync($$"""{"title":"No answer","severity":"critical","dedupKey":"{{key}}-h2","host":"{{key}}-h","startedAt":"{{app.Time.GetUtcNow():O}}"}""");

        var ticket = await TicketOfAsync(app, child);
        Assert.True(string.CompareOrdinal(Text(ticket, "priority"), before) < 0);
        Assert.Equal("priority-raised", Text(ticket["told"]!.AsArray()[^1]!, "reason"));
        Assert.StartsWith("inhibition:", Text(ticket["told"]!.AsArray()[^1]!, "heldBackBy"), StringComparison.Ordinal);
        Assert.Empty(app.Queue.Notifications);
        await SweepAsync(app);
        Assert.Empty(Told(app, ticket));

        await app.RecordAsync($$"""{"title":"Switch down","dedupKey":"{{key}}-sw","status":"resolved","endedAt":"{{app.Time.GetUtcNow():O}}"}""");
        app.Queue.Notifications.Clear();
        await SweepAsync(app);
        Assert.Equal([$"{Text(ticket, "number")}/late/raised-{Text(ticket, "priority")}/desk-teams", $"{Text(ticket, "number")}/late/raised-{Text(ticket, "priority")}/desk-webhook"],
            Told(app, ticket));
    }

    [Fact]
    public async Task AnEpisodeWhoseStartMovesBack_IsPlacedAnew()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        app.Time.Advance(TimeSpan.FromHours(1));
        var late = await app.RecordAsync(Alert(app, $"{key}-k", key, "K", 9 * 60));
        var other = await app.RecordAsync(Alert(app, $"{key}-l", key, "L", -9 * 60));
        Assert.NotEqual(Text(await TicketOfAsync(app, late), "number"), Text(await TicketOfAsync(app, other), "number"));

        await app.RecordAsync(Alert(app, $"{key}-k", key, "K", 0));

        Assert.Equal(Text(await TicketOfAsync(app, late), "number"), Text(await TicketOfAsync(app, other), "number"));
    }

    [Fact]
    public async Task AResolve_FindsItsEpisodeWhenRoutingHasChanged()
    {
        using var folder = new TemporaryFolder();
        var key = Key();
        using var before = new TestApp(azurite.ConnectionString);
        var id = await before.RecordAsync(Firing(before, key));
        var number = Text(await TicketOfAsync(before, id), "number");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Routing__File"] = folder.Write("routing.yaml", "route: { name: root, team: others, category: network }\ncorrelation: { window: 1m }"),
            ["Routing__TeamsFile"] = folder.Write("teams.yaml", "teams: [{ name: others }]"),
        };
        using var after = new TestApp(azurite.ConnectionString, settings: settings);

        await after.RecordAsync($$"""{"title": "Disk full", "dedupKey": "{{key}}", "status": "resolved", "endedAt": "{{before.Time.GetUtcNow().AddMinutes(1):O}}"}""");

        var (_, ticket) = await after.GetAsync($"/api/tickets/{number}");
        Assert.Equal(("resolved", "service-desk"), (Text(ticket, "state"), Text(ticket, "team")));
    }

    [Fact]
    public async Task MaintenanceOfAHost_HoldsBackItsNotifications()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        var (status, _) = await app.PostAsync($$"""{"hosts":["{{key}}"],"from":"{{app.Time.GetUtcNow().AddMinutes(-1):O}}","duration":"2h","reason":"new disks","by":"ada"}""", "/api/maintenance");
        Assert.Equal(201, status);

        var ticket = await TicketOfAsync(app, await app.RecordAsync(Firing(app, key, host: key)));

        Assert.NotEmpty(ticket["told"]!.AsArray());
        Assert.All(ticket["told"]!.AsArray(), t => Assert.Contains("new disks", Text(t!, "heldBackBy"), StringComparison.Ordinal));
        Assert.Empty(app.Queue.Notifications);
        await SweepAsync(app);
        Assert.Empty(Told(app, ticket));

        app.Time.Advance(TimeSpan.FromHours(2));
        await SweepAsync(app);
        await SweepAsync(app);

        Assert.Equal([$"{Text(ticket, "number")}/late/opened/desk-teams", $"{Text(ticket, "number")}/late/opened/desk-webhook"],
            Told(app, ticket));
    }

    [Fact]
    public async Task AnOutageThatJoinsATicketOfMaintenance_IsTold()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        await app.PostAsync($$"""{"hosts":["{{key}}-1"],"duration":"4h","reason":"new disks","by":"ada"}""", "/api/maintenance");
        var ticket = await TicketOfAsync(app, await app.RecordAsync(Alert(app, $"{key}-1", $"{key}-1", "No answer", 0, $"{key}-s")));
        Assert.Empty(app.Queue.Notifications);

        var joined = await app.RecordAsync(Alert(app, $"{key}-2", $"{key}-2", "No answer", 60, $"{key}-s"));

        Assert.Equal(Text(ticket, "number"), Text(await TicketOfAsync(app, joined), "number"));
        Assert.Equal([$"{Text(ticket, "number")}/late/opened/desk-teams", $"{Text(ticket, "number")}/late/opened/desk-webhook"],
            Told(app, ticket));
        app.Time.Advance(TimeSpan.FromHours(5));
        await SweepAsync(app);
        Assert.Equal(2, Told(app, ticket).Count);
    }

    [Fact]
    public async Task ACauseThatIsOverOnATicketThatIsNot_HoldsNothingBackAnyMore()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        await PutHostsAsync(app, $$"""[{"name":"{{key}}-h","dependsOn":["{{key}}-sw"]},{"name":"{{key}}-sw"}]""");
        foreach (var (problem, severity) in new[] { ("down", "critical"), ("fan", "warning") })
        {
            await app.RecordAsync($$"""{"title":"{{problem}}","severity":"{{severity}}","dedupKey":"{{key}}-{{problem}}","host":"{{key}}-sw","startedAt":"{{app.Time.GetUtcNow().AddHours(-2):O}}"}""");
        }

        var ticket = await TicketOfAsync(app, await app.RecordAsync(Alert(app, $"{key}-h", $"{key}-h", "No answer", 0)));
        await SweepAsync(app);
        Assert.Empty(Told(app, ticket));

        await app.RecordAsync($$"""{"title":"down","dedupKey":"{{key}}-down","status":"resolved","endedAt":"{{app.Time.GetUtcNow():O}}"}""");
        await SweepAsync(app);

        Assert.Equal([$"{Text(ticket, "number")}/late/opened/desk-teams", $"{Text(ticket, "number")}/late/opened/desk-webhook"], Told(app, ticket));
    }

    /// <summary>Keys of what was told of one ticket; a sweep finds those of other tests too, and may tell again what was told.</summary>
    internal static List<string> Told(TestApp app, JsonNode ticket) =>
        [.. app.Queue.Notifications.Select(n => JsonNode.Parse(n.Body)!["notification"]!["effect"]!.GetValue<string>()).Where(e => e.StartsWith(Text(ticket, "number"), StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    internal static async Task SweepAsync(TestApp app)
    {
        using var answer = await app.Client.PostAsync("/ReleaseHeld", new StringContent("""{"Data":{"timer":{"IsPastDue":false}},"Metadata":{}}""", Encoding.UTF8, "application/json"));
        Assert.Equal(200, (int)answer.StatusCode);
    }

    private static string Alert(TestApp app, string key, string? host, string title, int second, string? service = null) =>
        new JsonObject { ["title"] = title, ["dedupKey"] = key, ["host"] = host, ["service"] = service, ["startedAt"] = UtcTimeConverter.Text(app.Time.GetUtcNow().AddSeconds(second - 300)) }.ToJsonString();

    private static Task PutHostsAsync(TestApp app, string body) => PutAsync(app, "/api/hosts", body);

    private static async Task PutAsync(TestApp app, string path, string body)
    {
        using var answer = await app.Client.PutAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(200, (int)answer.StatusCode);
    }

    private static string Line(JsonNode ticket, string section) => Text(ticket["sections"]!.AsArray().First(s => Text(s!, "name") == section)!["lines"]![0]!, "text");

    internal static async Task<JsonNode> TicketOfAsync(TestApp app, string alertId) =>
        (await app.GetAsync($"/api/tickets/{Text((await app.GetAsync($"/api/alerts/{alertId}")).Answer, "ticket")}")).Answer;

    private static async Task<List<JsonNode>> TicketsAsync(TestApp app, string prefix)
    {
        var (_, list) = await app.GetAsync($"/api/tickets?limit=200&since={app.Time.GetUtcNow().AddHours(-1).UtcDateTime:O}");
        return [.. list["tickets"]!.AsArray().OfType<JsonNode>().Where(t => (t!["host"]?.GetValue<string>() ?? t["service"]?.GetValue<string>() ?? "").StartsWith(prefix, StringComparison.Ordinal))];
    }
}
