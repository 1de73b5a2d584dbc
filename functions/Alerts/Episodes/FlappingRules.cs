using Automation.Routing;

namespace Automation.Alerts.Episodes;

/// <summary>
/// Decides whether a problem flaps and which of its episodes are one coming and going. Only the starts count, so a late
/// signal that completes a cluster says the same of all its episodes as one that came in order.
/// </summary>
internal static class FlappingRules
{
    /// <param name="spans">Of one dedup key, oldest first.</param>
    /// <returns>Null while no more than <see cref="FlappingSettings.Episodes"/> began within any stretch of <see cref="FlappingSettings.Within"/> that has the episode.</returns>
    public static FlappingCluster? Of(List<EpisodeSpan> spans, string episode, FlappingSettings settings)
    {
        var own = spans.FindIndex(s => s.Id == episode);
        var (from, to, most) = (own, own, 0);
        for (var first = own; first >= 0 && IsWithin(first, own); first--)
        {
            var last = own;
            while (last + 1 < spans.Count && IsWithin(first, last + 1)) last++;
            var count = last - first + 1;
            if (count <= settings.Episodes) continue;
            (from, to, most) = (first, Math.Max(to, last), Math.Max(most, count));
        }

        if (most == 0) return null;
        var says = $"flapping: it came {most} times within {settings.Within.TotalMinutes:0.#} minutes; more than {settings.Episodes} are not told one by one";
        return new FlappingCluster(says, [.. spans[from..(to + 1)].Where(s => s.Id != episode).Select(s => s.Id)]);

        bool IsWithin(int first, int last) => spans[last].StartedAt - spans[first].StartedAt < settings.Within;
    }
}

/// <summary>The episodes among which one comes and goes.</summary>
/// <param name="Says">How often it came, in words.</param>
/// <param name="Others">The other episodes, oldest first.</param>
internal sealed record FlappingCluster(string Says, IReadOnlyList<string> Others);
