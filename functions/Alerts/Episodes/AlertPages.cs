using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Automation.Flow;

namespace Automation.Alerts.Episodes;

/// <summary>
/// Where the alerts of one dedup key are recorded. All that one commit records of one slice of time, about eight seconds in
/// which they were received, share a page; pages of a slice are numbered from 0 and never written again. An alert's id
/// names its slice, so it is found in one of few pages. What the newest slice holds is remembered beside the book: only
/// what comes from an older one has to be looked for before it is recorded.
/// </summary>
/// <param name="Slice">The newest one with a page; empty without any.</param>
/// <param name="Next">Number of the next page of each slice that is known.</param>
/// <param name="Recorded">Alerts in the newest slice as <see cref="Add"/> spells them; null when they became too many.</param>
internal sealed record AlertPages(string Slice, IReadOnlyDictionary<string, int> Next, string? Recorded)
{
    public static readonly AlertPages None = new("", FrozenDictionary<string, int>.Empty, "");

    /// <summary>A string property holds 32 Ki characters; these are 1,000 alerts of a payload each, or 1,000 payloads of many.</summary>
    private const int MaxRecorded = 24_000;

    /// <summary>Base32 digits of a payload's id that tell 2^13 milliseconds.</summary>
    private const int SliceLength = 7;

    public static string SliceOf(AlertId id) => id.Payload[..SliceLength];

    /// <summary>The slice of an instant: those before sort before it.</summary>
    public static string SliceAt(DateTimeOffset instant) => SortableId.Floor(instant)[..SliceLength];

    /// <summary>Whether the alert was recorded before; null when only the pages of its slice can tell.</summary>
    public bool? Holds(AlertId id)
    {
        var order = string.CompareOrdinal(SliceOf(id), Slice);
        if (order > 0) return false;
        if (order < 0 || Recorded is null) return null;
        var payload = id.Payload[SliceLength..];
        foreach (var entry in Recorded.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(e => e.StartsWith(payload, StringComparison.Ordinal)))
        {
            if (entry[(payload.Length + 1)..].Split(',').Any(r => IsWithin(r, id.Index))) return true;
        }

        return false;
    }

    /// <summary>With the pages of a slice that was looked through.</summary>
    public AlertPages With(string slice, int pages) => this with { Next = new Dictionary<string, int>(Next, StringComparer.Ordinal) { [slice] = pages } };

    /// <summary>After a commit of the alerts, a page for each slice. Only the newest slice is remembered.</summary>
    public AlertPages Add(IEnumerable<AlertId> ids)
    {
        var newest = ids.GroupBy(SliceOf, StringComparer.Ordinal).MaxBy(s => s.Key, StringComparer.Ordinal)!;
        var order = string.CompareOrdinal(newest.Key, Slice);
        if (order < 0) return Of(Slice, Next[Slice], Recorded);
        if (order == 0) return Of(Slice, Next[Slice] + 1, Spell(Recorded, newest));

        // Pages that are there before the slice is known hold alerts that are not.
        var before = Next.GetValueOrDefault(newest.Key);
        return Of(newest.Key, before + 1, before == 0 ? Spell("", newest) : null);
    }

    public static AlertPages Of(string slice, int pages, string? recorded) => new(slice, new Dictionary<string, int>(StringComparer.Ordinal) { [slice] = pages }, recorded);

    /// <summary>For each payload the rest of its id and the indexes: <c>REST:0-49,60</c>.</summary>
    private static string? Spell(string? before, IEnumerable<AlertId> ids)
    {
        if (before is null) return null;
        var text = new StringBuilder(before);
        foreach (var payload in ids.GroupBy(i => i.Payload, StringComparer.Ordinal))
        {
            text.Append(text.Length > 0 ? " " : "").Append(payload.Key, SliceLength, payload.Key.Length - SliceLength);
            var (first, last, mark) = (-1, -2, ':');
            foreach (var index in payload.Select(i => i.Index).Order().Append(int.MaxValue))
            {
                if (index == last + 1)
                {
                    last = index;
                    continue;
                }

                if (first >= 0)
                {
                    text.Append(mark).Append(first);
                    if (last > first) text.Append('-').Append(last);
                    mark = ',';
                }

                (first, last) = (index, index);
            }
        }

        return text.Length <= MaxRecorded ? text.ToString() : null;
    }

    private static bool IsWithin(string range, int index)
    {
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var first = int.Parse(dash < 0 ? range : range[..dash], NumberStyles.None, CultureInfo.InvariantCulture);
        return dash < 0 ? first == index : first <= index && index <= int.Parse(range.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
