using System.Globalization;
using System.Text;
using Automation.Edges.Tables;
using Automation.Flow;

namespace Automation.Edges.Stores;

/// <summary>
/// Table <c>MailCounts</c>: one row a name, with what happened under it in the last hours. A count is one read and one write of
/// a row, however often it happened: a query would look through the rows of all names where storage has no index.
/// </summary>
internal sealed class CounterTable(TableServiceClient service)
{
    /// <summary>More than any limit that a setting may name.</summary>
    public const int Most = 1_001;

    private const int MaxAttempts = 20;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>What is counted late, as after an outage, comes in about the order in which it happened.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(6);

    private readonly StoredTable counts = new(service, "MailCounts");

    /// <summary>Counts of one process under one name wait for each other, so that only those of others make them try again.</summary>
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Notes what happened, once for each id, and counts what happened in the hour before it and until an instant; at most <see cref="Most"/>.</summary>
    public async Task<int> CountAsync(string name, string id, DateTimeOffset at, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var gate = gates[(uint)StringComparer.Ordinal.GetHashCode(name) % gates.Length];
        await gate.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                if (await TryCountAsync(name, id, at, until, cancellationToken) is { } count) return count;
            }
        }
        finally
        {
            gate.Release();
        }

        throw DependencyUnavailableException.Contended("storage", $"a counter of mails changed {MaxAttempts} times while it was written");
    }

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => counts.PurgeAsync(TableClient.CreateQueryFilter($"At lt {before}"), cancellationToken);

    /// <summary>Null when somebody else has written in between.</summary>
    private async Task<int?> TryCountAsync(string name, string id, DateTimeOffset at, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var row = await counts.FindAsync(TableKey.Escape(name), "", cancellationToken);
        var happened = row is null ? [] : Read(row);
        var isKnown = happened.ContainsKey(id);
        happened.TryAdd(id, at);
        var count = Math.Min(Most, happened.Values.Count(h => h > at - Hour && h <= until));

        // Beyond every limit it makes no difference how far.
        if (isKnown || count == Most) return count;
        var newest = happened.Values.Max();
        var next = new TableEntity(TableKey.Escape(name), "") { ["At"] = newest };
        Document.Put(next, Write(happened.Where(h => h.Value > newest - Kept).OrderByDescending(h => h.Value).Take(Most)));
        if (row is null) return await counts.AddAsync(next, cancellationToken) ? count : null;
        next.ETag = row.ETag;
        return await counts.UpdateAsync(next, cancellationToken) is not null ? count : null;
    }

    private static byte[] Write(IEnumerable<KeyValuePair<string, DateTimeOffset>> happened) =>
        Encoding.UTF8.GetBytes(string.Join('\n', happened.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.Value.UtcTicks} {h.Key}"))));

    private static Dictionary<string, DateTimeOffset> Read(TableEntity row)
    {
        var happened = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(Document.Get(row)).Split('\n'))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            happened[line[(space + 1)..]] = new DateTimeOffset(long.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture), TimeSpan.Zero);
        }

        return happened;
    }
}
