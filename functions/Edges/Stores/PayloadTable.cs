using System.Globalization;
using Automation.Alerts.Intake;
using Automation.Edges.Tables;
using Automation.Flow;

namespace Automation.Edges.Stores;

/// <summary>
/// Table <c>Payloads</c>: one partition a payload, its bytes over as many rows as they need. The first row is written last
/// and read first, so that a payload is there as a whole or not at all.
/// </summary>
internal sealed class PayloadTable(TableServiceClient service) : IPayloadStore
{
    /// <summary>A row holds 1 MiB; Azurite counts its bytes as base64, a third more.</summary>
    public const int RowBytes = 10 * Document.PartBytes;

    private readonly StoredTable table = new(service, "Payloads");

    public async Task SaveAsync(PayloadEnvelope payload, CancellationToken cancellationToken)
    {
        var raw = payload.Raw ?? throw new ArgumentException("the payload carries no bytes", nameof(payload));
        var rows = Math.Max(1, (raw.Length + RowBytes - 1) / RowBytes);
        for (var index = rows - 1; index >= 0; index--)
        {
            var row = new TableEntity(payload.Id, Key(index));
            Document.Put(row, raw.AsSpan(index * RowBytes, Math.Min(RowBytes, raw.Length - index * RowBytes)));
            if (index == 0) Describe(row, payload, rows);
            await table.RunAsync(client => client.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken);
        }
    }

    public async Task<PayloadEnvelope?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(id, Key(0), cancellationToken) is not { } first) return null;
        using var raw = new MemoryStream();
        raw.Write(Document.Get(first));
        for (var index = 1; index < first.GetInt32("Rows"); index++)
        {
            var row = await table.FindAsync(id, Key(index), cancellationToken) ?? throw new InvalidDataException($"payload {id} lacks row {index}");
            raw.Write(Document.Get(row));
        }

        return new PayloadEnvelope(id, first.GetString("ContentType"), first.GetInt32("Size")!.Value, first.GetString("Encoding")!, raw.ToArray());
    }

    /// <summary>First rows go first: a payload of which the others are left is not there any more.</summary>
    public async Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var purged = await table.PurgeAsync(TableClient.CreateQueryFilter($"PartitionKey lt {SortableId.Floor(before)} and RowKey eq {Key(0)}"), cancellationToken);
        await table.PurgeAsync(TableClient.CreateQueryFilter($"PartitionKey lt {SortableId.Floor(before)}"), cancellationToken);
        return purged;
    }

    private static void Describe(TableEntity row, PayloadEnvelope payload, int rows)
    {
        row["Rows"] = rows;
        row["Size"] = payload.Size;
        row["Encoding"] = payload.Encoding;
        row["ContentType"] = payload.ContentType;
    }

    private static string Key(int index) => index.ToString("D3", CultureInfo.InvariantCulture);
}
