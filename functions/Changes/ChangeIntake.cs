using System.Text.Json;
using System.Text.Json.Serialization;
using Automation.Changes.Dialects;
using Automation.Flow;
using Automation.Hosts;

namespace Automation.Changes;

/// <summary>
/// Takes in reports of changes: reads them, adds what the inventory calls their hosts and services, and writes them to
/// the log. What it answers as accepted is written.
/// </summary>
internal sealed class ChangeIntake(ChangeDialects dialects, ChangeOptions options, ChangeLog log, IInventory inventory, IRejectionLog rejections, TimeProvider clock)
{
    /// <summary>Most changes in one payload.</summary>
    public const int MaxChanges = 1000;

    private const int Parallel = 8;

    /// <param name="eventName">The X-GitHub-Event header, or null.</param>
    /// <exception cref="DependencyUnavailableException">Not all was written; repeating the whole is safe.</exception>
    public async Task<ChangeAnswer> AcceptAsync(string? source, string? eventName, string? contentType, byte[] body, CancellationToken cancellationToken)
    {
        source = string.IsNullOrWhiteSpace(source) ? null : PlainText.Line(source, 100);
        var receivedAt = clock.GetUtcNow();
        var rejectionId = SortableId.New(receivedAt);
        if (PayloadBody.CheckMediaType(contentType) is { } mediaType) return await RefuseAsync(415, [mediaType]);
        using var document = PayloadBody.Parse(body, contentType, [], out var problem);
        if (document is null) return await RefuseAsync(400, [problem!]);
        if (dialects.Choose(source, eventName, document.RootElement) is not { } dialect) return await RefuseAsync(400, [Unrecognised(document.RootElement)]);

        var reading = new ChangeReading(eventName);
        dialect.Read(document.RootElement, reading);
        if (reading.Count > MaxChanges) return await RefuseAsync(413, [new("changes", $"{reading.Count} changes", $"at most {MaxChanges} in one payload")]);
        if (reading.Drafts.Count == 0 && reading.Ignored.Count == 0) return await RefuseAsync(400, reading.Problems);

        var reports = ChangeNormaliser.Finish(reading, source ?? dialect.Name, dialect.Name, receivedAt);
        if (reading.Problems.Count > 0) await KeepAsync(202, reading.Problems);
        await System.Threading.Tasks.Parallel.ForEachAsync(
            reports, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (report, ct) => await log.RecordAsync(await KnownAsync(report, ct), ct));
        return new ChangeAnswer(202, rejectionId, reports, reading.Ignored, reading.Problems);

        async Task<ChangeAnswer> RefuseAsync(int status, IReadOnlyList<FieldProblem> problems)
        {
            await KeepAsync(status, problems);
            return new ChangeAnswer(status, rejectionId, [], [], problems);
        }

        Task KeepAsync(int status, IReadOnlyList<FieldProblem> problems) =>
            rejections.KeepAsync(Rejections.AtIntake(rejectionId, receivedAt, source, status, problems, contentType, body, body.Length), cancellationToken);
    }

    /// <summary>Keeps the beginning of a body that was too large to be read to its end.</summary>
    public async Task<ChangeAnswer> RefuseTooLargeAsync(string? source, string? contentType, byte[] beginning, long read, CancellationToken cancellationToken)
    {
        var receivedAt = clock.GetUtcNow();
        var id = SortableId.New(receivedAt);
        FieldProblem[] problems = [new("body", $"more than {options.MaxBodyBytes} bytes", $"at most {options.MaxBodyBytes} bytes (setting Changes__MaxBodyBytes)")];
        await rejections.KeepAsync(Rejections.AtIntake(id, receivedAt, source, 413, problems, contentType, beginning, read), cancellationToken);
        return new ChangeAnswer(413, id, [], [], problems);
    }

    private async Task<Change> KnownAsync(Change change, CancellationToken cancellationToken)
    {
        var (hosts, services) = (new List<string>(), new List<string>());
        foreach (var name in change.Hosts)
        {
            if ((await inventory.FindHostAsync(name, cancellationToken)).Host is { } host && host.Key.Full != InventoryName.OfHost(name)?.Full) hosts.Add(host.Name);
        }

        foreach (var name in change.Services)
        {
            if ((await inventory.FindServiceAsync(name, cancellationToken)).Service is { } service && service.Key.Full != InventoryName.OfService(name)?.Full) services.Add(service.Name);
        }

        return change with { KnownHosts = [.. hosts.Distinct(StringComparer.OrdinalIgnoreCase)], KnownServices = [.. services.Distinct(StringComparer.OrdinalIgnoreCase)] };
    }

    private FieldProblem Unrecognised(JsonElement root) => new(
        "body",
        root.ValueKind == JsonValueKind.Object
            ? $"an object with the members {PlainText.Line(string.Join(", ", root.EnumerateObject().Select(m => m.Name).Take(8)), 120)}"
            : ((JsonElement?)root).Shown(),
        $"a payload of {dialects.Names} (docs/changes.md shows each)");
}

/// <summary>What intake answers.</summary>
/// <param name="Status">HTTP status: 202, 400, 413 or 415.</param>
/// <param name="Kept">Id under which the payload is kept when anything of it was refused.</param>
internal sealed record ChangeAnswer(
    int Status, string Kept, IReadOnlyList<Change> Changes, IReadOnlyList<IgnoredChange> Ignored, IReadOnlyList<FieldProblem> Problems);

/// <summary>A report that is no change yet, or none at all.</summary>
/// <param name="Id">The source's identity of it, when it has one.</param>
internal sealed record IgnoredChange(string? Id, string Reason);

/// <summary>What ReportChange answers. The names are a contract with clients.</summary>
/// <param name="Rejected">Members of the payload that were refused while others were accepted; absent when there are none.</param>
internal sealed record AcceptedChanges(
    int Accepted, IReadOnlyList<AcceptedChange> Changes, IReadOnlyList<IgnoredChange> Ignored,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldProblem>? Rejected);

internal sealed record AcceptedChange(string Id);
