namespace Automation.Notifications.Delivery;

/// <summary>Decides when a failed message is tried again. No I/O, no clock.</summary>
internal static class RetrySchedule
{
    /// <summary>After this time a message is put aside: a person decides whether it still matters.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>5 s, 10 s, 20 s, ... to an hour, or what the receiver asks for if that is longer, up to an hour; null when that is too late.</summary>
    /// <param name="attempts">Attempts that failed, this one included.</param>
    /// <param name="after">The pause that the receiver asks for.</param>
    public static DateTimeOffset? Next(int attempts, DateTimeOffset firstTriedAt, DateTimeOffset now, TimeSpan? after)
    {
        var pause = First * Math.Pow(2, Math.Clamp(attempts - 1, 0, 20));
        if (after > pause) pause = after.Value;
        if (pause > Longest) pause = Longest;
        return now + pause <= firstTriedAt + GiveUpAfter ? now + pause : null;
    }
}
