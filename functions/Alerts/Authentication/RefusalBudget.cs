namespace Automation.Alerts.Authentication;

/// <summary>
/// Bounds how many unproven requests a minute are written down, so that whoever floods us with them fills neither the log
/// nor the storage bill. The answer is the same whether one is kept or not; what was not kept is counted in our own log.
/// </summary>
internal sealed class RefusalBudget(TimeProvider clock, ILogger<RefusalBudget> logger)
{
    public const int PerMinute = 60;

    private readonly Lock gate = new();
    private long minute;
    private int seen;

    public bool TryTake()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
            if (now != minute)
            {
                if (seen > PerMinute) logger.LogWarning("{Count} more requests without proof of origin were refused in that minute and not kept", seen - PerMinute);
                (minute, seen) = (now, 0);
            }

            if (++seen == PerMinute + 1) logger.LogWarning("More than {Limit} requests without proof of origin in one minute; further ones are refused and not kept", PerMinute);
            return seen <= PerMinute;
        }
    }
}
