namespace Automation.Notifications.Coalescing;

/// <summary>How a place has been used so far.</summary>
/// <param name="Singles">Notifications that go singly.</param>
/// <param name="Urgent">P1 notifications that go singly; they have a limit of their own.</param>
/// <param name="Open">Number of the digest that takes new members; the ones before are closed.</param>
internal sealed record DigestState(int Singles, int Urgent, int Open)
{
    public static readonly DigestState Empty = new(0, 0, 0);
}

/// <summary>Decides which notifications of a place go singly and which into its digest. No I/O, no clock.</summary>
internal static class DigestRules
{
    /// <summary>The digest of one that goes singly.</summary>
    public const int None = -1;

    /// <summary>Time after the minute that stragglers of it have to join its summary.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>The place after one more notification, and the number of the digest that it is in.</summary>
    public static (DigestState State, int Digest) Place(DigestState state, Notification notification, NotificationOptions options)
    {
        if (IsUrgent(notification)) return HasRoom(state.Urgent, options.CoalesceP1Above) ? (state with { Urgent = state.Urgent + 1 }, None) : (state, state.Open);
        return HasRoom(state.Singles, options.CoalesceAbove) ? (state with { Singles = state.Singles + 1 }, None) : (state, state.Open);
    }

    /// <summary>Whether there is anything to count: a limit of 0 is none.</summary>
    public static bool HasLimit(Notification notification, NotificationOptions options) => (IsUrgent(notification) ? options.CoalesceP1Above : options.CoalesceAbove) > 0;

    /// <summary>The place once a digest takes no more members; null when it takes none already.</summary>
    public static DigestState? Close(DigestState state, int number) => state.Open > number ? null : state with { Open = number + 1 };

    /// <summary>A P1 that is over can wait for the summary; one that begins can't.</summary>
    public static bool IsUrgent(Notification notification) => notification.Priority == "P1" && notification.Reason != NotificationReason.Resolved;

    /// <summary>When a digest with a new member is told: after its minute, and for latecomers after the minute that runs.</summary>
    public static DateTimeOffset DueAt(DigestPlace place, DateTimeOffset now)
    {
        var end = place.Minute.AddMinutes(1) + Grace;
        return end > now ? end : DigestPlace.Floor(now).AddMinutes(1) + Grace;
    }

    private static bool HasRoom(int used, int limit) => limit == 0 || used < limit;
}
