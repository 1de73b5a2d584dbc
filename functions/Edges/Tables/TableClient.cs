using System.Buffers;
using System.Text.Json;
using Azure;
using Azure.Core;

namespace Automation.Edges.Tables;

/// <summary>Reads and writes the entities of one table; named as the official client's type, so that it can take this one's place.</summary>
/// <remarks>
/// The pipeline repeats a request that got no answer, or 408, 429 or 5xx. The first try may have landed: a repeated
/// <see cref="AddEntityAsync"/> then answers 409, a repeated conditional update 412, a repeated delete 404. Whoever
/// must tell the two apart reads the row back. No answer at all is a <see cref="RequestFailedException"/> with status 0, where the
/// official client throws an <see cref="AggregateException"/> of all tries. Values the service can't hold throw <see cref="ArgumentException"/> before anything is sent.
/// </remarks>
internal sealed class TableClient
{
    private readonly TablePipeline _pipeline;

    internal TableClient(TablePipeline pipeline, string tableName)
    {
        ThrowIfInvalidName(tableName);
        _pipeline = pipeline;
        Name = tableName;
    }

    public string Name { get; }

    /// <summary>Spells a filter with each interpolated value as an escaped literal of its type.</summary>
    public static string CreateQueryFilter(FormattableString filter) => TableFilter.Create(filter);

