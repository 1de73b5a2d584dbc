using System.Runtime.CompilerServices;
using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Tests.Support;
using Automation.Tickets;
using Automation.Upkeep;

namespace Automation.Tests.Upkeep;

public sealed class TicketPurgeTests
{
    [Fact]
    public async Task Tickets_AreDeletedSeveralAtATime()
    {
        var store = new PatientStore(8);
        using var episodes = new EpisodeTable(new TableServiceClient(UnreachableStorage.ConnectionString));

        Assert.Equal(8, await new TicketPurge(store, episodes).RunAsync(Some.Noon, CancellationToken.None));
    }

    /// <summary>Deletes none before all are to be deleted.</summary>
    private sealed class PatientStore(int tickets) : TicketStoreAround(null!)
    {
        private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int begun;

        public override async IAsyncEnumerable<StoredTicket> OverAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            for (var i = 0; i < tickets; i++) yield return new StoredTicket(TicketRules.Open(Some.Ticket(), Some.Episode(), TicketDossier.Empty, Some.Route(), Some.Noon) with { Episodes = [] }, "1");
        }

        public override async Task<bool> DeleteAsync(StoredTicket ticket, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref begun) == tickets) all.SetResult();
            await all.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            return true;
        }
    }
}
