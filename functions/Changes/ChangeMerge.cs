namespace Automation.Changes;

/// <summary>Makes one change of two reports of it, in whatever order they come.</summary>
internal static class ChangeMerge
{
    /// <summary>The report that tells more wins: an end over none, the later end, then the later report. It began when the
    /// earliest of them says.</summary>
    public static Change Of(Change known, Change report)
    {
        var (winner, loser) = TellsMore(report, known) ? (report, known) : (known, report);
        return winner with
        {
            StartedAt = loser.StartedAt < winner.StartedAt ? loser.StartedAt : winner.StartedAt,
            Hosts = winner.Hosts.Count > 0 ? winner.Hosts : loser.Hosts,
            Services = winner.Services.Count > 0 ? winner.Services : loser.Services,
            KnownHosts = winner.Hosts.Count > 0 ? winner.KnownHosts : loser.KnownHosts,
            KnownServices = winner.Services.Count > 0 ? winner.KnownServices : loser.KnownServices,
            By = winner.By ?? loser.By,
            Link = winner.Link ?? loser.Link,
            Description = winner.Description ?? loser.Description,
        };
    }

    private static bool TellsMore(Change report, Change known)
    {
        if ((report.Status == ChangeStatus.Running) != (known.Status == ChangeStatus.Running)) return known.Status == ChangeStatus.Running;
        return (report.EndedAt ?? report.StartedAt) >= (known.EndedAt ?? known.StartedAt);
    }
}
