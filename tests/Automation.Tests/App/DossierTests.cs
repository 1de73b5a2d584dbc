using System.Globalization;
using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Tests.Support;
using static Automation.Tests.App.AlertFlowTests;

namespace Automation.Tests.App;

/// <summary>What each enricher finds stands on the ticket in words, on the real app and real tables.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class DossierTests(AzuriteFixture azurite) : IDisposable
{
    private readonly TestApp app = new(azurite.ConnectionString);
    private readonly string key = Key();

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task WhereAHostIsAndWhomToCall_IsAnsweredAndOnTheTicket()
    {
        await app.StoreAsync("hosts", $$"""{"name": "{{key}}-h", "location": "Oslo, row 4", "os": "Debian 13", "owner": "dba", "onCall": "+47 22 00 00 00"}""");

        var (_, host) = await app.GetAsync($"/api/hosts/{key}-h");
        var ticket = await OpenAsync(key, host: $"{key}-h");

        Assert.Equal(("Oslo, row 4", "Debian 13", "+47 22 00 00 00"), (Text(host, "location"), Text(host, "os"), Text(host, "onCall")));
        var facts = ticket["facts"]!;
        Assert.Equal(("Oslo, row 4", "Debian 13", "+47 22 00 00 00"), (Text(facts, "host.location"), Text(facts, "host.os"), Text(facts, "host.onCall")));
        Assert.Equal([$"{key}-h, Oslo, row 4, Debian 13, owner dba, on call +47 22 00 00 00"], Lines(ticket, "host"));
    }

    [Fact]
    public async Task TheThirdOccurrence_KnowsHowOftenItCameAndWhenLast()
    {
        var tickets = new List<JsonNode>();
        var starts = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            starts.Add(UtcTimeConverter.Text(app.Time.GetUtcNow()));
            tickets.Add(await OpenAsync(key, host: $"{key}-h"));
            app.Time.Advance(TimeSpan.FromMinutes(5 + i));
            await app.RecordAsync(Resolved(app, key));
            app.Time.Advance(TimeSpan.FromHours(4));
        }

        Assert.Equal(["the first time, as far as is remembered"], Lines(tickets[0], "history"));
        Assert.Equal($"it came once before, last from {starts[0]} for 5 minutes (ticket {Text(tickets[0], "number")})", Lines(tickets[1], "history")[0]);
        Assert.Equal($"it came 2 times before, last from {starts[1]} for 6 minutes (ticket {Text(tickets[1], "number")})", Lines(tickets[2], "history")[0]);
        Assert.Equal("2", Text(tickets[2]["facts"]!, "history.times"));
    }

    [Fact]
    public async Task OpenTicketsOfTheSameHostAndService_AreListedLongAfterTheyBegan()
    {
        var over = await OpenAsync($"{key}-0", host: $"{key}-h", title: "Spike");
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await app.RecordAsync(Resolved(app, $"{key}-0"));
        app.Time.Advance(TimeSpan.FromHours(1));
        var onHost = await OpenAsync($"{key}-1", host: $"{key}-h", title: "Fan slow");
        var ofService = await OpenAsync($"{key}-2", service: $"{key} orders", title: "Queue long");
        app.Time.Advance(TimeSpan.FromHours(20));

        var ticket = await OpenAsync($"{key}-3", host: $"{key}-h", service: $"{key} orders");

        Assert.Equal(4, new[] { over, onHost, ofService, ticket }.Select(t => Text(t, "number")).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(
            new[] { Related(onHost, "on the same host"), Related(ofService, "on the same service") }.Order(StringComparer.Ordinal),
            Lines(ticket, "related").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AServiceWithAWindowOfItsOwn_ShowsAChangeThatOthersHaveForgotten()
    {
        await app.StoreAsync("services", $$"""[{"name": "{{key}} orders", "changeWindow": "48h"}, {"name": "{{key}} billing"}]""");
        foreach (var service in new[] { "orders", "billing" })
        {
            var (status, _) = await app.PostAsync($$"""{"id": "{{key}}-{{service}}", "kind": "deployment", "title": "{{service}} 4.2", "services": ["{{key}} {{service}}"], "startedAt": "{{app.Time.GetUtcNow().AddHours(-30):O}}", "endedAt": "{{app.Time.GetUtcNow().AddHours(-30):O}}"}""", "/api/changes");
            Assert.Equal(202, status);
        }

        var (orders, billing) = (await OpenAsync($"{key}-1", service: $"{key} orders"), await OpenAsync($"{key}-2", service: $"{key} billing"));

        Assert.Equal([$"orders 4.2: deployed to service {key} orders 30 hours before"], Lines(orders, "changes"));
        Assert.Equal(["none in the 24 hours before it began"], Lines(billing, "changes"));
    }

    private static string Related(JsonNode ticket, string where) =>
        string.Create(CultureInfo.InvariantCulture, $"{Text(ticket, "number")} {Text(ticket, "priority")} {Text(ticket, "title")}: {where}, open since {Text(ticket, "openedAt")}");

    private static List<string> Lines(JsonNode ticket, string section) =>
        [.. ticket["sections"]!.AsArray().Single(s => Text(s!, "name") == section)!["lines"]!.AsArray().Select(l => Text(l!, "text"))];

    private async Task<JsonNode> OpenAsync(string dedupKey, string? host = null, string? service = null, string title = "Slow")
    {
        var alert = new JsonObject { ["title"] = title, ["dedupKey"] = dedupKey, ["host"] = host, ["service"] = service, ["startedAt"] = UtcTimeConverter.Text(app.Time.GetUtcNow()) };
        var (_, recorded) = await app.GetAsync($"/api/alerts/{await app.RecordAsync(alert.ToJsonString())}");
        return (await app.GetAsync($"/api/tickets/{Text(recorded, "ticket")}")).Answer;
    }
}
