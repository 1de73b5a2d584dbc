using System.Text.Json;
using Automation.Alerts;
using Automation.Alerts.Dialects;
using Automation.Alerts.Intake;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Dialects;

/// <summary>Shows what is read of a payload as one line for tables of tests, and tries every wrong type in every place.</summary>
internal static class DialectLine
{
    /// <summary>
    /// Dialect, status, severity, host, dedup key, title, and the times that the source tells, of an acknowledgement also its own; "ignored: ..." for what is no
    /// alert, "refused: ..." with the field for what can't be read.
    /// </summary>
    public static string Of(string payload, string? source = null)
    {
        using var document = JsonDocument.Parse(payload);
        var (dialect, reading) = Read(document.RootElement, source);
        var payloadId = SortableId.New(Some.Noon);
        string[] lines =
        [
            .. reading.Drafts.Select((d, i) => Line(AlertNormaliser.Finish(d, source, dialect.Name, new AlertId(Shelf.Of(d.DedupKey), payloadId, i), Some.Noon, Some.AlertOptions()))),
            .. reading.Ignored.Select(i => $"ignored: {i}"),
            .. reading.Problems.Select(p => $"refused: {p.Field}"),
        ];
        return string.Join("; ", lines);
    }

    /// <summary>
    /// Reads every payload of <see cref="DialectFuzz"/> by shape and by name: none may throw, of each something must be said,
    /// and what nobody knows changes nothing.
    /// </summary>
    public static void TryWrongTypes(string payload, string source)
    {
        foreach (var changed in DialectFuzz.Changed(payload))
        {
            Assert.NotEqual("", Of(changed));
            Assert.NotEqual("", Of(changed, source));
        }

        foreach (var extended in DialectFuzz.Extended(payload)) Assert.Equal((Of(payload), Of(payload, source)), (Of(extended), Of(extended, source)));
    }

    private static (IAlertDialect Dialect, PayloadReading Reading) Read(JsonElement root, string? source)
    {
        var dialect = new DialectCatalog().Choose(source, root, out _) ?? throw new InvalidOperationException("not recognised");
        var reading = new PayloadReading(Some.AlertOptions(), dialect.IsNamed(source) ? null : source, Some.Noon);
        dialect.Read(root, reading);
        return (dialect, reading);
    }

    private static string Line(Alert alert)
    {
        var times = $"{(alert.StartedAt == Some.Noon ? "" : $" from {UtcTimeConverter.Text(alert.StartedAt)}")}{(alert.EndedAt is null || alert.EndedAt == Some.Noon ? "" : $" to {UtcTimeConverter.Text(alert.EndedAt.Value)}")}";
        if (alert.Status == AlertStatus.Acknowledged && alert.OccurredAt != Some.Noon) times += $" taken on {UtcTimeConverter.Text(alert.OccurredAt)}";
        return $"{alert.Dialect} {alert.Status} {alert.Severity} {alert.Host ?? "-"} [{alert.DedupKey}] {alert.Title}{times}";
    }
}
