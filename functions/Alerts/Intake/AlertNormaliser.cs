using Automation.Alerts.Dialects;

namespace Automation.Alerts.Intake;

/// <summary>
/// Last step of reading: applies defaults and limits to a draft, so that every alert fits a message and a table row.
/// What is cut is said in the reading; the payload keeps the whole.
/// </summary>
internal static class AlertNormaliser
{
    public const int MaxTitle = 512;
    public const int MaxDescription = 12 * 1024;
    public const int MaxName = 253;
    public const int MaxLabels = 200;
    public const int MaxLabelName = 200;
    public const int MaxLabelValue = 2048;
    public const int MaxLabelCharacters = 20 * 1024;
    public const int MaxLinks = 10;
    public const int MaxUrl = 1024;
    public const int MaxReading = 30;
    public const int MaxReadingLine = 300;

    public static Alert Finish(AlertDraft draft, string? source, string dialect, AlertId id, DateTimeOffset receivedAt, AlertOptions options)
    {
        var reading = draft.Reading;
        if (draft.Severity is null) reading.Add($"severity: {Name(options.DefaultSeverity)} by default");
        var host = HostNames.Normalise(draft.Host);
        if (host is not null && host != draft.Host!.Trim()) reading.Add($"host: '{PlainText.Line(draft.Host, MaxName)}' is matched as '{PlainText.Line(host, MaxName)}'");
        var startedAt = draft.StartedAt ?? receivedAt;
        var endedAt = draft.Status == AlertStatus.Resolved ? draft.EndedAt ?? receivedAt : (DateTimeOffset?)null;
        if (endedAt < startedAt && draft.StartedAt is not null) endedAt = startedAt;
        return new Alert(
            id.ToString(),
            PlainText.Line(source ?? dialect, 100),
            dialect,
            draft.DedupKey,
            draft.Status,
            draft.Severity ?? options.DefaultSeverity,
            Cut("title", draft.Title, MaxTitle, reading, PlainText.Line),
            draft.Description is null ? null : Cut("description", draft.Description, MaxDescription, reading, PlainText.Block),
            host is not null ? Cut("host", host, MaxName, reading, PlainText.Line) : null,
            string.IsNullOrWhiteSpace(draft.Service) ? null : Cut("service", draft.Service, MaxName, reading, PlainText.Line),
            Labels(draft.Labels, reading),
            Links(draft.Links, reading),
            startedAt,
            endedAt,
            Occurred(Said(draft, startedAt, endedAt, receivedAt), receivedAt, reading),
            receivedAt,
            [.. reading.Take(MaxReading).Select(r => PlainText.Line(r, MaxReadingLine))]);
    }

    /// <summary>
    /// For texts whose escapes take six bytes a character: an alert at every limit at once would not fit a message.
    /// </summary>
    public static Alert Shrink(Alert alert) => alert with
    {
        Description = alert.Description is { Length: > 2000 } text ? PlainText.Block(text, 2000) : alert.Description,
        Labels = alert.Labels.Take(20).ToDictionary(l => l.Key, l => PlainText.Block(l.Value, 100), StringComparer.Ordinal),
        Links = [],
        Reading = [.. alert.Reading.Take(10), "the alert is larger than a message: description, labels and links were cut, the payload keeps the whole"],
    };

    private static string Name(Severity severity) => severity.ToString().ToLowerInvariant();

    private static DateTimeOffset Said(AlertDraft draft, DateTimeOffset startedAt, DateTimeOffset? endedAt, DateTimeOffset receivedAt) => draft.Status switch
    {
        AlertStatus.Resolved => endedAt ?? receivedAt,
        AlertStatus.Acknowledged => draft.AcknowledgedAt ?? receivedAt,
        _ => startedAt,
    };

    /// <summary>A clock that runs ahead must not move a signal behind the ones that follow it.</summary>
    private static DateTimeOffset Occurred(DateTimeOffset said, DateTimeOffset receivedAt, List<string> reading)
    {
        if (said <= receivedAt) return said;
        reading.Add($"the source's time lies {(said - receivedAt).TotalSeconds:0} s in the future: judged by the time of arrival");
        return receivedAt;
    }

    private static string Cut(string field, string text, int max, List<string> reading, Func<string, int, string> clean)
    {
        if (text.Length > max) reading.Add($"{field}: cut from {text.Length} to {max} characters, the payload keeps the whole");
        var cleaned = clean(text, max);
        return cleaned.Length > 0 ? cleaned : "(unprintable)";
    }

    private static Dictionary<string, string> Labels(IReadOnlyDictionary<string, string> labels, List<string> reading)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        var characters = 0;
        var shortened = 0;
        foreach (var (name, value) in labels)
        {
            var (label, text) = (PlainText.Line(name, MaxLabelName), PlainText.Block(value, MaxLabelValue));
            characters += label.Length + text.Length;
            if (kept.Count == MaxLabels || characters > MaxLabelCharacters) break;
            if (value.Length > MaxLabelValue || name.Length > MaxLabelName) shortened++;
            kept[label] = text;
        }

        if (kept.Count < labels.Count) reading.Add($"labels: {kept.Count} of {labels.Count} kept, the payload keeps all");
        if (shortened > 0) reading.Add($"labels: {shortened} shortened, the payload keeps the whole");
        return kept;
    }

    /// <summary>Only addresses that a browser may open: a link is shown to people.</summary>
    private static List<AlertLink> Links(IReadOnlyList<AlertLink> links, List<string> reading)
    {
        var kept = links
            .Where(l => l.Url.Length <= MaxUrl && IsWebAddress(l.Url))
            .Select(l => new AlertLink(PlainText.Line(l.Name, 100), PlainText.Line(l.Url, MaxUrl)))
            .Take(MaxLinks)
            .ToList();
        if (kept.Count < links.Count) reading.Add($"links: {links.Count - kept.Count} left out (no http address, too long or more than {MaxLinks})");
        return kept;
    }

    private static bool IsWebAddress(string url) =>
        Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
