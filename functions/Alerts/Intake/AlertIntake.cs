using System.Text.Json;
using Automation.Alerts.Dialects;
using Automation.Flow;

namespace Automation.Alerts.Intake;

/// <summary>
/// First stage of the flow: reads a payload into alerts and hands them to queue <c>alerts</c>. What it answers as
/// accepted is in the queue; what it refuses is kept with its reason.
/// </summary>
internal sealed class AlertIntake(
    DialectCatalog dialects, AlertOptions options, IQueue queue, IPayloadStore payloads, IRejectionLog rejections, TimeProvider clock)
{
    /// <exception cref="DependencyUnavailableException">Nothing was answered as accepted; the sender may repeat.</exception>
    public async Task<IntakeAnswer> AcceptAsync(string? source, string? contentType, byte[] body, CancellationToken cancellationToken)
    {
        source = string.IsNullOrWhiteSpace(source) ? null : source;
        var receivedAt = clock.GetUtcNow();
        var payloadId = SortableId.New(receivedAt);
        if (PayloadBody.CheckMediaType(contentType) is { } mediaType) return await RefuseAsync(415, [mediaType]);

        var notes = new List<string>();
        using var document = PayloadBody.Parse(body, notes, out var problem);
        if (document is null) return await RefuseAsync(400, [problem!]);
        var dialect = dialects.Choose(source, document.RootElement, out var why);
        if (dialect is null) return await RefuseAsync(400, [Unrecognised(document.RootElement)]);

        notes.Add(why);
        var reading = new PayloadReading(options, dialect.IsNamed(source) ? null : source);
        dialect.Read(document.RootElement, reading);
        var count = reading.Drafts.Count + reading.Problems.Count;
        if (count > options.MaxAlertsPerPayload) return await RefuseAsync(413, [new("alerts", $"{count} alerts", $"at most {options.MaxAlertsPerPayload} in one payload")]);
        if (reading.Drafts.Count == 0 && reading.Problems.Count > 0) return await RefuseAsync(400, reading.Problems);
        if (reading.Drafts.Count == 0) return await SetAsideAsync(reading.Ignored);

        var alerts = Finish(reading.Drafts, dialect.Name, notes);

        // What is refused is kept first: once the queue has the rest, nothing may fail any more.
        if (reading.Problems.Count > 0) await KeepAsync(202, reading.Problems);
        await HandOverAsync(payloadId, alerts);
        return new IntakeAnswer(202, payloadId, alerts, reading.Problems, reading.Ignored);

        List<Alert> Finish(IReadOnlyList<AlertDraft> drafts, string name, List<string> common)
        {
            var finished = new List<Alert>(drafts.Count);
            foreach (var draft in drafts)
            {
                draft.Reading.InsertRange(0, common);
                var id = new AlertId(Shelf.Of(draft.DedupKey), payloadId, finished.Count);
                finished.Add(AlertNormaliser.Finish(draft, source, name, id, receivedAt, options));
            }

            return finished;
        }

        async Task HandOverAsync(string id, IReadOnlyList<Alert> alerts)
        {
            var payload = AlertMessages.Envelope(id, contentType, body);
            if (!AlertMessages.Travels(payload)) await payloads.SaveAsync(payload, cancellationToken);
            await queue.SendAsync(QueueNames.Alerts, AlertMessages.Write(payload, alerts), cancellationToken);
        }

        async Task<IntakeAnswer> RefuseAsync(int status, IReadOnlyList<FieldProblem> problems)
        {
            await KeepAsync(status, problems);
            return new IntakeAnswer(status, payloadId, [], problems, []);
        }

        // What is no alert is kept too, with the reason: whoever misses a ticket finds here why there is none.
        async Task<IntakeAnswer> SetAsideAsync(IReadOnlyList<string> reasons)
        {
            await KeepAsync(202, [.. reasons.Select(r => new FieldProblem("body", r, "an alert; this opens no ticket"))]);
            return new IntakeAnswer(202, payloadId, [], [], reasons);
        }

        Task KeepAsync(int status, IReadOnlyList<FieldProblem> problems) =>
            rejections.KeepAsync(Rejections.AtIntake(payloadId, receivedAt, source, status, problems, contentType, body, body.Length), cancellationToken);
    }

    /// <summary>Keeps the beginning of a body that was too large to be read to its end.</summary>
    public async Task<IntakeAnswer> RefuseTooLargeAsync(string? source, string? contentType, byte[] beginning, long read, CancellationToken cancellationToken)
    {
        var receivedAt = clock.GetUtcNow();
        var id = SortableId.New(receivedAt);
        FieldProblem[] problems = [new("body", $"more than {options.MaxBodyBytes} bytes", $"at most {options.MaxBodyBytes} bytes (setting Alerts__MaxBodyBytes)")];
        await rejections.KeepAsync(Rejections.AtIntake(id, receivedAt, source, 413, problems, contentType, beginning, read), cancellationToken);
        return new IntakeAnswer(413, id, [], problems, []);
    }

    private FieldProblem Unrecognised(JsonElement root) => new(
        "body",
        root.ValueKind == JsonValueKind.Object
            ? $"an object with the members {PlainText.Line(string.Join(", ", root.EnumerateObject().Select(m => m.Name).Take(8)), 120)}"
            : ((JsonElement?)root).Shown(),
        $"a payload of {dialects.Names} (docs/alert-sources.md shows each)");
}

/// <summary>What intake answers.</summary>
/// <param name="Status">HTTP status: 202, 400, 413 or 415.</param>
/// <param name="Payload">Id of the payload; with any refusal also the id under which it is kept.</param>
/// <param name="Alerts">What the queue has, in payload order.</param>
/// <param name="Problems">What was refused, also when other members of the same payload were accepted.</param>
/// <param name="Ignored">What was understood as no alert, with the reasons.</param>
internal sealed record IntakeAnswer(int Status, string Payload, IReadOnlyList<Alert> Alerts, IReadOnlyList<FieldProblem> Problems, IReadOnlyList<string> Ignored);
