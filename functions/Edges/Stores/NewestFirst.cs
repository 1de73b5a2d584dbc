using System.Globalization;
using Automation.Flow;

namespace Automation.Edges.Stores;

/// <summary>
/// Keys that make a table scan run from the newest row to the oldest: partitions are days and rows are times, both counted
/// down. One day a partition keeps lists short and spreads the load over time.
/// </summary>
internal static class NewestFirst
{
    private const int LastDay = 99_999_999;

    public static string Partition(DateTimeOffset time) =>
        (LastDay - int.Parse(time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)).ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>Each character of a <see cref="SortableId"/> mirrored in its alphabet: later ids sort first.</summary>
    public static string Mirror(string id) => string.Create(id.Length, id, static (key, id) =>
    {
        for (var i = 0; i < key.Length; i++) key[i] = Base32.Alphabet[31 - Base32.Alphabet.IndexOf(id[i], StringComparison.Ordinal)];
    });

    public static string Row(DateTimeOffset time) => (DateTimeOffset.MaxValue.UtcTicks - time.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);
}
