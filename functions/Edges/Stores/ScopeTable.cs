using System.Text.Json;
using Automation.Alerts.Correlation;
using Automation.Edges.Tables;
using Automation.Flow;
using Azure;

namespace Automation.Edges.Stores;

/// <summary>Table <c>Scopes</c>: one row a host or service with the recent episodes there, under a hash of its name.</summary>
internal sealed class ScopeTable(TableServiceClient service) : IScopeStore
{
    private readonly StoredTable table = new(service, "Scopes");

    public async Task<StoredScope> ReadAsync(string thing, CancellationToken cancellationToken) =>
        await table.FindAsync(Shelf.Of(thing), "", cancellationToken) is { } row
            ? new StoredScope(Document.Get(row, StoreJson.Plain.ScopeBook), row.ETag.ToString())
            : new StoredScope(ScopeBook.Empty, null);

    public Task<string?> WriteAsync(string thing, ScopeBook book, string? version, CancellationToken cancellationToken) => table.RunAsync(
        async client =>
        {
            var row = new TableEntity(Shelf.Of(thing), "") { ["Thing"] = thing, ["LastStartedAt"] = book.Members[^1].StartedAt };
            Document.Put(row, book, StoreJson.Plain.ScopeBook);
            try
            {
                var response = version is null
                    ? await client.AddEntityAsync(row, cancellationToken)
                    : await client.UpdateEntityAsync(row, new ETag(version), TableUpdateMode.Replace, cancellationToken);
                return response.Headers.ETag?.ToString();
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412 || e.ErrorCode == TableErrorCode.ResourceNotFound.Value)
            {
                return null;
            }
        },
        cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        table.PurgeHashedAsync(TableClient.CreateQueryFilter($"LastStartedAt lt {before}"), cancellationToken);
}
