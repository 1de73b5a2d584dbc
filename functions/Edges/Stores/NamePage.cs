using System.Text;
using Automation.Hosts;

namespace Automation.Edges.Stores;

/// <summary>
/// The names of many groups as the text of one row: a line a name, its group first. What follows from the rest of the line is
/// left out: a name that is its group, and the owner of a name that is the owner's own.
/// </summary>
internal sealed class NamePage
{
    /// <summary>Below the 1 MiB of a row; names of hosts take about 50 each.</summary>
    private const int MaxBytes = 900_000;

    private const char Tab = '\t';
    private const char End = '\n';

    private readonly HashSet<string> lines;
    private readonly Dictionary<string, int> groups = new(StringComparer.Ordinal);
    private int bytes;

    public NamePage(string text)
    {
        lines = new HashSet<string>(text.Split(End, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
        foreach (var line in lines) Count(line, line[..line.IndexOf(Tab, StringComparison.Ordinal)]);
    }

    public byte[] Bytes => Encoding.UTF8.GetBytes(string.Join(End, lines));

    /// <summary>Whether the page is another afterwards.</summary>
    public bool Add(KnownName known)
    {
        var (name, owner) = known;
        if (groups.GetValueOrDefault(name.Group) >= KnownName.MaxGroup || bytes >= MaxBytes) return false;
        var line = $"{name.Group}{Tab}{(name.Full == name.Group ? "" : name.Full)}{(owner == name ? "" : $"{Tab}{owner.Full}{Tab}{owner.Group}")}";
        if (!lines.Add(line)) return false;
        Count(line, name.Group);
        return true;
    }

    /// <summary>The names of one group.</summary>
    public static List<KnownName> Read(string text, string group)
    {
        var found = new List<KnownName>();
        foreach (var range in text.AsSpan().Split(End))
        {
            var line = text.AsSpan(range);
            if (line.Length <= group.Length || line[group.Length] != Tab || !line.StartsWith(group, StringComparison.Ordinal)) continue;
            var cells = line[(group.Length + 1)..].ToString().Split(Tab);
            var name = new InventoryName(cells[0].Length == 0 ? group : cells[0], group);
            found.Add(new KnownName(name, cells is [_, var owner, var ownerGroup] ? new InventoryName(owner, ownerGroup) : name));
        }

        return found;
    }

    private void Count(string line, string group)
    {
        groups[group] = groups.GetValueOrDefault(group) + 1;
        bytes += Encoding.UTF8.GetByteCount(line) + 1;
    }
}
