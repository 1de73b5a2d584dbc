using System.Text;
using System.Text.Json;
using Automation.Flow;
using Automation.Routing.Matching;

namespace Automation.Routing.Maintenance;

/// <summary>Reads what was posted as a maintenance window, and names every field that can't be used.</summary>
internal sealed class MaintenanceRequest
{
    private const int MaxListed = 500;
    private const int MaxName = 253;
    private const int MaxText = 500;
    private const string TimeAccepted = "a time with its zone, as in 2026-11-22T22:00:00Z";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);
    private static readonly string[] Fields = ["hosts", "services", "matchers", "from", "to", "duration", "reason", "by"];

    private readonly JsonElement body;
    private readonly List<FieldProblem> problems = [];

    private MaintenanceRequest(JsonElement body) => this.body = body;

    /// <summary>The window; or null with problems. The same body within a minute has the same id: it is sent again when its answer was lost.</summary>
    public static MaintenanceWindow? Read(byte[] body, DateTimeOffset now, out IReadOnlyList<FieldProblem> problems)
    {
        using var document = PayloadBody.Parse(body, [], out var problem);
        if (document is null)
        {
            problems = [problem!];
            return null;
        }

        var request = new MaintenanceRequest(document.RootElement);
        problems = request.problems;
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            request.Refuse("body", $"{document.RootElement.ValueKind}".ToLowerInvariant(), "an object with " + string.Join(", ", Fields));
            return null;
        }

        var window = request.Window(SortableId.From(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)), Encoding.UTF8.GetString(body)), now);
        return request.problems.Count == 0 ? window : null;
    }

    private MaintenanceWindow Window(string id, DateTimeOffset now)
    {
        foreach (var name in body.EnumerateObject().Select(m => m.Name).Where(n => !Fields.Contains(n, StringComparer.Ordinal)))
        {
            Refuse(PlainText.Line(name, 60), $"an unknown field{Files.Nearest.Hint(name, Fields)}", string.Join(", ", Fields));
        }

        var (hosts, services, matchers) = (List("hosts"), List("services"), List("matchers", MatcherText.MaxLength));
        if (hosts.Count + services.Count + matchers.Count == 0) Refuse("hosts", "neither hosts nor services nor matchers", "at least one of hosts, services, matchers");
        foreach (var matcher in matchers)
        {
            if (MatcherText.Parse(matcher, out var found, out var accepted) is null) Refuse("matchers", found, accepted);
        }

        var from = Time("from") ?? now;
        var to = End(from, now);
        return new MaintenanceWindow(id, hosts, services, matchers, from, to, Text("reason"), Text("by"), now, null);
    }

    private DateTimeOffset End(DateTimeOffset from, DateTimeOffset now)
    {
        var (to, duration) = (Time("to"), Duration());
        if (Has("to") == Has("duration")) Refuse("to", Has("to") ? "both to and duration" : "neither to nor duration", $"either to ({TimeAccepted}) or duration (such as 90m or 4h)");
        if (problems.Count > 0) return from;
        var end = to ?? from + duration!.Value;
        var field = to is null ? "duration" : "to";
        if (end <= from) Refuse(field, UtcTimeConverter.Text(end), "an end after the beginning");
        else if (end <= now) Refuse(field, UtcTimeConverter.Text(end), $"an end in the future; it is {UtcTimeConverter.Text(now)}");
        else if (end - from > Longest) Refuse(field, Durations.Text(TimeSpan.FromDays(Math.Ceiling((end - from).TotalDays))), "at most one year (366d)");
        else if (from > now + Longest) Refuse("from", UtcTimeConverter.Text(from), "a beginning within a year (366d)");
        return end;
    }

    private bool Has(string field) => body.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null;

    private List<string> List(string field, int maxLength = MaxName)
    {
        if (!Has(field)) return [];
        var value = body.GetProperty(field);
        var accepted = $"a list of at most {MaxListed} texts of 1 to {maxLength} characters";
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaxListed)
        {
            Refuse(field, value.ValueKind == JsonValueKind.Array ? $"{value.GetArrayLength()} entries" : Shown(value), accepted);
            return [];
        }

        var texts = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && item.GetString()!.Trim() is { Length: > 0 } text && text.Length <= maxLength) texts.Add(text);
            else Refuse(field, Shown(item), accepted);
        }

        return [.. texts.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private string Text(string field)
    {
        var text = Has(field) && body.GetProperty(field) is { ValueKind: JsonValueKind.String } value ? value.GetString()!.Trim() : null;
        if (text is { Length: > 0 and <= MaxText } && !text.Any(char.IsControl)) return text;
        Refuse(field, !Has(field) ? "nothing" : text is null ? Shown(body.GetProperty(field)) : $"a text of {text.Length} characters", $"a line of 1 to {MaxText} characters: {(field == "by" ? "who works on it" : "what is done")}");
        return "";
    }

    private DateTimeOffset? Time(string field)
    {
        if (!Has(field)) return null;
        var value = body.GetProperty(field);
        if (value.ValueKind == JsonValueKind.String && HasZone(value.GetString()!) && value.TryGetDateTimeOffset(out var time) && time.Year is >= 2000 and < 3000) return time.ToUniversalTime();
        Refuse(field, Shown(value), TimeAccepted);
        return null;
    }

    private TimeSpan? Duration()
    {
        if (!Has("duration")) return null;
        var value = body.GetProperty("duration");
        if (value.ValueKind == JsonValueKind.String && Durations.TryParse(value.GetString()!, out var duration)) return duration;
        Refuse("duration", Shown(value), "a duration such as 90m, 4h or 2d");
        return null;
    }

    private static bool HasZone(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');

    private static string Shown(JsonElement value) => value.ValueKind == JsonValueKind.String ? Files.FileProblems.Shown(value.GetString()!) : Files.FileProblems.Shown(value.GetRawText());

    private void Refuse(string field, string found, string accepted) => problems.Add(new FieldProblem(field, found, accepted));
}
