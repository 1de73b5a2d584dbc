using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.App;

/// <summary>What a notification costs in storage operations; docs/notifications.md states it.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class NotificationCostTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task ASingleNotification_CostsThreeOperations()
    {
        var count = new CountingPolicy();
        await using var app = await StartAsync(count, coalesceAbove: 10);
        await TellAsync(app, 1);
        count.Take();

        await TellAsync(app, 2);

        Assert.Equal(["POST $batch", "POST Effects", "PATCH Effects"], count.Take());
    }

    [Fact]
    public async Task WithoutCoalescing_ItCostsTwo()
    {
        var count = new CountingPolicy();
        await using var app = await StartAsync(count, coalesceAbove: 0);
        await TellAsync(app, 1);
        count.Take();

        await TellAsync(app, 2);

        Assert.Equal(["POST Effects", "PATCH Effects"], count.Take());
    }

    [Fact]
    public async Task AHundredThatAreSummarised_CostOneEachAndOneABatch()
    {
        var count = new CountingPolicy();
        await using var app = await StartAsync(count, coalesceAbove: 1);
        await TellAsync(app, 1);
        await TellAsync(app, 2);
        count.Take();

        await TellAsync(app, [.. Enumerable.Range(3, 96)]);

        var operations = count.Take();
        Assert.Equal((96, 12), (operations.Count(o => o == "POST Effects"), operations.Count(o => o == "POST $batch")));
        Assert.Equal(108, operations.Count);
    }

    [Fact]
    public async Task ASummary_CostsFive()
    {
        var count = new CountingPolicy();
        await using var app = await StartAsync(count, coalesceAbove: 1);
        await TellAsync(app, [.. Enumerable.Range(1, 30)]);
        count.Take();

        await app.DrainAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(["GET Digests", "POST $batch", "GET Digests", "POST Effects", "PATCH Effects"], count.Take());
    }

    private static async Task TellAsync(NotificationApp app, params int[] numbers)
    {
        await app.TellAsync([.. numbers.Select(n => app.Notification(n))]);
        await app.DrainAsync();
    }

    private Task<NotificationApp> StartAsync(CountingPolicy count, int coalesceAbove) => NotificationApp.StartAsync(
        azurite.ConnectionString, coalesceAbove, services: services => services.Replace(ServiceDescriptor.Singleton(count.Client(azurite.ConnectionString))));
}
