using Automation.Changes.Dialects;
using Automation.Flow;

namespace Automation.Changes;

/// <summary>Last step of reading: applies defaults and limits to drafts, and sets aside what lies in the future.</summary>
internal static class ChangeNormaliser
{
    public const int MaxHosts = 500;
    public const int MaxServices = 100;

    private const int MaxId = 200;
    private const int MaxUrl = 1024;

    /// <summary>Clocks of sources may run ahead by this much.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>One change an identity: of several reports in a payload the one that tells more.</summary>
    public static IReadOnlyList<Change> Finish(ChangeReading reading, string source, string dialect, DateTimeOffset receivedAt)
    {
        var changes = new Dictionary<string, Change>(StringComparer.Ordinal);
        foreach (var draft in reading.Drafts)
        {
            if (draft.StartedAt > receivedAt + Ahead)
            {
                reading.Ignore(draft.Id, $"planned: it begins at {UtcTimeConverter.Text(draft.StartedAt.Value)}");
                continue;
            }

            var change = Finish(draft, source, dialect, receivedAt);
            changes[change.Identity] = changes.TryGetValue(change.Identity, out var known) ? ChangeMerge.Of(known, change) : change;
        }

        return [.. changes.Values];
    }

    private static Change Finish(ChangeDraft draft, string source, string dialect, DateTimeOffset receivedAt)
    {
        var endedAt = draft.Status == ChangeStatus.Running ? null : draft.EndedAt;
        var startedAt = draft.StartedAt ?? endedAt ?? receivedAt;
        var id = PlainText.Line(draft.Id, MaxId * 2);
        return new Change(
            id.Length <= MaxId ? id : Shelf.Of(draft.Id),
            source, dialect, draft.Kind, PlainText.Line(draft.Title, 512), draft.Description is null ? null : PlainText.Block(draft.Description, 4096),
            Names(draft.Hosts, MaxHosts, 1024), Names(draft.Services, MaxServices, 253),
            draft.By is null ? null : PlainText.Line(draft.By, 256), Link(draft.Link),
            startedAt, endedAt < startedAt ? startedAt : endedAt, draft.Status, receivedAt);
    }

    private static List<string> Names(IEnumerable<string> names, int max, int length) =>
        [.. names.Select(n => PlainText.Line(n, length)).Where(n => n.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Take(max)];

    /// <summary>Only addresses that a browser may open: a link is shown to people.</summary>
    private static string? Link(string? link) =>
        link?.Length <= MaxUrl && Uri.TryCreate(link.Trim(), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? PlainText.Line(link, MaxUrl) : null;
}
