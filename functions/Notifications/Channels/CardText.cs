using System.Buffers;
using System.Text;

namespace Automation.Notifications.Channels;

/// <summary>
/// Writes text of strangers so that a card shows it as it is: Adaptive Cards read a subset of Markdown, and Teams makes links
/// of addresses and mentions of <c>at</c> elements by itself.
/// </summary>
internal static class CardText
{
    /// <summary>Invisible, and no part of an address: what it stands in is not made a link.</summary>
    private const char Break = '\u200b';

    private static readonly SearchValues<char> Special = SearchValues.Create("\\`*_[]<>#~|&!");

    public static string Escape(string text, int max)
    {
        var line = NotificationText.Line(text, max);
        var escaped = new StringBuilder(line.Length + 16);
        for (var i = 0; i < line.Length; i++)
        {
            if (Special.Contains(line[i]) || StartsList(line, i)) escaped.Append('\\');
            escaped.Append(line[i]);
            if (StartsLink(line, i)) escaped.Append(Break);
        }

        return escaped.ToString();
    }

    /// <summary><c>- a</c>, <c>+ a</c>, <c>1. a</c>, <c>1) a</c> at the beginning.</summary>
    private static bool StartsList(string line, int at) => line[at] switch
    {
        '-' or '+' or '=' => at == 0,
        '.' or ')' => at is > 0 and < 10 && !line.AsSpan(0, at).ContainsAnyExceptInRange('0', '9'),
        _ => false,
    };

    /// <summary>Behind the colon of <c>https://</c> and of <c>mailto:a@b</c>, behind <c>www</c>, and behind the @ of an address.</summary>
    private static bool StartsLink(string line, int at) => line[at] switch
    {
        ':' => at > 0 && char.IsAsciiLetter(line[at - 1]) && at + 1 < line.Length && line[at + 1] is not ' ',
        '@' => true,
        '.' => at >= 3 && line.AsSpan(at - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
