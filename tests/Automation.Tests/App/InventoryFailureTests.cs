using Automation.Alerts.Correlation;
using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Hosts;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using static Automation.Tests.App.AlertFlowTests;

namespace Automation.Tests.App;

/// <summary>An inventory that hangs or fails on the way of an alert: nothing is lost, nothing comes twice.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class InventoryFailureTests(AzuriteFixture azurite)
{
    private FaultyInventory? store;

    [Fact]
    public async Task AnInventoryThatFails_HasAlertsWaitAndThenMakesOneTicket()
    {
        using var app = App();
        var key = Key();
        await app.PostAsync(Firing(app, key, host: key));
        store!.Fault = () => throw new InvalidDataException("a row holds no text");

        for (var i = 0; i < 2; i++) Assert.Equal(200, await app.DeliverAsync(app.Take()));
        Assert.DoesNotContain((await app.GetAsync("/api/tickets?limit=200")).Answer["tickets"]!.AsArray(), t => t!["host"]?.GetValue<string>() == key);

        store.Fault = null;
        var waiting = app.Take();
        Assert.Equal(200, await app.DeliverAsync([.. waiting, .. waiting]));
        var ticket = await OnlyTicketAsync(app, key);
        Assert.Equal(1, ticket["alertCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task AnInventoryThatStaysAway_HoldsNoAlertBackForLong()
    {
        using var app = App();
        var key = Key();
        await app.PostAsync(Firing(app, key, host: key));
        store!.Fault = () => throw new InvalidDataException("a row holds no text");
        Assert.Equal(200, await app.DeliverAsync(app.Take()));
        var messages = app.Take();
        app.Time.Advance(SituationFinder.Patience);

        Assert.Equal(200, await app.DeliverAsync([.. messages, .. messages]));

        var number = Text(await OnlyTicketAsync(app, key), "number");
        var ticket = (await app.GetAsync($"/api/tickets/{number}")).Answer;
        Assert.Contains("a row holds no text", Text(ticket["trace"]!.AsArray().First(t => Text(t!, "stage") == "correlation")!["facts"]!, "inventory"), StringComparison.Ordinal);
        Assert.Contains(ticket["missing"]!.AsArray(), m => m!.GetValue<string>().StartsWith("inventory: not known", StringComparison.Ordinal));
        Assert.Empty(app.Queue.Messages);
    }

    [Fact]
    public async Task AHiccupOfTheInventoryAfterABacklog_StillMakesOneTicket()
    {
        using var app = App();
        var key = Key();
        await app.StoreAsync("hosts", $$"""[{ "name": "{{key}}-1", "dependsOn": ["{{key}}-sw"] }, { "name": "{{key}}-2", "dependsOn": ["{{key}}-sw"] }, { "name": "{{key}}-sw" }]""");
        foreach (var host in new[] { "1", "2" }) await app.PostAsync(Firing(app, $"{key}-{host}", host: $"{key}-{host}"));
        var messages = app.Take();
        app.Time.Advance(TimeSpan.FromHours(1));
        store!.Fault = () => throw new InvalidDataException("a row holds no text");
        foreach (var message in messages) Assert.Equal(200, await app.DeliverAsync(message));
        store.Fault = null;
        app.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(200, await app.DeliverAsync(app.Take()));

        var tickets = (await app.GetAsync("/api/tickets?limit=200")).Answer["tickets"]!.AsArray();
        Assert.Single(tickets, t => t!["host"]?.GetValue<string>().StartsWith(key, StringComparison.Ordinal) == true && Text(t, "state") == "open");
    }

    [Fact]
    public async Task AnInventoryThatHangsWhileATicketOpens_IsMissingOnTheTicket()
    {
        using var app = App();
        var key = Key();
        await app.PostAsync(Firing(app, key, host: key));
        var reads = 0;
        store!.Fault = () => Interlocked.Increment(ref reads) <= 2 ? Task.CompletedTask : new TaskCompletionSource().Task;

        Assert.Equal(200, await app.DeliverAsync(app.Take()));

        var number = Text(await OnlyTicketAsync(app, key), "number");
        var ticket = (await app.GetAsync($"/api/tickets/{number}")).Answer;
        Assert.Contains("inventory: not known, no answer within 1 s", ticket["missing"]!.AsArray().Select(m => m!.GetValue<string>()));
    }

    private TestApp App()
    {
        var app = new TestApp(
            azurite.ConnectionString,
            services => services.Replace(ServiceDescriptor.Singleton<IInventoryStore<HostRecord>>(
                s => new FaultyInventory(new HostTable(s.GetRequiredService<TableServiceClient>(), s.GetRequiredService<TimeProvider>())))),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Inventory__CacheSeconds"] = "0", ["Enrichment__TimeoutSeconds"] = "1" });
        store = (FaultyInventory)app.Services.GetRequiredService<IInventoryStore<HostRecord>>();
        return app;
    }
}
