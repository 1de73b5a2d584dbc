namespace Automation.Flow;

/// <summary>Input that was not accepted, kept with its reason.</summary>
/// <param name="Id">Sorts by time; <see cref="SortableId"/>.</param>
/// <param name="Stage">intake: refused at the door. queue: accepted, then found impossible to carry out.</param>
/// <param name="Source">Name in the address, queue name, or null.</param>
/// <param name="Status">HTTP status that the sender got; 0 for the queue stage.</param>
/// <param name="Size">Bytes of the whole body, as far as it was read.</param>
/// <param name="Body">Beginning of the body as text, secrets masked, at most <see cref="Rejection.KeptBytes"/> bytes of input.</param>
internal sealed record Rejection(
    string Id, DateTimeOffset ReceivedAt, string Stage, string? Source, int Status, string Reason,
    IReadOnlyList<FieldProblem> Errors, string? ContentType, long Size, string Body)
{
    public const int KeptBytes = 32 * 1024;
}

/// <summary>One thing wrong with an input.</summary>
/// <param name="Field">Path in the input (<c>alerts[3].severity</c>), a header or <c>body</c>.</param>
/// <param name="Found">What stood there, shortened.</param>
/// <param name="Accepted">What would have been accepted.</param>
internal sealed record FieldProblem(string Field, string Found, string Accepted);

/// <summary>Keeps what was not accepted.</summary>
internal interface IRejectionLog
{
    Task KeepAsync(Rejection rejection, CancellationToken cancellationToken);

    Task<Rejection?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Newest first. <paramref name="after"/>: id of the last one seen, or null.</summary>
    Task<IReadOnlyList<Rejection>> ListAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes what came before the instant; returns how many. Safe to repeat.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
