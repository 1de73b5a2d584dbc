using Automation.Flow;

namespace Automation.Alerts.Dialects.Guessing;

/// <summary>Guesses when the problem began and ended; a time that only says when this was sent is the one of the status.</summary>
internal static class TimeGuess
{
    public static (DateTimeOffset? Started, DateTimeOffset? Acknowledged, DateTimeOffset? Ended) Find(IReadOnlyList<PayloadMember> members, AlertStatus status, PayloadReading reading, List<string> notes)
    {
        var signal = Time(members, FactNames.Signal, reading);
        var started = Time(members, FactNames.Started, reading);
        var ended = status == AlertStatus.Resolved ? Time(members, FactNames.Ended, reading) ?? signal : null;
        if (started is null && status == AlertStatus.Firing) started = signal;
        if (started is not null) notes.Add($"guessed: start from {started.Pointer}");
        if (ended is not null) notes.Add($"guessed: end from {ended.Pointer}");
        if (started is not null && ended is not null && started.Pointer == ended.Pointer) started = null;
        return (started?.Value.Time, status == AlertStatus.Acknowledged ? signal?.Value.Time : null, ended?.Value.Time);
    }

    private static Guess<Instant>? Time(IReadOnlyList<PayloadMember> members, FactNames names, PayloadReading reading) => Guess.Best(members, names, m => Read(m, reading), atLeast: 30);

    private static Instant? Read(PayloadMember member, PayloadReading reading)
    {
        if (member.Text.Length is < 8 or > 60) return null;
        var said = new List<string>();
        return SourceTime.TryRead(member.Element, member.Pointer, reading.Options.TimeZone, said, out var time) && time is { } found && found.Year >= 2000 ? new Instant(found) : null;
    }

    private sealed record Instant(DateTimeOffset Time);
}
