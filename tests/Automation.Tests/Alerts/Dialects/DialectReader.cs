using System.Text.Json;
using Automation.Alerts;
using Automation.Alerts.Dialects;
using Automation.Alerts.Intake;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Dialects;

/// <summary>Reads a payload as intake does, up to the finished alerts.</summary>
internal static class DialectReader
{
    public static (List<Alert> Alerts, IReadOnlyList<FieldProblem> Problems) Read(string payload, string? source = null, AlertOptions? options = null)
    {
        var (alerts, reading) = ReadAll(payload, source, options);
        return (alerts, reading.Problems);
    }

    /// <summary>Why a payload is no alert; fails when an alert comes of it.</summary>
    public static string Ignored(string payload, string? source = null)
    {
        var (alerts, reading) = ReadAll(payload, source, null);
        Assert.Empty(alerts);
        Assert.Empty(reading.Problems);
        return Assert.Single(reading.Ignored);
    }

    public static Alert One(string payload, string? source = null, AlertOptions? options = null) => Assert.Single(Read(payload, source, options).Alerts);

    private static (List<Alert> Alerts, PayloadReading Reading) ReadAll(string payload, string? source, AlertOptions? options)
    {
        options ??= Some.AlertOptions();
        using var document = JsonDocument.Parse(payload);
        var dialect = new DialectCatalog().Choose(source, document.RootElement, out _) ?? throw new InvalidOperationException("not recognised");
        var reading = new PayloadReading(options, dialect.IsNamed(source) ? null : source, Some.Noon);
        dialect.Read(document.RootElement, reading);
        var payloadId = SortableId.New(Some.Noon);
        return ([.. reading.Drafts.Select((d, i) => AlertNormaliser.Finish(d, source, dialect.Name, new AlertId(Shelf.Of(d.DedupKey), payloadId, i), Some.Noon, options))], reading);
    }
}
