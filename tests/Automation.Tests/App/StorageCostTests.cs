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

        Assert.Equal([.. PayloadStored, "GET Episodes", "POST TicketNumbers", "PUT Scopes", "POST $batch", "POST Tickets"], opening);
        Assert.Equal([.. PayloadStored, "POST $batch", "PUT Tickets"], further);
        Assert.Equal(further, resolving);
    }

    /// <summary>Of a hundred repetitions, in one payload and in a hundred, of one problem and of ten.</summary>
    [Theory]
    [InlineData(1, 100)]
    [InlineData(1, 1)]
    [InlineData(10, 100)]
    [InlineData(10, 1)]
    public async Task AHundredRepetitions_CostFewOperations(int problems, int perPayload)
    {
        var count = new CountingPolicy();
        using var app = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton(Counted(count))));
        var (keys, begun) = (Enumerable.Range(0, problems).Select(_ => AlertFlowTests.Key()).ToList(), app.Time.GetUtcNow().AddHours(-1));
        await app.PostAsync($"[{string.Join(',', keys.Select(k => Repetition(k, begun)))}]");
        Assert.Equal(200, await app.DeliverAsync(app.Take()));
        foreach (var payload in Enumerable.Range(0, 100).Select(i => Repetition(keys[i % problems], begun.AddSeconds(i))).Chunk(perPayload)) await app.PostAsync($"[{string.Join(',', payload)}]");

        count.Take();
        Assert.Equal(200, await app.DeliverAsync(app.Take()));

        var operations = count.Take();
        Assert.True(operations.Count < 20, string.Join(", ", operations.CountBy(o => o)));
        foreach (var key in keys) Assert.Equal(1 + (100 / problems), (await AlertFlowTests.OnlyTicketAsync(app, key))["alertCount"]!.GetValue<int>());
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

        // The page that holds the alert, that there is no further page, the book anew, the one episode, and its ticket.
        Assert.Equal([.. PayloadStored, "GET Episodes", "GET Episodes", "GET Episodes", "GET Episodes", "GET Tickets"], count.Take());
    }

    [Fact]
    public async Task IntakeOfASmallPayload_CostsNoStorageOperation()
    {
        var count = new CountingPolicy();
        using var app = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton(Counted(count))));

        await app.PostAsync(AlertFlowTests.Firing(app, AlertFlowTests.Key()));

        Assert.Empty(count.Take());
    }

    private static string Repetition(string key, DateTimeOffset at) => $$"""{"title": "Disk full", "dedupKey": "{{key}}", "host": "{{key}}", "startedAt": "{{at:O}}"}""";

    private TableServiceClient Counted(CountingPolicy count) => count.Client(azurite.ConnectionString);
}
