using System.Collections.Concurrent;
using Automation.Local.Faults;

namespace Automation.Local.Graph.Trouble;

/// <summary>A trouble that calls meet on request.</summary>
/// <param name="Status">Answered instead of the call's own; 0 for only a delay.</param>
/// <param name="RetryAfter">Seconds; null for no header.</param>
/// <param name="Method">Null for all.</param>
/// <param name="Contains">Part of the path with its leading slash; null for all.</param>
/// <param name="Delay">Before the answer.</param>
/// <param name="IsDone">The call is done all the same, and only its answer is lost.</param>
internal sealed record CallFault(int Status, int? RetryAfter, string? Method, string? Contains, TimeSpan Delay, bool IsDone, string? Code)
{
    private int left;

    /// <summary>How many calls it still meets.</summary>
    public int Times
    {
        get => Volatile.Read(ref left);
        init => left = value;
    }

    public bool Takes(string method, string path)
    {
        if (Method is not null && !Method.Equals(method, StringComparison.OrdinalIgnoreCase)) return false;
        if (Contains is not null && !path.Contains(Contains, StringComparison.OrdinalIgnoreCase)) return false;
        return Volatile.Read(ref left) > 0 && Interlocked.Decrement(ref left) >= 0;
    }

    public GraphException Answer() => new(Status, Code ?? Status switch
    {
        401 => "InvalidAuthenticationToken",
        403 => "ErrorAccessDenied",
        404 => "ErrorItemNotFound",
        410 => "SyncStateNotFound",
        429 => "ApplicationThrottled",
        503 => "serviceNotAvailable",
        504 => "gatewayTimeout",
        _ => "UnknownError",
    }, $"Answered {Status} on request.", RetryAfter);
}

/// <summary>Which calls meet which trouble, and the limit of four calls at once for each mailbox.</summary>
internal sealed class CallFaults(FaultSource source)
{
    private const int MostAtOnce = 4;

    private readonly ConcurrentDictionary<string, int> open = new(StringComparer.OrdinalIgnoreCase);
    private volatile IReadOnlyList<CallFault> faults = [];
    private int longestPage;
    private long calls;
    private int highest;

    /// <summary>Items that a page of a list holds at most; null for what the caller asks for.</summary>
    public int? LongestPage
    {
        get => Volatile.Read(ref longestPage) is > 0 and var most ? most : null;
        set => Volatile.Write(ref longestPage, value ?? 0);
    }

    public IReadOnlyList<CallFault> Open => [.. faults.Where(f => f.Times > 0)];

    /// <summary>Most calls at once on a mailbox since the start.</summary>
    public int Highest => Volatile.Read(ref highest);

    public long Calls => Interlocked.Read(ref calls);

    public void Add(CallFault fault) => faults = [.. Open, fault];

    public void Clear() => faults = [];

    public CallFault? Next(string method, string path)
    {
        var number = Interlocked.Increment(ref calls);
        var asked = faults.FirstOrDefault(f => f.Takes(method, path));
        return asked ?? (source.Throttle(number) ? new CallFault(429, 1, null, null, TimeSpan.Zero, false, null) : null);
    }

    /// <exception cref="GraphException">Four calls to the mailbox are running.</exception>
    public void Enter(string mailbox)
    {
        var now = open.AddOrUpdate(mailbox, 1, static (_, n) => n + 1);
        for (var seen = Highest; now > seen; seen = Highest) Interlocked.CompareExchange(ref highest, now, seen);
        if (now <= MostAtOnce) return;
        Leave(mailbox);
        throw new GraphException(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", 1);
    }

    public void Leave(string mailbox) => open.AddOrUpdate(mailbox, 0, static (_, n) => n - 1);
}
