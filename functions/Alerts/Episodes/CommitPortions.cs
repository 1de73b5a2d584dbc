namespace Automation.Alerts.Episodes;

/// <summary>Cuts the alerts of one dedup key into what fits one table transaction.</summary>
internal static class CommitPortions
{
    /// <summary>
    /// A transaction holds 100 rows. Between two episodes lies a resolve, so with the 64 points of a book these make at most
    /// 85 episodes; the book and <see cref="MaxPages"/> come on top.
    /// </summary>
    public const int MaxResolves = 20;

    public const int MaxPages = 8;

    /// <summary>
    /// Characters of text in one commit. A transaction holds 4 MiB, a page 1 MiB. In an episode that it opens a character
    /// takes 6 bytes at worst, again a third as base64: 1.3 MB; in a page, compressed, 3 bytes at worst: 640 KB as base64.
    /// </summary>
    public const int MaxCharacters = 160_000;

    public static IEnumerable<List<Alert>> Of(IEnumerable<Alert> alerts)
    {
        var portion = new List<Alert>();
        var pages = new HashSet<string>(StringComparer.Ordinal);
        var (characters, resolves) = (0, 0);
        foreach (var alert in alerts)
        {
            var own = Characters(alert);
            var page = AlertPages.SliceOf(AlertId.Parse(alert.Id));
            var resolve = alert.Status == AlertStatus.Resolved ? 1 : 0;
            if (portion.Count > 0 && (characters + own > MaxCharacters || resolves + resolve > MaxResolves || (pages.Count == MaxPages && !pages.Contains(page))))
            {
                yield return portion;
                (portion, characters, resolves) = ([], 0, 0);
                pages.Clear();
            }

            portion.Add(alert);
            pages.Add(page);
            characters += own;
            resolves += resolve;
        }

        if (portion.Count > 0) yield return portion;
    }

    /// <summary>The reading counts twice: it stands in the alert and in its trace.</summary>
    private static int Characters(Alert alert) =>
        300 + alert.Title.Length + alert.DedupKey.Length + (alert.Description?.Length ?? 0) + (alert.Host?.Length ?? 0) + (alert.Service?.Length ?? 0)
        + alert.Labels.Sum(l => l.Key.Length + l.Value.Length) + 2 * alert.Reading.Sum(r => r.Length) + alert.Links.Sum(l => l.Name.Length + l.Url.Length);
}
