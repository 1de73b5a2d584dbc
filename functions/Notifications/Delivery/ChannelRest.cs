using System.Collections.Concurrent;

namespace Automation.Notifications.Delivery;

/// <summary>
/// Remembers in this process which channels rest after a failure, so that a broken one is asked now and then and not by every
/// message: waiting for it would hold up the others. Nothing depends on it but time.
/// </summary>
internal sealed class ChannelRest
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, int Failures)> resting = new(StringComparer.Ordinal);

    /// <summary>When the channel may be asked again; null for now.</summary>
    public DateTimeOffset? Until(string channel, DateTimeOffset now) => resting.TryGetValue(channel, out var rest) && rest.Until > now ? rest.Until : null;

    public void Delivered(string channel) => resting.TryRemove(channel, out _);

    /// <summary>5 s, 10 s, ... to 5 minutes; what the receiver asks for, up to an hour, goes before. Failures while it rests already don't lengthen it.</summary>
    public void Failed(string channel, DateTimeOffset now, TimeSpan? after) => resting.AddOrUpdate(
        channel,
        _ => (now + Pause(0, after), 1),
        (_, rest) => rest.Until > now ? rest : (now + Pause(rest.Failures, after), rest.Failures + 1));

    private static TimeSpan Pause(int failures, TimeSpan? after) =>
        after is { } asked ? Min(asked, LongestAsked) : Min(Shortest * Math.Pow(2, Math.Min(failures, 10)), Longest);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
