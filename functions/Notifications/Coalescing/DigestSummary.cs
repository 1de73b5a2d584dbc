namespace Automation.Notifications.Coalescing;

/// <summary>What a summary says of the notifications that it stands for.</summary>
/// <param name="ByPriority">How many of each priority, highest first.</param>
/// <param name="Hosts">The hosts with the most of them, at most ten; each with its number.</param>
/// <param name="HostCount">Different hosts.</param>
/// <param name="Tickets">Twenty at most: the highest priorities first, of these the earliest.</param>
/// <param name="More">How many are not among <paramref name="Tickets"/>.</param>
internal sealed record DigestSummary(
    DigestNumber Digest, int Count, IReadOnlyList<(string Name, int Count)> ByPriority, IReadOnlyList<(string Name, int Count)> Hosts, int HostCount,
    IReadOnlyList<DigestMember> Tickets, int More)
{
    public const int MaxTickets = 20;
    public const int MaxHosts = 10;

    /// <summary>The same for the same members in any order.</summary>
    public static DigestSummary Of(DigestNumber digest, IReadOnlyList<DigestMember> members)
    {
        var hosts = members.Where(m => m.Host is not null).GroupBy(m => m.Host!, StringComparer.OrdinalIgnoreCase)
            .Select(g => (Name: g.Select(m => m.Host!).Min(StringComparer.Ordinal)!, Count: g.Count()))
            .OrderByDescending(h => h.Count).ThenBy(h => h.Name, StringComparer.Ordinal).ToList();
        var shown = members.OrderBy(m => m.Priority, StringComparer.Ordinal).ThenBy(m => m.At).ThenBy(m => m.Effect, StringComparer.Ordinal).Take(MaxTickets).ToList();
        return new DigestSummary(
            digest, members.Count,
            [.. members.GroupBy(m => m.Priority, StringComparer.Ordinal).Select(g => (g.Key, g.Count())).OrderBy(p => p.Key, StringComparer.Ordinal)],
            [.. hosts.Take(MaxHosts)], hosts.Count, shown, members.Count - shown.Count);
    }
}
