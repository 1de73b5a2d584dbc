namespace Automation.Alerts.Episodes;

/// <summary>What a signal did to the episodes of its dedup key.</summary>
internal enum EpisodeOutcome
{
    /// <summary>A problem began: a new episode.</summary>
    Opened,

    /// <summary>The firing arrived after the resolve that ended it: a new episode that is over already.</summary>
    OpenedOver,

    /// <summary>Another firing of an open episode.</summary>
    Joined,

    /// <summary>A firing from inside an episode that is over; it does not reopen it.</summary>
    JoinedLate,

    /// <summary>A firing from before the known start: the episode began earlier.</summary>
    StartMovedBack,

    /// <summary>The episode is over.</summary>
    Resolved,

    /// <summary>A late resolve from between two firings: what looked like one episode was two.</summary>
    Split,

    /// <summary>The episode was over earlier than known.</summary>
    EndMovedBack,

    /// <summary>A further resolve of an episode that is over.</summary>
    ResolvedAgain,

    /// <summary>Somebody works on the open episode.</summary>
    Acknowledged,

    /// <summary>An acknowledgement while no episode is open.</summary>
    NothingToAcknowledge,

    /// <summary>A resolve for which no firing is known; if that arrives later, this ends it.</summary>
    NothingToResolve,

    /// <summary>Older than what is remembered; recorded without effect.</summary>
    BeyondHorizon,
}

/// <summary>The judgement of one signal.</summary>
/// <param name="Episode">The episode that the signal belongs to; null for a resolve of nothing.</param>
/// <param name="Changed">Episodes that are new or differ from before, as they now are.</param>
/// <param name="Rule">The rule that decided, in words.</param>
internal sealed record EpisodeDecision(
    EpisodeBook Book, EpisodeOutcome Outcome, string? Episode, IReadOnlyList<EpisodeSpan> Changed, string Rule);

/// <summary>One delivery to judge.</summary>
/// <param name="AlertId">A new episode takes its id from it.</param>
internal sealed record EpisodeSignal(string AlertId, AlertStatus Kind, Severity Severity, DateTimeOffset At);
