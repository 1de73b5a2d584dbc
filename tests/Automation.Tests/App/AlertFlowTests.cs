using System.Text.Json.Nodes;
using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>The main job on the real app and real tables: a webhook becomes a ticket, whatever order the messages come in.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class AlertFlowTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AFiringAlert_OpensOneTicketThatExplainsItself()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();

        var id = await app.RecordAsync(Firing(app, key, severity: "critical", host: "DB01.example.com:9100"));

        var (_, alert) = await app.GetAsync($"/api/alerts/{id}");
        Assert.Equal(("generic", "generic", "firing", "critical"), (Text(alert, "source"), Text(alert, "dialect"), Text(alert, "status"), Text(alert, "severity")));
        Assert.Equal($"generic|{key}", Text(alert, "dedupKey"));
        var (_, ticket) = await app.GetAsync($"/api/tickets/{Text(alert, "ticket")}");
        Assert.Equal(("open", "incident", "P1", "service-desk"), (Text(ticket, "state"), Text(ticket, "kind"), Text(ticket, "priority"), Text(ticket, "team")));
        Assert.Equal("db01.example.com", Text(ticket, "host"));
        Assert.Equal(1, ticket["alertCount"]!.GetValue<int>());
        var episode = Assert.Single(ticket["episodes"]!.AsArray())!;
        Assert.Equal(Text(alert, "episode"), Text(episode, "id"));
        Assert.Equal(("firing", $"generic|{key}"), (Text(episode, "status"), Text(episode, "dedupKey")));
        Assert.Equal(["intake", "episode", "correlation", "enrichment"], ticket["trace"]!.AsArray().Select(t => Text(t!, "stage")).Take(4));
        Assert.Superset(new HashSet<string> { "routing", "priority" }, ticket["trace"]!.AsArray().Select(t => Text(t!, "stage")).ToHashSet(StringComparer.Ordinal));
        Assert.Equal("opened", Text(ticket["timeline"]![0]!, "event"));
        Assert.NotNull(ticket["facts"]);
    }

    [Fact]
    public async Task TheAnswerOfTheContract_HasExactlyItsNames()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var (status, answer) = await app.PostAsync(Firing(app, Key()));
        await app.DeliverAsync(app.Take());
        var (_, alert) = await app.GetAsync($"/api/alerts/{Text(answer["alerts"]![0]!, "id")}");
        var (_, ticket) = await app.GetAsync($"/api/tickets/{Text(alert, "ticket")}");
        var (_, list) = await app.GetAsync("/api/tickets?limit=1");

        Assert.Equal(202, status);
        Assert.Equal(["accepted", "alerts"], Names(answer));
        Assert.Equal(["id", "dedupKey"], Names(answer["alerts"]![0]!));
        Assert.Equal(
            ["id", "source", "dialect", "dedupKey", "status", "severity", "title", "description", "host", "service", "labels", "links", "startedAt", "endedAt", "receivedAt", "episode", "ticket", "trace"],
            Names(alert));
        string[] summary = ["number", "state", "kind", "category", "priority", "team", "title", "host", "service", "source", "openedAt", "updatedAt", "closedAt", "alertCount"];
        Assert.Equal(summary, Names(list["tickets"]![0]!));
        Assert.Equal([.. summary, "impact", "urgency", "mergedInto", "episodes", "unlistedEpisodes", "facts", "sections", "missing", "told", "timeline", "trace"], Names(ticket));
        Assert.Equal(["tickets", "next"], Names(list));
        Assert.Equal(
            ["id", "dedupKey", "source", "host", "service", "severity", "status", "startedAt", "endedAt", "acknowledgedAt", "alertCount"],
            Names(ticket["episodes"]![0]!));
    }

    [Fact]
    public async Task AnAlertThatIsNotProcessedYet_IsNotFound()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var (_, answer) = await app.PostAsync(Firing(app, Key()));

        var (status, _) = await app.GetAsync($"/api/alerts/{Text(answer["alerts"]![0]!, "id")}");

        Assert.Equal(404, status);
    }

    [Fact]
    public async Task FiringDuplicateAndResolve_InEveryOrder_GiveOneResolvedTicket()
    {
        using var app = new TestApp(azurite.ConnectionString);
        foreach (int[] order in new int[][] { [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0] })
        {
            var key = Key();
            var messages = new List<string>();
            await app.PostAsync(Firing(app, key));
            messages.AddRange(app.Take());
            app.Time.Advance(TimeSpan.FromMinutes(1));
            await app.PostAsync(Firing(app, key));
            messages.AddRange(app.Take());
            app.Time.Advance(TimeSpan.FromMinutes(1));
            var (_, last) = await app.PostAsync(Resolved(app, key));
            messages.AddRange(app.Take());

            foreach (var index in order) Assert.Equal(200, await app.DeliverAsync(messages[index], messages[index]));

            var ticket = await OnlyTicketAsync(app, key);
            Assert.Equal(("resolved", 3), (Text(ticket, "state"), ticket["alertCount"]!.GetValue<int>()));
            Assert.NotNull(ticket["closedAt"]);
            Assert.Single(last["alerts"]!.AsArray());
        }
    }

    [Fact]
    public async Task RedeliveryOfEverything_ChangesNothing()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        await app.PostAsync(Firing(app, key));
        var firing = app.Take();
        await app.DeliverAsync(firing);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await app.PostAsync(Resolved(app, key));
        var resolved = app.Take();
        await app.DeliverAsync(resolved);
        var before = await OnlyTicketAsync(app, key);

        for (var i = 0; i < 3; i++) Assert.Equal(200, await app.DeliverAsync([.. resolved, .. firing, .. firing]));

        Assert.Equal(before.ToJsonString(), (await OnlyTicketAsync(app, key)).ToJsonString());
    }

    [Fact]
    public async Task ANewFiringAfterTheResolve_OpensANewTicket()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        var first = await TicketOfAsync(app, await app.RecordAsync(Firing(app, key)));
        app.Time.Advance(TimeSpan.FromMinutes(5));
        await app.RecordAsync(Resolved(app, key));
        app.Time.Advance(TimeSpan.FromMinutes(5));
        var second = await TicketOfAsync(app, await app.RecordAsync(Firing(app, key)));

        Assert.NotEqual(Text(first, "number"), Text(second, "number"));
        Assert.Equal("open", Text(second, "state"));
    }

    [Fact]
    public async Task AResolveOfNothing_OpensNoTicketAndSaysWhy()
    {
        using var app = new TestApp(azurite.ConnectionString);

        var id = await app.RecordAsync(Resolved(app, Key()));

        var (_, alert) = await app.GetAsync($"/api/alerts/{id}");
        Assert.Null(alert["ticket"]);
        Assert.Null(alert["episode"]);
        Assert.Contains(alert["trace"]!.AsArray(), t => Text(t!, "rule").StartsWith("a resolve without a known firing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ManyInvocationsAtOnceForOneProblem_OpenOneTicketAndLoseNoSignal()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        var ids = new List<string>();
        var messages = new List<string>();
        for (var i = 0; i < 24; i++)
        {
            var (_, answer) = await app.PostAsync(Firing(app, key));
            ids.Add(Text(answer["alerts"]![0]!, "id"));
            messages.AddRange(app.Take());
            app.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var statuses = await Task.WhenAll(messages.Chunk(4).Select(chunk => app.DeliverAsync(chunk)));

        Assert.All(statuses, s => Assert.Equal(200, s));
        Assert.Equal(24, (await OnlyTicketAsync(app, key))["alertCount"]!.GetValue<int>());
        foreach (var id in ids) Assert.Equal(200, (await app.GetAsync($"/api/alerts/{id}")).Status);
    }

    [Fact]
    public async Task ThePayload_ComesBackAsItCame()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var body = $$"""{ "title": "odd  spacing ☃", "dedupKey": "{{Key()}}" , "extra": [1, 2.50, null]}""";

        var id = await app.RecordAsync(body);

        Assert.Equal(body, await app.Client.GetStringAsync($"/api/alerts/{id}/raw"));
    }

    [Fact]
    public async Task ALargePayload_ComesBackAsItCame()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var noise = new byte[1_500_000];
        new Random(3).NextBytes(noise);
        var body = $$"""{"title": "large", "dedupKey": "{{Key()}}", "description": "{{Convert.ToBase64String(noise)}}"}""";

        var id = await app.RecordAsync(body);

        Assert.Equal(body, await app.Client.GetStringAsync($"/api/alerts/{id}/raw"));
    }

    [Fact]
    public async Task TwoThousandAlertsInOnePayload_AreAllRecorded()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        var (status, answer) = await app.PostAsync($"[{string.Join(',', Enumerable.Range(0, 2000).Select(i => $$"""{"title":"t","host":"{{key}}-{{i % 40}}","dedupKey":"{{key}}-{{i % 40}}"}"""))}]");

        Assert.Equal((202, 2000), (status, answer["accepted"]!.GetValue<int>()));
        Assert.Equal(200, await app.DeliverAsync(app.Take()));
        var (_, list) = await app.GetAsync($"/api/tickets?since={app.Time.GetUtcNow():O}&limit=200");
        Assert.Equal(40, list["tickets"]!.AsArray().Count(t => Text(t!, "host").StartsWith(key, StringComparison.Ordinal)));
        Assert.All(list["tickets"]!.AsArray(), t => Assert.Equal(50, t!["alertCount"]!.GetValue<int>()));
    }

    internal static string Key() => "k" + Guid.CreateVersion7().ToString("N");

    internal static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    internal static string Firing(TestApp app, string key, string severity = "warning", string? host = null) =>
        $$"""{"title": "Disk full", "dedupKey": "{{key}}", "severity": "{{severity}}", "host": "{{host ?? $"host-{key}"}}", "startedAt": "{{app.Time.GetUtcNow():O}}"}""";

    internal static string Resolved(TestApp app, string key) =>
        $$"""{"title": "Disk full", "dedupKey": "{{key}}", "status": "resolved", "endedAt": "{{app.Time.GetUtcNow():O}}"}""";

    private static async Task<JsonNode> TicketOfAsync(TestApp app, string alertId)
    {
        var (_, alert) = await app.GetAsync($"/api/alerts/{alertId}");
        return (await app.GetAsync($"/api/tickets/{Text(alert, "ticket")}")).Answer;
    }

    internal static async Task<JsonNode> OnlyTicketAsync(TestApp app, string key)
    {
        var (_, list) = await app.GetAsync($"/api/tickets?limit=200&since={app.Time.GetUtcNow().AddHours(-1).UtcDateTime:O}");
        var found = new List<JsonNode>();
        foreach (var summary in list["tickets"]!.AsArray())
        {
            var (_, ticket) = await app.GetAsync($"/api/tickets/{Text(summary!, "number")}");
            if (ticket["episodes"]!.AsArray().Any(e => Text(e!, "dedupKey") == $"generic|{key}")) found.Add(ticket);
        }

        return Assert.Single(found);
    }

    private static IEnumerable<string> Names(JsonNode node) => node.AsObject().Select(p => p.Key);
}
