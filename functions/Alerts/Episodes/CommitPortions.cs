namespace Automation.Alerts.Episodes;

/// <summary>Cuts the alerts of one dedup key into what fits one table transaction.</summary>
internal static class CommitPortions
{
    /// <summary>Alerts in one commit: a table transaction holds 100 rows, the book and episodes included.</summary>
    public const int MaxAlerts = 40;

    /// <summary>
    /// Characters of text in one commit. A transaction holds 4 MiB; a character takes 6 bytes at worst, again a third as
    /// base64, and stands twice if its alert opens an episode: 16 bytes, so these are 2.5 MiB.
    /// </summary>
    public const int MaxCharacters = 160_000;

    public static IEnumerable<List<Alert>> Of(IEnumerable<Alert> alerts)
    {
        var portion = new List<Alert>();
        var characters = 0;
        foreach (var alert in alerts)
        {
            var own = Characters(alert);
            if (portion.Count == MaxAlerts || (portion.Count > 0 && characters + own > MaxCharacters))
            {
                yield return portion;
                (portion, characters) = ([], 0);
            }

            portion.Add(alert);
            characters += own;
        }

        if (portion.Count > 0) yield return portion;
    }

    /// <summary>The reading counts twice: it stands in the alert and in its trace.</summary>
    private static int Characters(Alert alert) =>
        1000 + alert.Title.Length + alert.DedupKey.Length + (alert.Description?.Length ?? 0) + (alert.Host?.Length ?? 0) + (alert.Service?.Length ?? 0)
        + alert.Labels.Sum(l => l.Key.Length + l.Value.Length) + 2 * alert.Reading.Sum(r => r.Length) + alert.Links.Sum(l => l.Name.Length + l.Url.Length);
}
