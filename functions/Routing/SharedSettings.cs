namespace Automation.Routing;

/// <summary>Which episodes join one ticket; read from routing.yaml, applied by correlation.</summary>
/// <param name="Window">How far apart the starts may lie; default 10 minutes.</param>
/// <param name="MaxMembers">Most members that are listed on one ticket; default 1,000.</param>
internal sealed record CorrelationSettings(TimeSpan Window, int MaxMembers, bool SameHost, bool SameService, bool Dependency, bool SharedDependency);

/// <summary>A problem flaps when it had more than <paramref name="Episodes"/> (default 4) within <paramref name="Within"/> (default 1 hour).</summary>
internal sealed record FlappingSettings(int Episodes, TimeSpan Within);

/// <summary>From how many notifications to one team in one minute on a summary is sent instead; default 10.</summary>
internal sealed record CoalesceSettings(int Threshold);

/// <summary>Whether a critical on a parent holds back its children's notifications; default true.</summary>
internal sealed record InhibitionSettings(bool Enabled);
