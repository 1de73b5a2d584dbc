using Automation.Changes;
using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Tests.Support;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Automation.Tests.Edges.Stores;

[Collection(AzuriteCollection.Name)]
public sealed class ChangeTableTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AWriterThatIsOvertaken_LeavesTheCopiesOfTheLaterReportOnly()
    {
        var key = Guid.CreateVersion7().ToString("N");
        var (first, second) = (Report(key, "old", "o"), Report(key, "new", "n"));
        var other = new ChangeTable(new TableServiceClient(azurite.ConnectionString));
        var options = new TableClientOptions();
        options.AddPolicy(new Interruption(async () => Assert.True(await other.SaveAsync(second, await other.ReadAsync(second, default), default))), HttpPipelinePosition.PerCall);

        Assert.True(await new ChangeTable(new TableServiceClient(azurite.ConnectionString, options)).SaveAsync(first, null, default));

        Assert.Empty(await FoundAsync(other, ChangePlace.OfHost($"old-{key}")!));
        Assert.Empty(await FoundAsync(other, ChangePlace.OfService($"o {key}")!));
        Assert.Equal(second.Hosts, Assert.Single(await FoundAsync(other, ChangePlace.OfHost($"new-{key}")!)).Hosts);
        Assert.Equal(second.Hosts, Assert.Single(await FoundAsync(other, ChangePlace.OfHost($"both-{key}")!)).Hosts);
    }

    private static Task<IReadOnlyList<Change>> FoundAsync(ChangeTable table, ChangePlace place) => table.FindAsync(place, Some.Noon.AddDays(-1), Some.Noon.AddDays(1), 10, default);

    private static Change Report(string key, string host, string service) => new(
        key, "ci", "generic", ChangeKind.Deployment, "orders 4.2", null, [$"{host}-{key}", $"both-{key}"], [$"{service} {key}"], null, null, Some.Noon, Some.Noon, ChangeStatus.Succeeded, Some.Noon);

    /// <summary>Lets something happen between the first row of a save, which decides, and the copies.</summary>
    private sealed class Interruption(Func<Task> happens) : HttpPipelinePolicy
    {
        private int seen;

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (message.Request.Method == RequestMethod.Put && Interlocked.Increment(ref seen) == 1) await happens();
            await ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);
    }
}
