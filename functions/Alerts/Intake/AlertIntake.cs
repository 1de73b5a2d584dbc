using System.Text.Json;
using Automation.Alerts.Authentication;
using Automation.Alerts.Dialects;
using Automation.Flow;

namespace Automation.Alerts.Intake;

/// <summary>
/// First stage of the flow: has a request's origin proven, reads its payload into alerts and hands them to queue
/// <c>alerts</c>. What it answers as accepted is in the queue; what it refuses is kept with its reason.
/// </summary>
internal sealed class AlertIntake(
    DialectCatalog dialects, AlertOptions options, IQueue queue, IPayloadStore payloads, IRejectionLog rejections, TimeProvider clock,
    SignatureGate signatures, SnsGate sns, RefusalBudget budget)
{
    /// <exception cref="DependencyUnavailableException">Nothing was answered as accepted; the sender may repeat.</exception>
    public async Task<IntakeAnswer> AcceptAsync(string? source, string? contentType, SignedRequest request, CancellationToken cancellationToken)
    {
        var body = request.Body;
        source = string.IsNullOrWhiteSpace(source) ? null : source;
        var receivedAt = clock.GetUtcNow();
        var payloadId = SortableId.New(receivedAt);
        var proof = signatures.Check(source, request, receivedAt);
        if (proof.Problem is { } unsigned) return await RefuseUnprovenAsync(401, unsigned);
        if (PayloadBody.CheckMediaType(contentType) is { } mediaType) return await RefuseAsync(415, [mediaType]);

        var notes = new List<string>();
        using var document = PayloadBody.Parse(body, contentType, notes, out var problem);
        if (document is null) return await RefuseAsync(400, [problem!]);
        var message = await sns.CheckAsync(document.RootElement, proof.IsProven, receivedAt, cancellationToken);
        if (message.Problem is { } distrusted) return await RefuseUnprovenAsync(message.Status, distrusted);
        if (message.Outcome == SnsOutcome.SetAside) return await SetAsideAsync([message.Note], message.KeepAs ?? payloadId);
        if (message.Outcome != SnsOutcome.None) notes.Add(message.Note);
        using var signed = message.Outcome == SnsOutcome.Verified ? SnsSignature.OnlySigned(document.RootElement) : null;
        var root = (signed ?? document).RootElement;
        var dialect = dialects.Choose(source, root, out var why);
        var isProven = proof.IsProven || signed is not null;
        if (!isProven && signatures.MissingProof(dialect) is { } missing) return await RefuseUnprovenAsync(401, missing);
        if (dialect is null) return await RefuseAsync(400, [Unrecognised(root)]);

        notes.Add(why);
        var reading = new PayloadReading(options, dialect.IsNamed(source) ? null : source, receivedAt);
        dialect.Read(root, reading);
        if (!isProven && signatures.MissingProof(reading.Drafts) is { } borrowed) return await RefuseUnprovenAsync(401, borrowed);
        var count = reading.Drafts.Count + reading.Problems.Count;
        if (count > options.MaxAlertsPerPayload) return await RefuseAsync(413, [new("alerts", $"{count} alerts", $"at most {options.MaxAlertsPerPayload} in one payload")]);
        if (reading.Drafts.Count == 0 && reading.Problems.Count > 0) return await RefuseAsync(400, reading.Problems);
        if (reading.Drafts.Count == 0) return await SetAsideAsync(reading.Ignored, payloadId);

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
            if (!AlertMessages.Travels(payload)) await payloads.SaveAsync([payload], cancellationToken);
            await queue.SendAsync(QueueNames.Alerts, AlertMessages.Write(payload, alerts), cancellationToken);
        }

        async Task<IntakeAnswer> RefuseAsync(int status, IReadOnlyList<FieldProblem> problems)
        {
            await KeepAsync(status, problems);
            return new IntakeAnswer(status, payloadId, [], problems, []);
        }

        // Whoever can't prove to be our source decides neither how much we write nor, by that, what it costs.
        async Task<IntakeAnswer> RefuseUnprovenAsync(int status, FieldProblem problem)
        {
            var keep = budget.TryTake();
            if (keep) await KeepAsync(status, [problem]);
            return new IntakeAnswer(status, payloadId, [], [problem], []) { IsKept = keep };
        }

        // What is no alert is kept too, with the reason: whoever misses a ticket finds here why there is none.
        async Task<IntakeAnswer> SetAsideAsync(IReadOnlyList<string> reasons, string id)
        {
            await KeepAsync(202, [.. reasons.Select(r => new FieldProblem("body", r, "an alert; this opens no ticket"))], id);
            return new IntakeAnswer(202, payloadId, [], [], reasons);
        }

        Task KeepAsync(int status, IReadOnlyList<FieldProblem> problems, string? id = null) =>
            rejections.KeepAsync(Rejections.AtIntake(id ?? payloadId, receivedAt, source, status, problems, contentType, body, body.Length), cancellationToken);
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
/// <param name="Status">HTTP status: 202, 400, 401, 403, 413 or 415.</param>
/// <param name="Payload">Id of the payload; with any refusal also the id under which it is kept.</param>
/// <param name="Alerts">What the queue has, in payload order.</param>
/// <param name="Problems">What was refused, also when other members of the same payload were accepted.</param>
/// <param name="Ignored">What was understood as no alert, with the reasons.</param>
internal sealed record IntakeAnswer(int Status, string Payload, IReadOnlyList<Alert> Alerts, IReadOnlyList<FieldProblem> Problems, IReadOnlyList<string> Ignored)
{
    /// <summary>Whether a refusal was written down; false only past the limit for requests without proof of origin.</summary>
    public bool IsKept { get; init; } = true;
}
