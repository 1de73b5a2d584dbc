using System.Globalization;

namespace Automation.Notifications;

/// <summary>What became of one attempt at one channel, and so what comes next; the one place that knows how answers are to be read.</summary>
internal abstract record ChannelVerdict
{
    /// <summary>The receiver has it.</summary>
    internal sealed record Delivered : ChannelVerdict;

    /// <summary>Another attempt may succeed.</summary>
    /// <param name="After">The pause that the receiver asks for; null to choose one.</param>
    /// <param name="MayHaveArrived">No answer came from the receiver itself, so that it may have it.</param>
    internal sealed record Retry(string Reason, TimeSpan? After = null, bool MayHaveArrived = false) : ChannelVerdict;

    /// <summary>No other attempt can succeed while things are as they are.</summary>
    internal sealed record Refused(string Reason) : ChannelVerdict;

    /// <summary>Reads an answer, or its absence.</summary>
    public static ChannelVerdict Of(OutboundAnswer answer, DateTimeOffset now) => answer switch
    {
        { Status: >= 200 and < 300 } => new Delivered(),
        { Status: 408 or 425 or 429 } => new Retry(Words(answer), Pause(answer.RetryAfter, now)),
        { Status: 502 or 504 } => new Retry(Words(answer), Pause(answer.RetryAfter, now), MayHaveArrived: true),
        { Status: >= 500 } => new Retry(Words(answer), Pause(answer.RetryAfter, now)),
        { Status: >= 300 and < 400 } => new Refused($"{Words(answer)}; redirects are not followed: give the address that it leads to"),
        { Status: not null } => new Refused(Words(answer)),
        { Failure: OutboundFailure.Timeout or OutboundFailure.Broken } => new Retry(answer.Detail, MayHaveArrived: true),
        { Failure: OutboundFailure.Forbidden } => new Refused(answer.Detail),
        _ => new Retry(answer.Detail),
    };

    private static string Words(OutboundAnswer answer) =>
        string.Create(CultureInfo.InvariantCulture, $"status {answer.Status}{(answer.Detail.Length > 0 ? ": " : "")}{answer.Detail}");

    /// <summary>Seconds, or a date (RFC 9110, 10.2.3); null for anything else, and never negative.</summary>
    private static TimeSpan? Pause(string? retryAfter, DateTimeOffset now)
    {
        if (int.TryParse(retryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return TimeSpan.FromSeconds(seconds);
        if (!DateTimeOffset.TryParse(retryAfter, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return null;
        return date > now ? date - now : TimeSpan.Zero;
    }
}
