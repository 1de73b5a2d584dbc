using Automation.Local.Faults;

namespace Automation.Local.Graph.Trouble;

/// <summary>What goes wrong with notifications: the part that <c>--faults</c> asks for, and what the control address sets while the host runs.</summary>
internal sealed class NoticeFaults(FaultSource source)
{
    private int losing;
    private int doubling;
    private long delay;

    /// <summary>Before each batch.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref delay));
        set => Interlocked.Exchange(ref delay, value.Ticks);
    }

    /// <summary>How many of the next ones are lost.</summary>
    public void LoseNext(int count) => Interlocked.Exchange(ref losing, count);

    /// <summary>How many of the next ones come twice.</summary>
    public void DoubleNext(int count) => Interlocked.Exchange(ref doubling, count);

    public bool Loses(string message, string subscription) => Take(ref losing) || source.LoseNotice(message, subscription);

    public bool Doubles(string message, string subscription) => Take(ref doubling) || source.DoubleNotice(message, subscription);

    private static bool Take(ref int left)
    {
        if (Volatile.Read(ref left) <= 0) return false;
        return Interlocked.Decrement(ref left) >= 0;
    }
}
