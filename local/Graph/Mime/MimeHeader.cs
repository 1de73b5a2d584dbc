namespace Automation.Local.Graph.Mime;

/// <param name="Value">Unfolded, not decoded.</param>
internal sealed record MimeHeader(string Name, string Value);

/// <summary>Looks up headers by name, in any case.</summary>
internal static class MimeHeaderList
{
    /// <summary>The topmost one; null without one.</summary>
    public static string? Find(this IReadOnlyList<MimeHeader> headers, string name) => headers.FirstOrDefault(h => h.Is(name))?.Value;

    public static IEnumerable<string> All(this IReadOnlyList<MimeHeader> headers, string name) => headers.Where(h => h.Is(name)).Select(h => h.Value);

    private static bool Is(this MimeHeader header, string name) => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase);
}
