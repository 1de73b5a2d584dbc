using System.Globalization;
using Automation.Alerts.Intake;
using Automation.Edges.Tables;
using Automation.Flow;

namespace Automation.Edges.Stores;

/// <summary>
/// Table <c>Payloads</c>: the bytes of a payload over as many rows as they need, in a partition of a few seconds, so that
/// payloads that come together are written together. The first row of a payload is written last and read first, so that it
/// is there as a whole or not at all.
/// </summary>
internal sealed class PayloadTable(TableServiceClient service) : IPayloadStore
{
    /// <summary>A row holds 1 MiB; Azurite counts its bytes as base64, a third more.</summary>
    public const int RowBytes = 10 * Document.PartBytes;

    /// <summary>A transaction holds 4 MiB, bytes as base64.</summary>
    private const int MaxTransactionBytes = 2 * 1024 * 1024;

    private const int MaxTransactionRows = 100;

    /// <summary>Partitions of one slice of time: each takes 2,000 rows a second.</summary>
    private const int Spread = 2;

    /// <summary>Digits of the id that tell 2^13 milliseconds.</summary>
    private const int SliceLength = 7;

    private readonly StoredTable table = new(service, "Payloads");

    public async Task SaveAsync(IReadOnlyList<PayloadEnvelope> payloads, CancellationToken cancellationToken)
    {
        foreach (var together in payloads.Where(p => Raw(p).Length <= RowBytes).GroupBy(p => Partition(p.Id), StringComparer.Ordinal))
        {
            foreach (var rows in Portions([.. together.Select(p => Row(p, 0, 1))])) await WriteAsync(rows, cancellationToken);
        }

        foreach (var payload in payloads.Where(p => Raw(p).Length > RowBytes))
        {
            var rows = (Raw(payload).Length + RowBytes - 1) / RowBytes;
            for (var index = rows - 1; index >= 0; index--) await WriteAsync([Row(payload, index, rows)], cancellationToken);
        }
    }

    public async Task<PayloadEnvelope?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(Partition(id), Key(id, 0), cancellationToken) is not { } first) return null;
        using var raw = new MemoryStream();
        raw.Write(Document.Get(first));
        for (var index = 1; index < first.GetInt32("Rows"); index++)
        {
            var row = await table.FindAsync(Partition(id), Key(id, index), cancellationToken) ?? throw new InvalidDataException($"payload {id} lacks row {index}");
            raw.Write(Document.Get(row));
        }

        return new PayloadEnvelope(id, first.GetString("ContentType"), first.GetInt32("Size")!.Value, first.GetString("Encoding")!, raw.ToArray());
    }

    /// <summary>First rows go first: a payload of which the others are left is not there any more.</summary>
    public async Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var first = await table.PurgeAsync(TableClient.CreateQueryFilter($"PartitionKey lt {SortableId.Floor(before)[..SliceLength]} and Rows gt {0}"), cancellationToken);
        await table.PurgeAsync(TableClient.CreateQueryFilter($"PartitionKey lt {SortableId.Floor(before)[..SliceLength]}"), cancellationToken);
        return first;
    }

    private Task WriteAsync(IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken) => table.RunAsync<object>(
        async client => rows.Count == 1
            ? await client.UpsertEntityAsync(rows[0], TableUpdateMode.Replace, cancellationToken)
            : await client.SubmitTransactionAsync(rows.Select(r => new TableTransactionAction(TableTransactionActionType.UpsertReplace, r)), cancellationToken),
        cancellationToken);

    private static IEnumerable<List<TableEntity>> Portions(IReadOnlyList<TableEntity> rows)
    {
        var (portion, bytes) = (new List<TableEntity>(), 0);
        foreach (var row in rows)
        {
            // What stands beside the bytes: keys, description, the part of the transaction around them.
            var own = 2_000 + Document.Get(row).Length;
            if (portion.Count == MaxTransactionRows || (portion.Count > 0 && bytes + own > MaxTransactionBytes))
            {
                yield return portion;
                (portion, bytes) = ([], 0);
            }

            portion.Add(row);
            bytes += own;
        }

        if (portion.Count > 0) yield return portion;
    }

    private static TableEntity Row(PayloadEnvelope payload, int index, int rows)
    {
        var raw = Raw(payload);
        var row = new TableEntity(Partition(payload.Id), Key(payload.Id, index));
        Document.Put(row, raw.AsSpan(index * RowBytes, Math.Min(RowBytes, raw.Length - index * RowBytes)));
        if (index == 0) Describe(row, payload, rows);
        return row;
    }

    private static byte[] Raw(PayloadEnvelope payload) => payload.Raw ?? throw new ArgumentException("the payload carries no bytes", nameof(payload));

    private static void Describe(TableEntity row, PayloadEnvelope payload, int rows)
    {
        row["Rows"] = rows;
        row["Size"] = payload.Size;
        row["Encoding"] = payload.Encoding;
        row["ContentType"] = payload.ContentType;
    }

    /// <summary>By a digit of the id that is random.</summary>
    private static string Partition(string id) => string.Create(CultureInfo.InvariantCulture, $"{id[..SliceLength]}-{Base32.Alphabet.IndexOf(id[^2], StringComparison.Ordinal) % Spread}");

    private static string Key(string id, int index) => string.Create(CultureInfo.InvariantCulture, $"{id}-{index:D3}");
}
