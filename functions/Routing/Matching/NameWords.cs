using System.Text;

namespace Automation.Routing.Matching;

/// <summary>
/// Takes the names that alerts have apart into words for fact <c>words</c>: to a regex, <c>HostUnreachable</c> and
/// <c>host_unreachable</c> are one word each, and <c>\b</c> finds nothing in them.
/// </summary>
internal static class NameWords
{
    /// <summary>Each text as it is, and split where that changes it.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> texts)
    {
        List<string>? all = null;
        foreach (var text in texts)
        {
            if (Split(text) is not { } split) continue;
            all ??= [.. texts];
            all.Add(split);
        }

        return all ?? texts;
    }

    /// <summary>Null when there is nothing to take apart.</summary>
    public static string? Split(string text)
    {
        StringBuilder? words = null;
        for (var i = 0; i < text.Length; i++)
        {
            var begins = BeginsWord(text, i);
            if ((begins || text[i] == '_') && words is null) words = new StringBuilder(text.Length + 16).Append(text, 0, i);
            if (begins) words!.Append(' ');
            words?.Append(text[i] == '_' ? ' ' : text[i]);
        }

        return words?.ToString();
    }

    /// <summary>At "U" of HostUnreachable, and at "E" of HTTPError.</summary>
    private static bool BeginsWord(string text, int i) =>
        i > 0 && char.IsUpper(text[i])
        && (char.IsLower(text[i - 1]) || (char.IsUpper(text[i - 1]) && i + 1 < text.Length && char.IsLower(text[i + 1])));
}
