using Automation.Alerts;
using Automation.Alerts.Dialects;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Dialects;

public sealed class SeverityNamesTests
{
    [Fact]
    public void TheTableOfTheDocumentation_HasEveryNameInItsRow()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "alert-sources.md"));
        var table = text[text.IndexOf("## Severities", StringComparison.Ordinal)..text.IndexOf("## Limits", StringComparison.Ordinal)];
        var documented =
            from line in table.Split('\n')
            let cells = line.Split('|', StringSplitOptions.TrimEntries)
            where cells.Length == 4 && Enum.TryParse<Severity>(cells[1], ignoreCase: true, out _)
            from name in cells[2].Split(", ")
            select $"{cells[1]} {name.ToLowerInvariant()}";

        Assert.Equal(SeverityNames.Known.Select(n => $"{n.Value.ToString().ToLowerInvariant()} {n.Key}").Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }
}
