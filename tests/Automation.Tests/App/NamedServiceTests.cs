using Automation.Alerts.Correlation;
using Automation.Hosts;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Automation.Tests.App.AlertFlowTests;

namespace Automation.Tests.App;

/// <summary>A host that carries several services: an alert that names one of them is about that one alone.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class NamedServiceTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AnAlertThatNamesItsService_IsNotJudgedByTheOthersOfItsHost()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = await StoreAsync(app);
        await app.PostAsync($$"""{ "services": ["{{key}} orders"], "duration": "1h", "reason": "release", "by": "Ada" }""", "/api/maintenance");

        var id = await app.RecordAsync($$"""{ "title": "Slow", "severity": "warning", "dedupKey": "{{key}}", "host": "{{key}}-h", "service": "{{key}} billing" }""");

        var ticket = await TicketAsync(app, id);
        var facts = ticket["facts"]!;
        Assert.Equal(($"{key} billing", "low", "low"), (Text(facts, "service"), Text(facts, "service.criticality"), Text(ticket, "impact")));
        Assert.All(ticket["told"]!.AsArray(), t => Assert.Null(t!["heldBackBy"]));
        var runbook = Assert.Single(ticket["sections"]!.AsArray().Single(s => Text(s!, "name") == "runbook")!["lines"]!.AsArray())!;
        Assert.Equal(($"of service {key} billing", "https://wiki.example.com/billing"), (Text(runbook, "text"), Text(runbook, "link")));
    }

    [Fact]
    public async Task AnAlertOfTheHostAlone_IsJudgedByAllThatItCarries()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = await StoreAsync(app);

        var ticket = await TicketAsync(app, await app.RecordAsync($$"""{ "title": "Slow", "severity": "warning", "dedupKey": "{{key}}", "host": "{{key}}-h" }"""));

        Assert.Equal(($"{key} orders, {key} billing", "high"), (Text(ticket["facts"]!, "service"), Text(ticket, "impact")));
    }

    [Fact]
    public async Task WhatTheHostOfAServiceStandsOn_IsAHost()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        await app.StoreAsync("hosts", $$"""[{ "name": "{{key}}-db", "dependsOn": ["{{key}}-sw"] }]""");
        await app.StoreAsync("services", $$"""[{ "name": "{{key}} orders", "dependsOn": ["{{key}}-db", "{{key}} ledger"] }]""");

        var around = await app.Services.GetRequiredService<IInventory>().SurroundingsAsync(null, $"{key} orders", CancellationToken.None);

        Assert.Equal([$"host:{key}-db", $"host:{key}-sw", $"service:{key} ledger"], Situation.Above(around).Select(s => s.Thing).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhatAnotherServiceOfTheHostStandsOn_HoldsNothingBack()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = await StoreAsync(app);

        var around = await app.Services.GetRequiredService<IInventory>().SurroundingsAsync($"{key}-h", $"{key} billing", CancellationToken.None);

        Assert.Empty(around.Dependencies);
        Assert.Equal([$"{key} billing", $"{key} orders"], around.Services.Select(s => s.Service!.Name));
    }

    private static async Task<string> StoreAsync(TestApp app)
    {
        var key = Key();
        await app.StoreAsync("hosts", $$"""[{ "name": "{{key}}-h", "services": ["{{key}} orders", "{{key}} billing"] }]""");
        await app.StoreAsync("services", $$"""
            [{ "name": "{{key}} orders", "criticality": "critical", "runbook": "https://wiki.example.com/orders", "dependsOn": ["{{key}}-ledger"] },
             { "name": "{{key}} billing", "criticality": "low", "runbook": "https://wiki.example.com/billing" }]
            """);
        return key;
    }

    private static async Task<System.Text.Json.Nodes.JsonNode> TicketAsync(TestApp app, string alertId) =>
        (await app.GetAsync($"/api/tickets/{Text((await app.GetAsync($"/api/alerts/{alertId}")).Answer, "ticket")}")).Answer;
}
