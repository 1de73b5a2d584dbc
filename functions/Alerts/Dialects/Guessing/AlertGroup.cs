using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects.Guessing;

/// <summary>Finds the list whose members are alerts of their own: under a name that says so, or the payload itself.</summary>
internal static class AlertGroup
{
    private static readonly HashSet<string> ListNames = new(StringComparer.Ordinal)
    {
        "alerts", "alarms", "events", "incidents", "problems", "issues", "violations", "notifications", "messages", "records", "findings", "items", "triggers", "matches", "data", "results", "value", "values",
    };

    /// <summary>Names under which a list holds alerts even beside a title of its own.</summary>
    private static readonly HashSet<string> CertainNames = new(StringComparer.Ordinal) { "alerts", "alarms", "incidents", "problems", "violations", "findings" };

    public static (string Pointer, JsonElement List)? Find(JsonElement root) => root.ValueKind == JsonValueKind.Array ? ("", root) : Find(root, "", depth: 0);

    private static (string Pointer, JsonElement List)? Find(JsonElement element, string pointer, int depth)
    {
        if (element.ValueKind != JsonValueKind.Object || depth > 2) return null;
        foreach (var member in element.EnumerateObject())
        {
            var name = PlainNames.Of(member.Name);
            if (member.Value.ValueKind != JsonValueKind.Array || member.Value.GetArrayLength() == 0 || !ListNames.Contains(name)) continue;
            if (member.Value.EnumerateArray().All(IsAlert) && (CertainNames.Contains(name) || !HasTitle(element))) return (JsonPointer.Child(pointer, member.Name), member.Value);
        }

        foreach (var member in element.EnumerateObject())
        {
            if (PayloadMembers.IsWrapper(PlainNames.Of(member.Name)) && Find(member.Value, JsonPointer.Child(pointer, member.Name), depth + 1) is { } inner) return inner;
        }

        return null;
    }

    private static bool HasTitle(JsonElement element) =>
        element.EnumerateObject().Any(m => m.Value.ValueKind == JsonValueKind.String && PlainNames.Of(m.Name) is "title" or "subject" or "summary" or "alertname" or "headline" or "description" or "message" or "rule" or "rulename")
        || element.Member("saved_search").IsObject();

    /// <summary>A title, and beside it a state, a severity or a host.</summary>
    private static bool IsAlert(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object) return false;
        var members = PayloadMembers.Of(item);
        return (TitleGuess.Find(members) ?? TitleGuess.OfType(members)) is { Score: >= 50 }
            && members.Any(m => FactNames.Severity.Score(m) >= 60 || FactNames.Host.Score(m) >= 66 || (FactNames.State.Score(m) >= 60 && StatusWords.Find(m.Text) is not null));
    }
}
