using System.Text.Json;
using Automation.Flow;

namespace Automation.Changes.Dialects;

/// <summary>
/// ServiceNow change requests, sent by the business rule that docs/changes.md gives. States are read by their value or
/// their label; times are UTC, as <c>getValue</c> gives them.
/// </summary>
internal sealed class ServiceNowDialect : IChangeDialect
{
    public string Name => "servicenow";

    public IReadOnlyList<string> Aliases { get; } = ["snow", "service-now"];

    public bool Recognises(JsonElement root, string? eventName) => root.Text("number") is not null && root.Member("short_description") is not null;

    public void Read(JsonElement root, ChangeReading reading)
    {
        if (root.Text("number") is not { } number)
        {
            reading.Refuse("number", root.Member("number").Shown(), "the number of the change request, as in CHG0030001");
            return;
        }

        var state = Shown(root.Member("state"));
        if (Outcome(state, Shown(root.Member("close_code"))) is not { } status)
        {
            reading.Ignore(number, $"state {state ?? "missing"}: nothing was changed");
            return;
        }

        var (hosts, services) = Items(root);
        if (hosts.Count + services.Count == 0)
        {
            reading.Refuse("cmdb_ci", root.Member("cmdb_ci").Shown(), "the name of a configuration item, or business_service");
            return;
        }

        var title = root.Text("short_description") ?? number;
        reading.Accept(new ChangeDraft
        {
            Id = number,
            Kind = ChangeWords.Kind($"{Shown(root.Member("category"))} {title}", ChangeKind.Other),
            Title = Shown(root.Member("type")) is { } type ? $"{number} {title} ({type.ToLowerInvariant()} change)" : $"{number} {title}",
            Description = root.Text("description"),
            Status = status,
            Hosts = hosts,
            Services = services,
            By = Shown(root.Member("assigned_to")) ?? Shown(root.Member("requested_by")),
            Link = root.Text("link"),
            StartedAt = ChangeTimes.First(root.Member("work_start"), root.Member("start_date")),
            EndedAt = status == ChangeStatus.Running ? null : ChangeTimes.First(root.Member("work_end"), root.Member("end_date")),
        });
    }

    private static ChangeStatus? Outcome(string? state, string? closeCode) => state?.ToLowerInvariant() switch
    {
        "-1" or "implement" => ChangeStatus.Running,
        "0" or "review" or "3" or "closed" => closeCode?.Contains("unsuccessful", StringComparison.OrdinalIgnoreCase) == true ? ChangeStatus.Failed : ChangeStatus.Succeeded,
        _ => null,
    };

    /// <summary>The class of a configuration item tells a service from a host.</summary>
    private static (List<string> Hosts, List<string> Services) Items(JsonElement root)
    {
        var items = root.Member("cmdb_ci") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(i => Shown(i)).OfType<string>().ToList()
            : [.. (Shown(root.Member("cmdb_ci")) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var services = new[] { Shown(root.Member("business_service")) }.OfType<string>().ToList();
        if (root.Text("cmdb_ci_class") is not { } type || !(type.Contains("service", StringComparison.OrdinalIgnoreCase) || type.Contains("appl", StringComparison.OrdinalIgnoreCase))) return (items, services);
        services.InsertRange(0, items);
        return ([], services);
    }

    /// <summary>A text, or the display value of a reference.</summary>
    private static string? Shown(JsonElement? value) => value.Member("display_value").Text() ?? value.Text();
}
