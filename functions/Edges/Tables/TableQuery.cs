using System.Text.Json;
using Azure;
using Azure.Core;

namespace Automation.Edges.Tables;

/// <summary>The pages of one query, each fetched when it is asked for; goes on from a continuation token.</summary>
internal sealed class TableQuery<T> : AsyncPageable<T>
    where T : TableEntity, new()
{
    private const int MaxPageSize = 1000;

    private readonly TablePipeline _pipeline;
    private readonly string _table;
    private readonly string? _filter;
    private readonly int? _maxPerPage;
    private readonly string? _select;

    public TableQuery(
        TablePipeline pipeline, string table, string? filter, int? maxPerPage, IEnumerable<string>? select, CancellationToken cancellationToken)
        : base(cancellationToken)
    {
        ThrowIfOutOfRange(maxPerPage, nameof(maxPerPage));
        _pipeline = pipeline;
        _table = table;
        _filter = filter;
        _maxPerPage = maxPerPage;
        _select = select is null ? null : string.Join(',', select);
    }

    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        ThrowIfOutOfRange(pageSizeHint, nameof(pageSizeHint));
        var token = continuationToken;
        do
        {
            var page = await FetchAsync(token, pageSizeHint ?? _maxPerPage);
            yield return page;
            token = page.ContinuationToken;
        }
        while (token is not null);
    }

    private async Task<Page<T>> FetchAsync(string? token, int? size)
    {
        var message = _pipeline.CreateMessage(RequestMethod.Get, _table + "()");
        if (size is { } top)
            Append(message, "$top", top.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (_filter is { Length: > 0 })
            Append(message, "$filter", _filter);
        if (_select is { Length: > 0 })
            Append(message, "$select", _select);
        if (token is { Length: > 0 })
            AppendContinuation(message, token);
        using var response = await _pipeline.SendAsync(message, accepted: 200, CancellationToken);
        return Page<T>.FromValues(Read(response), NextToken(response), response);
    }

    private static List<T> Read(Response response)
    {
        using var json = JsonDocument.Parse(response.Content.ToMemory());
        var rows = json.RootElement.GetProperty("value");
        var entities = new List<T>(rows.GetArrayLength());
        foreach (var row in rows.EnumerateArray())
            entities.Add(EntityReader.Read<T>(row));
        return entities;
    }

    // Both parts are escaped, so that the space between them is the only one.
    private static string? NextToken(Response response)
    {
        if (!response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition))
            return null;
        response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var row);
        return Uri.EscapeDataString(partition) + " " + Uri.EscapeDataString(row ?? "");
    }

    private static void AppendContinuation(HttpMessage message, string token)
    {
        var parts = token.Split(' ');
        if (parts.Length != 2)
            throw new ArgumentException("The continuation token was not given by this client.", nameof(token));
        Append(message, "NextPartitionKey", Uri.UnescapeDataString(parts[0]));
        if (parts[1].Length > 0)
            Append(message, "NextRowKey", Uri.UnescapeDataString(parts[1]));
    }

    private static void Append(HttpMessage message, string name, string value) =>
        message.Request.Uri.AppendQuery(name, Uri.EscapeDataString(value), escapeValue: false);

    private static void ThrowIfOutOfRange(int? size, string name)
    {
        if (size is < 1 or > MaxPageSize)
            throw new ArgumentOutOfRangeException(name, size, $"A page holds 1 to {MaxPageSize} entities.");
    }
}
