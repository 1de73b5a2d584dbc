using System.Globalization;
using System.Security.Cryptography;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Mail.Understanding.Learning;

namespace Automation.Edges.Stores;

/// <summary>
/// Table <c>Models</c>: the bytes of the trained model over as many rows as they need, in a partition of their own; and one
/// row that leads to them and is written last, so that a reader finds the old model or the new one, each whole.
/// </summary>
internal sealed class ModelTable(TableServiceClient service, TimeProvider clock, string name = "Models") : IModelStore
{
    private const string Head = "current";
    private const int MaxTries = 3;

    /// <summary>Parts that lead nowhere stay at least as long: somebody may read them, or be about to lead to them.</summary>
    private static readonly TimeSpan Spared = TimeSpan.FromHours(1);

    private static readonly string[] Keys = ["PartitionKey", "RowKey"];

    private readonly StoredTable table = new(service, name);

    public async Task<string?> FindVersionAsync(CancellationToken cancellationToken) => (await table.FindAsync(Head, "", cancellationToken))?.ETag.ToString();

    public async Task<StoredModel?> FindAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await table.FindAsync(Head, "", cancellationToken) is not { } head) return null;
            if (await ReadAsync(head, cancellationToken) is { } bytes) return new StoredModel(bytes, head.ETag.ToString());

            // Another took its place while it was read; one that stays incomplete is seen by its checksum.
            if (attempt == MaxTries) return new StoredModel([], head.ETag.ToString());
        }
    }

    public async Task KeepAsync(byte[] model, CancellationToken cancellationToken)
    {
        var (partition, rows) = (Convert.ToHexStringLower(SHA256.HashData(model)), (model.Length + PayloadTable.RowBytes - 1) / PayloadTable.RowBytes);
        for (var index = 0; index < rows; index++)
        {
            var part = new TableEntity(partition, Key(index)) { ["At"] = clock.GetUtcNow() };
            Document.Put(part, model.AsSpan(index * PayloadTable.RowBytes, Math.Min(PayloadTable.RowBytes, model.Length - index * PayloadTable.RowBytes)));
            await WriteAsync(part, cancellationToken);
        }

        await WriteAsync(new TableEntity(Head, "") { ["Model"] = partition, ["Rows"] = rows, ["At"] = clock.GetUtcNow() }, cancellationToken);
        await TidyAsync(partition, cancellationToken);
    }

    private async Task<byte[]?> ReadAsync(TableEntity head, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        for (var index = 0; index < head.GetInt32("Rows"); index++)
        {
            if (await table.FindAsync(head.GetString("Model")!, Key(index), cancellationToken) is not { } part) return null;
            bytes.Write(Document.Get(part));
        }

        return bytes.ToArray();
    }

    private async Task TidyAsync(string current, CancellationToken cancellationToken)
    {
        var old = TableClient.CreateQueryFilter($"PartitionKey ne {current} and PartitionKey ne {Head} and At lt {clock.GetUtcNow() - Spared}");
        await foreach (var part in table.ScanAsync(old, 100, Keys, cancellationToken)) await table.DeleteAsync(part.PartitionKey, part.RowKey, cancellationToken);
    }

    private Task WriteAsync(TableEntity row, CancellationToken cancellationToken) =>
        table.RunAsync(client => client.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken);

    private static string Key(int index) => index.ToString("D3", CultureInfo.InvariantCulture);
}
