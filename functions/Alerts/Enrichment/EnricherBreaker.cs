namespace Automation.Alerts.Enrichment;

/// <summary>Leave to ask an enricher once; an answer under an older leave decides nothing.</summary>
internal readonly record struct AskingLeave(int Round, bool IsProbe);

/// <summary>
/// Decides whether an enricher is asked. After one answer that did not come, or three failures in a row, it has a rest of
/// 30 s; then a single alert asks it again while the others go on without.
/// </summary>
internal sealed class EnricherBreaker
{
    public const int MaxFailures = 3;

    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private DateTimeOffset? restsUntil;
    private bool isProbed;
    private int failures;
    private int round;
    private string reason = "";

    /// <summary>Null with the reason when it is not to be asked now.</summary>
    public AskingLeave? TryAsk(DateTimeOffset now, out string why)
    {
        lock (gate)
        {
            why = reason;
            if (restsUntil is null) return new AskingLeave(round, IsProbe: false);
            if (isProbed || now < restsUntil) return null;
            isProbed = true;
            return new AskingLeave(round, IsProbe: true);
        }
    }

    /// <summary>True when it is asked again from now on.</summary>
    public bool Answered(AskingLeave leave)
    {
        lock (gate)
        {
            if (leave.Round != round) return false;
            failures = 0;
            return leave.IsProbe && Open(null);
        }
    }

    /// <summary>True when a rest begins with it.</summary>
    /// <param name="isHang">No answer within the limit, which costs every alert that limit: once is enough.</param>
    /// <param name="why">Said on the tickets of alerts that come while it rests.</param>
    public bool Failed(AskingLeave leave, bool isHang, string why, DateTimeOffset now)
    {
        lock (gate)
        {
            if (leave.Round != round || !(leave.IsProbe || isHang || ++failures >= MaxFailures)) return false;
            reason = why;
            return Open(now + Rest);
        }
    }

    /// <summary>The caller went away before there was an answer: the next one may probe.</summary>
    public void Abandoned(AskingLeave leave)
    {
        lock (gate)
        {
            if (leave.IsProbe && leave.Round == round) isProbed = false;
        }
    }

    private bool Open(DateTimeOffset? until)
    {
        (restsUntil, isProbed, failures) = (until, false, 0);
        round++;
        return true;
    }
}
