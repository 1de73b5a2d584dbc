using System.Globalization;

namespace Automation.Mail.Answers;

/// <summary>By when a person looks at a ticket, by its priority: what the answer promises.</summary>
internal sealed record FirstResponse(IReadOnlyDictionary<string, TimeSpan> Times)
{
    public const string Default = "P1=1h,P2=4h,P3=8h,P4=24h";
    public const string Accepted = "each of P1, P2, P3 and P4 with a time, such as P1=30m,P2=4h,P3=8h,P4=2d";

    private static readonly string[] Priorities = ["P1", "P2", "P3", "P4"];

    public TimeSpan Of(string priority) => Times.TryGetValue(priority, out var time) ? time : Times["P4"];

    /// <summary>Null when the text has another form.</summary>
    public static FirstResponse? Parse(string text)
    {
        var times = new Dictionary<string, TimeSpan>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=') is not [var name, var time] || !Flow.Durations.TryParse(time.Trim(), out var duration) || duration <= TimeSpan.Zero || !times.TryAdd(name.Trim().ToUpper(CultureInfo.InvariantCulture), duration)) return null;
        }

        return Priorities.All(times.ContainsKey) && times.Count == Priorities.Length ? new FirstResponse(times) : null;
    }
}
