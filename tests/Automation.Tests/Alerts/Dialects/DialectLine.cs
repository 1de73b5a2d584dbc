using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Alerts;
using Automation.Alerts.Dialects;
using Automation.Alerts.Intake;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Dialects;

/// <summary>Shows what is read of a payload as one line for tables of tests, and tries every wrong type in every place.</summary>
internal static class DialectLine
{
    private static readonly string[] WrongValues = ["null", "7", "-1e9", "\"\"", "\"x\"", "true", "[]", "[\"a\", 1]", "{}", "{\"a\": 1}"];

    /// <summary>
    /// Dialect, status, severity, host, dedup key, title, and the times that the source tells; "ignored: ..." for what is no
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

    /// <summary>Reads the payload once for each of its values and each wrong value in its place; any exception fails the test.</summary>
    public static void TryWrongTypes(string payload, string source)
    {
        var root = JsonNode.Parse(payload)!;
        foreach (var path in Paths(root).ToList())
        {
            foreach (var wrong in WrongValues)
            {
                var copy = root.DeepClone();
                Replace(copy, path, JsonNode.Parse(wrong));
                using var document = JsonDocument.Parse(copy.ToJsonString());
                var (_, byShape) = Read(document.RootElement, null);
                var (_, byName) = Read(document.RootElement, source);
                Assert.True(byShape.Drafts.Count + byShape.Ignored.Count + byShape.Problems.Count > 0, $"nothing is said of {copy.ToJsonString()}");
                Assert.True(byName.Drafts.Count + byName.Ignored.Count + byName.Problems.Count > 0, $"nothing is said of {copy.ToJsonString()}");
            }
        }
    }

    private static (IAlertDialect Dialect, PayloadReading Reading) Read(JsonElement root, string? source)
    {
        var dialect = new DialectCatalog().Choose(source, root, out _) ?? throw new InvalidOperationException("not recognised");
        var reading = new PayloadReading(Some.AlertOptions(), dialect.IsNamed(source) ? null : source);
        dialect.Read(root, reading);
        return (dialect, reading);
    }

    private static string Line(Alert alert)
    {
        var times = $"{(alert.StartedAt == Some.Noon ? "" : $" from {UtcTimeConverter.Text(alert.StartedAt)}")}{(alert.EndedAt is null || alert.EndedAt == Some.Noon ? "" : $" to {UtcTimeConverter.Text(alert.EndedAt.Value)}")}";
        return $"{alert.Dialect} {alert.Status} {alert.Severity} {alert.Host ?? "-"} [{alert.DedupKey}] {alert.Title}{times}";
    }

    private static IEnumerable<object[]> Paths(JsonNode node)
    {
        IEnumerable<(object Key, JsonNode? Value)> children = node switch
        {
            JsonObject members => members.Select(m => ((object)m.Key, m.Value)),
            JsonArray items => items.Select((item, i) => ((object)i, item)),
            _ => [],
        };
        foreach (var (key, value) in children)
        {
            yield return [key];
            foreach (var inner in value is null ? [] : Paths(value)) yield return [key, .. inner];
        }
    }

    private static void Replace(JsonNode root, object[] path, JsonNode? value)
    {
        var at = root;
        foreach (var key in path[..^1]) at = key is int index ? at[index]! : at[(string)key]!;
        if (path[^1] is int last) at[last] = value;
        else at[(string)path[^1]] = value;
    }
}
