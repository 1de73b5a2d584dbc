using Automation.Edges.Tables;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.App;

/// <summary>The cost of an alert is its number of storage operations; docs/decisions/0002 states them.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class StorageCostTests(AzuriteFixture azurite)
{
    private static readonly string[] PayloadStored = ["PUT Payloads"];

    /// <summary>The ticket that warmed the caches is open on the same host; each such ticket is looked at.</summary>
    private static readonly string[] RelatedLookedAt = ["GET Tickets"];

    [Fact]
    public async Task ASignal_CostsFewOperations()
    {
        var count = new CountingPolicy();
        using var app = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton(Counted(count))), new Dictionary<string, string>(StringComparer.Ordinal) { ["Inventory__CacheSeconds"] = "3600", ["Changes__CacheSeconds"] = "600" });
        var key = AlertFlowTests.Key();
        await app.RecordAsync($$"""{"title": "Warms the caches", "dedupKey": "{{AlertFlowTests.Key()}}", "host": "{{key}}", "startedAt": "{{app.Time.GetUtcNow().AddMinutes(-11):O}}"}""");

        count.Take();
        await app.RecordAsync(AlertFlowTests.Firing(app, key, host: key));
        var opening = count.Take();
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.RecordAsync(AlertFlowTests.Firing(app, key, host: key));
        var further = count.Take();
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.RecordAsync(AlertFlowTests.Resolved(app, key));
        var resolving = count.Take();

        Assert.Equal([.. PayloadStored, "GET Episodes", "POST TicketNumbers", "PUT Scopes", "POST $batch", .. RelatedLookedAt, "POST Tickets"], opening);
        Assert.Equal([.. PayloadStored, "GET Episodes", "POST $batch", "GET Tickets", "PUT Tickets"], further);
        Assert.Equal(further, resolving);
    }

    [Fact]
    public async Task ARepetition_ReadsOnlyWhatItsAlertsChanged()
    {
        var count = new CountingPolicy();
        using var app = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton(Counted(count))));
        var key = AlertFlowTests.Key();
        for (var i = 0; i < 3; i++)
        {
            await app.RecordAsync(AlertFlowTests.Firing(app, key));
            app.Time.Advance(TimeSpan.FromMinutes(1));
            await app.RecordAsync(AlertFlowTests.Resolved(app, key));
            app.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await app.PostAsync(AlertFlowTests.Firing(app, key));
        var message = app.Take();
        await app.DeliverAsync(message);
        count.Take();
        await app.DeliverAsync(message);

        // The book, the commit that finds the alert there, the alert, the book again, the one episode, and its ticket.
        Assert.Equal([.. PayloadStored, "GET Episodes", "POST $batch", "GET Episodes", "GET Episodes", "GET Episodes", "GET Tickets"], count.Take());
    }

    [Fact]
    public async Task IntakeOfASmallPayload_CostsNoStorageOperation()
    {
        var count = new CountingPolicy();
        using var app = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton(Counted(count))));

        await app.PostAsync(AlertFlowTests.Firing(app, AlertFlowTests.Key()));

        Assert.Empty(count.Take());
    }

    private TableServiceClient Counted(CountingPolicy count) => count.Client(azurite.ConnectionString);
}
