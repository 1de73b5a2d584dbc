using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Mail.Understanding;

namespace Automation.Edges.Stores;

/// <summary>In the table <c>MailCounts</c>, which is emptied after two days: a partition a topic, in it one row a sender.</summary>
internal sealed class SimilarTable(TableServiceClient service) : ISimilarLog
{
    private const int MaxSenders = 1_000;

    private readonly StoredTable counts = new(service, "MailCounts");

    public Task NoteAsync(string topic, string sender, DateTimeOffset at, CancellationToken cancellationToken) => counts.RunAsync(
        client => client.UpsertEntityAsync(new TableEntity(Partition(topic), Shelf.Of(sender)) { ["At"] = at }, TableUpdateMode.Replace, cancellationToken), cancellationToken);

    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> SendersAsync(string topic, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var rows = await counts.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition(topic)} and At gt {since}"), MaxSenders, ["RowKey", "At"], cancellationToken);
        return rows.ToDictionary(r => r.RowKey, r => r.GetDateTimeOffset("At")!.Value, StringComparer.Ordinal);
    }

    private static string Partition(string topic) => $"similar-{Shelf.Of(topic)}";
}
