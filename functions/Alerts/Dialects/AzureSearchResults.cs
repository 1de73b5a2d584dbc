using System.Text.Json;

namespace Automation.Alerts.Dialects;

/// <summary>The hosts that the results of a log search name: the affected configuration items, else a column that is called so.</summary>
internal sealed class AzureSearchResults
{
    private readonly List<string> hosts = [];

    public AzureSearchResults(JsonElement context)
    {
        hosts.AddRange(context.Member("AffectedConfigurationItems").Texts());
        foreach (var table in Tables(context))
        {
            var names = table.Member("columns").Items().Select(c => c.Text("name") ?? c.Text("ColumnName") ?? "").ToList();
            var column = names.FindIndex(AzureDimensions.IsHostColumn);
            var service = names.FindIndex(n => n is "SvcDisplayName" or "SvcName" or "ServiceName" or "ServiceDisplayName");
            foreach (var row in table.Member("rows").Items().Where(r => r.ValueKind == JsonValueKind.Array))
            {
                if (Cell(row, column) is { } host) hosts.Add(host);
                Service ??= Cell(row, service);
            }
        }
    }

    public string? Host => hosts.Count > 0 ? hosts[0] : null;

    /// <summary>Null when there are several: which of them a result lists changes from one run of the search to the next.</summary>
    public string? OnlyHost => hosts.Distinct(StringComparer.OrdinalIgnoreCase).ToList() is [var only] ? only : null;

    public string? Service { get; }

    private static IEnumerable<JsonElement> Tables(JsonElement context)
    {
        foreach (var name in new[] { "SearchResults", "SearchResult" })
        {
            foreach (var table in context.Member(name).Member("tables").Items()) yield return table;
        }
    }

    private static string? Cell(JsonElement row, int column) => column >= 0 && column < row.GetArrayLength() ? ((JsonElement?)row[column]).Text() : null;
}
