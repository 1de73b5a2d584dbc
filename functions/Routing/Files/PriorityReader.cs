using System.Globalization;
using Automation.Routing.Priorities;

namespace Automation.Routing.Files;

/// <summary>Reads the section <c>priority</c>; each table that the file leaves out is the default.</summary>
internal static class PriorityReader
{
    private static readonly Dictionary<string, string> DefaultUrgency = Table(("critical", "critical"), ("error", "high"), ("warning", "medium"), ("info", "low"));
    private static readonly Dictionary<string, string> DefaultCriticality = Table(("critical", "high"), ("high", "high"), ("medium", "medium"), ("low", "low"));
    private static readonly string[] DefaultMatrix = ["P1 P1 P2 P3", "P1 P2 P3 P4", "P2 P3 P4 P4"];

    public static PriorityRules Read(MapReader top)
    {
        var section = top.Map("priority");
        var impact = section?.Map("impact");
        var rules = new PriorityRules(
            Urgency(section), "medium", Criticality(impact), Choice(impact, "default", PriorityRules.Impacts, "medium"), Affected(impact), Matrix(section));
        impact?.Close();
        section?.Close();
        return rules;
    }

    private static Dictionary<string, string> Urgency(MapReader? section)
    {
        if (section?.Map("urgency") is not { } block) return DefaultUrgency;
        var table = DefaultUrgency.Keys.ToDictionary(s => s, s => Choice(block, s, PriorityRules.Urgencies, null), StringComparer.OrdinalIgnoreCase);
        block.Close();
        return table;
    }

    private static Dictionary<string, string> Criticality(MapReader? impact)
    {
        if (impact?.Map("criticality") is not { } block) return DefaultCriticality;
        var table = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in block.Pairs())
        {
            table[key.Value] = value.Value;
            if (!PriorityRules.Impacts.Contains(value.Value)) block.Problems.Add(value.At, $"{key.Value}: {FileProblems.Shown(value.Value)}{Nearest.Hint(value.Value, PriorityRules.Impacts)}", string.Join(", ", PriorityRules.Impacts));
        }

        return table;
    }

    private static List<(string Impact, int From)> Affected(MapReader? impact)
    {
        if (impact?.Map("affected") is not { } block) return [("high", 50), ("medium", 10)];
        var thresholds = PriorityRules.Impacts.Where(block.Has).Select(name => (Impact: name, From: block.Number(name, 1, 1, 10_000_000))).ToList();
        for (var i = 1; i < thresholds.Count; i++)
        {
            if (thresholds[i].From < thresholds[i - 1].From) continue;
            block.Problems.Add(block.PlaceOf(thresholds[i].Impact), $"{thresholds[i].Impact}: {thresholds[i].From} affected, not fewer than for {thresholds[i - 1].Impact}", "thresholds that fall with the impact");
        }

        block.Close();
        return thresholds;
    }

    private static Dictionary<(string Impact, string Urgency), string> Matrix(MapReader? section)
    {
        var matrix = new Dictionary<(string, string), string>();
        var block = section?.Map("matrix");
        for (var i = 0; i < PriorityRules.Impacts.Count; i++)
        {
            var (impact, defaults) = (PriorityRules.Impacts[i], DefaultMatrix[i].Split(' '));
            var row = block?.Map(impact);
            if (block is not null && !block.Has(impact)) block.Problems.Add(block.At, $"the matrix lacks the row '{impact}'", "a row for each impact: high, medium, low");
            for (var j = 0; j < PriorityRules.Urgencies.Count; j++)
            {
                matrix[(impact, PriorityRules.Urgencies[j])] = row is null ? defaults[j] : Choice(row, PriorityRules.Urgencies[j], PriorityRules.Priorities, null);
            }

            row?.Close();
        }

        block?.Close();
        return matrix;
    }

    /// <param name="fallback">Null when the key is required.</param>
    private static string Choice(MapReader? block, string key, IReadOnlyList<string> accepted, string? fallback)
    {
        if (block is not null && fallback is null && !block.Has(key)) block.Problems.Add(block.At, $"no value for '{key}'", string.Create(CultureInfo.InvariantCulture, $"'{key}' with one of {string.Join(", ", accepted)}"));
        if (block?.Text(key) is not { } text) return fallback ?? accepted[0];
        if (accepted.FirstOrDefault(a => a.Equals(text.Value, StringComparison.OrdinalIgnoreCase)) is { } choice) return choice;
        block.Problems.Add(text.At, $"{key}: {FileProblems.Shown(text.Value)}{Nearest.Hint(text.Value, accepted)}", string.Join(", ", accepted));
        return accepted[0];
    }

    private static Dictionary<string, string> Table(params (string Key, string Value)[] rows) => rows.ToDictionary(r => r.Key, r => r.Value, StringComparer.OrdinalIgnoreCase);
}
