using Automation.Edges.Tables;
using Automation.Flow;

namespace Automation.Edges.Stores;

/// <summary>Table <c>Probes</c>: one partition a queue, a row for each probe that waits, and one for the last that was sent.</summary>
internal sealed class ProbeTable(TableServiceClient service) : IProbeLog
{
    /// <summary>Sorts after every id, which begins with a digit until the year 4000 and more.</summary>
    private const string LastRow = "last";

    private readonly StoredTable table = new(service, "Probes");

    public Task SentAsync(QueueProbe probe, CancellationToken cancellationToken) => table.RunAsync(
        client => client.SubmitTransactionAsync(
            [
                new TableTransactionAction(TableTransactionActionType.UpsertReplace, Row(probe, probe.Id)),
                new TableTransactionAction(TableTransactionActionType.UpsertReplace, Row(probe, LastRow)),
            ],
            cancellationToken),
        cancellationToken);

    /// <summary>Older ones go with it: where a later probe came through, work does not wait for an earlier one.</summary>
    public async Task SeenAsync(QueueProbe probe, CancellationToken cancellationToken)
    {
        var seen = await table.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {probe.Queue} and RowKey le {probe.Id}"), 1000, ["RowKey"], cancellationToken);
        foreach (var row in seen) await table.DeleteAsync(probe.Queue, row.GetString("RowKey")!, cancellationToken);
    }

    public async Task<ProbeStatus> StatusAsync(string queue, CancellationToken cancellationToken)
    {
        var last = table.FindAsync(queue, LastRow, cancellationToken);
        var oldest = table.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {queue} and RowKey lt {LastRow}"), 1, null, cancellationToken);
        return new ProbeStatus((await last)?.GetDateTimeOffset("SentAt"), (await oldest).FirstOrDefault()?.GetDateTimeOffset("SentAt"));
    }

    private static TableEntity Row(QueueProbe probe, string rowKey) => new(probe.Queue, rowKey) { ["SentAt"] = probe.SentAt };
}
