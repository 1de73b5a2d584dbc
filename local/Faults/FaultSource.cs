using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Automation.Local.Faults;

/// <summary>
/// Decides which delivery or timer occurrence meets which fault. Each decision depends only on the seed and on what it is about,
/// never on the order in which threads ask, so that a run with the same input can be repeated.
/// </summary>
internal sealed class FaultSource(FaultOptions options)
{
    public bool Duplicate(string queue, long sequence, int delivery) => Hits(options.Duplicates, $"duplicate/{queue}/{sequence}/{delivery}");

    public bool LoseLock(string queue, long sequence, int delivery) => Hits(options.LostLocks, $"lostlock/{queue}/{sequence}/{delivery}");

    public bool Crash(string queue, long sequence, int delivery) => Hits(options.Crash, $"crash/{queue}/{sequence}/{delivery}");

    public bool MissTimer(string function, DateTimeOffset occurrence) =>
        Hits(options.MissedTimers, $"timer/{function}/{occurrence.ToUnixTimeSeconds()}");

    public bool LoseNotice(string message, string subscription) => Hits(options.LostNotices, $"lostnotice/{message}/{subscription}");

    public bool DoubleNotice(string message, string subscription) => Hits(options.DoubleNotices, $"doublenotice/{message}/{subscription}");

    /// <param name="call">Number of the call to Graph since the start.</param>
    public bool Throttle(long call) => Hits(options.Throttle, $"throttle/{call}");

    /// <summary>How long after the start of an invocation the handler is killed: up to 200 ms.</summary>
    public TimeSpan CrashDelay(string queue, long sequence, int delivery) =>
        TimeSpan.FromMilliseconds(200 * Roll($"crashdelay/{queue}/{sequence}/{delivery}"));

    /// <summary>How many candidates to look at for each message wanted: more than one only where reordering is on.</summary>
    public int Window => options.Reorder > 0 ? 8 : 1;

    /// <summary>Puts back, behind the others, the candidates that meet the fault; the rest keep their order.</summary>
    public IReadOnlyList<long> Order(string queue, IReadOnlyList<long> sequences)
    {
        if (options.Reorder <= 0) return sequences;
        var late = sequences.Where(sequence => Hits(options.Reorder, $"reorder/{queue}/{sequence}")).ToHashSet();
        return [.. sequences.Where(sequence => !late.Contains(sequence)),
            .. late.OrderBy(sequence => Roll($"shuffle/{queue}/{sequence}"))];
    }

    private bool Hits(double probability, string about) => probability > 0 && Roll(about) < probability;

    private double Roll(string about)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{options.Seed}/{about}"));
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