    public Task<Response> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        var body = new ArrayBufferWriter<byte>(96);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("TableName", Name);
            json.WriteEndObject();
        }

        var message = _pipeline.CreateMessage(RequestMethod.Post, "Tables", body.WrittenSpan.ToArray());
        return _pipeline.SendAsync(message, accepted: 409, cancellationToken);
    }

    /// <summary>Deletes the table; status 404 when there is none. The service may refuse its name for 40 s or more.</summary>
    public Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(_pipeline.CreateMessage(RequestMethod.Delete, $"Tables('{Name}')"), accepted: 404, cancellationToken);

    /// <exception cref="RequestFailedException">Status 404 when there is no such entity.</exception>
    public async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : TableEntity, new()
    {
        using var response = await SendGetAsync(partitionKey, rowKey, select, accepted: 200, cancellationToken);
        return Response.FromValue(Parse<T>(response), response);
    }

    /// <summary>The entity, or a response without a value when there is none.</summary>
    public async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : TableEntity, new()
    {
        using var response = await SendGetAsync(partitionKey, rowKey, select, accepted: 404, cancellationToken);
        return response.Status == 404 ? new NoValueResponse<T>(response) : Response.FromValue(Parse<T>(response), response);
    }

    /// <summary>Adds a row; the response's headers hold its ETag.</summary>
    /// <exception cref="RequestFailedException">409 <c>EntityAlreadyExists</c>, also when a repeated try meets its own row.</exception>
    public Task<Response> AddEntityAsync(TableEntity entity, CancellationToken cancellationToken = default) =>
        _pipeline.SendAsync(_pipeline.CreateMessage(RequestMethod.Post, Name, EntityWriter.Write(entity)), accepted: 204, cancellationToken);

    /// <summary>Adds the row, or merges into or replaces the one that is there, whatever its version.</summary>
    public Task<Response> UpsertEntityAsync(
        TableEntity entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        WriteAsync(entity, null, mode, cancellationToken);

    /// <param name="entity">The row's new values.</param>
    /// <param name="ifMatch">The version that must still be there; <see cref="ETag.All"/> for any.</param>
    /// <param name="mode">What becomes of properties that are not sent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RequestFailedException">412 <c>UpdateConditionNotSatisfied</c>; 404 when there is no such row.</exception>
    public Task<Response> UpdateEntityAsync(
        TableEntity entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) =>
        ifMatch == default
            ? throw new ArgumentException("ifMatch is empty; accepted are the ETag that was read and ETag.All.", nameof(ifMatch))
            : WriteAsync(entity, ifMatch, mode, cancellationToken);

    /// <summary>Deletes the row; status 404 when there is none. Without <paramref name="ifMatch"/>, whatever its version.</summary>
    /// <exception cref="RequestFailedException">412 <c>UpdateConditionNotSatisfied</c>.</exception>
    public Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        var message = _pipeline.CreateMessage(RequestMethod.Delete, EntityPath(Name, partitionKey, rowKey));
        message.Request.Headers.Add("If-Match", Spell(ifMatch == default ? ETag.All : ifMatch));
        return _pipeline.SendAsync(message, accepted: 404, cancellationToken);
    }

    /// <summary>The rows that match, in the order of their keys, page by page as they are asked for.</summary>
    /// <param name="filter">See <see cref="CreateQueryFilter"/>; null for all rows.</param>
    /// <param name="maxPerPage">1 to 1,000; null lets the service choose.</param>
    /// <param name="select">Names of the properties to read; null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : TableEntity, new() =>
        new TableQuery<T>(_pipeline, Name, filter, maxPerPage, select, cancellationToken);

    /// <summary>Does all actions or none: 1 to 100 rows of one partition, each row once. The responses stand in the actions' order.</summary>
    /// <exception cref="TableTransactionFailedException">An action failed; none was done.</exception>
    public async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        var body = TransactionBody.Write(_pipeline.Endpoint, Name, [.. transactionActions]);
        var message = _pipeline.CreateMessage(RequestMethod.Post, "$batch");
        message.Request.Headers.Add("Content-Type", TransactionBody.ContentType);
        message.Request.Content = RequestContent.Create(body);
        using var response = await _pipeline.SendAsync(message, accepted: 202, cancellationToken);
        return Response.FromValue(TransactionAnswer.Read(response), response);
    }

    /// <summary>Path of one entity below the endpoint, escaped.</summary>
    internal static string EntityPath(string table, string partitionKey, string rowKey)
    {
        TableKey.ThrowIfInvalid(partitionKey, nameof(partitionKey));
        TableKey.ThrowIfInvalid(rowKey, nameof(rowKey));
        return $"{table}(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')";
    }

    internal static string Spell(ETag etag) => etag.ToString("H");

    private static string Escape(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));

    private static T Parse<T>(Response response)
        where T : TableEntity, new()
    {
        using var json = JsonDocument.Parse(response.Content.ToMemory());
        return EntityReader.Read<T>(json.RootElement);
    }

    private Task<Response> SendGetAsync(
        string partitionKey, string rowKey, IEnumerable<string>? select, int accepted, CancellationToken cancellationToken)
    {
        var message = _pipeline.CreateMessage(RequestMethod.Get, EntityPath(Name, partitionKey, rowKey));
        if (select is not null)
            message.Request.Uri.AppendQuery("$select", Uri.EscapeDataString(string.Join(',', select)), escapeValue: false);
        return _pipeline.SendAsync(message, accepted, cancellationToken);
    }

    private Task<Response> WriteAsync(TableEntity entity, ETag? ifMatch, TableUpdateMode mode, CancellationToken cancellationToken)
    {
        var body = EntityWriter.Write(entity);
        var method = mode == TableUpdateMode.Merge ? RequestMethod.Patch : RequestMethod.Put;
        var message = _pipeline.CreateMessage(method, EntityPath(Name, entity.PartitionKey, entity.RowKey), body);
        if (ifMatch is { } etag)
            message.Request.Headers.Add("If-Match", Spell(etag));
        return _pipeline.SendAsync(message, accepted: 204, cancellationToken);
    }

    private static void ThrowIfInvalidName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var valid = name.Length is >= 3 and <= 63 && char.IsAsciiLetter(name[0]);
        foreach (var c in name)
            valid = valid && char.IsAsciiLetterOrDigit(c);
        if (!valid)
            throw new ArgumentException($"\"{name}\" is no table name; accepted are 3 to 63 ASCII letters and digits, a letter first.", nameof(name));
    }
}
