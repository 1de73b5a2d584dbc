using System.Text.RegularExpressions;

namespace Automation.Alerts.Dialects.Guessing;

/// <summary>Guesses what a person would call the problem: a text in words under a name that tools use for one.</summary>
internal static partial class TitleGuess
{
    /// <summary>From this score on a name alone makes a payload an alert; below it something else must look like one too.</summary>
    public const int Sure = 84;

    private const int Least = 46;
    private const int MaxTitle = 300;

    /// <summary>Best text; a mere word of a state, such as a monitor called "Alarm", only when there is nothing else.</summary>
    public static Guess<string>? Find(IReadOnlyList<PayloadMember> members) =>
        Guess.Best(members, FactNames.Title, m => Text(m, allowsStateWord: false), Least) ?? Guess.Best(members, FactNames.Title, m => Text(m, allowsStateWord: true), Least);

    /// <summary>For payloads without any text: the kind of the event, in more than one word ("switch_restarted").</summary>
    public static Guess<string>? OfType(IReadOnlyList<PayloadMember> members) =>
        members.FirstOrDefault(m => m.IsOwn && m.Name is "type" or "eventtype" or "alerttype" or "alarmtype" && m.Text.Length < 80 && m.Text.Any(c => c is '_' or '-') && PlainNames.Words(m.Text).Count > 1) is { } member
            ? new Guess<string>(member.Text, member.Pointer, FactNames.Title.Score(member))
            : null;

    /// <summary>The title without what only tells the state, such as <c>[RESOLVED]</c>; measured values become one sign.</summary>
    public static string Stable(string title)
    {
        var text = StateInText.Without(title);
        return Number().Replace(text, match => IsPartOfName(text, match) ? match.Value : "#").Trim().ToLowerInvariant();
    }

    /// <summary>The number in "web-01" and an address such as 10.0.0.1 tell one machine from another.</summary>
    private static bool IsPartOfName(string text, Match match) =>
        (match.Index > 0 && (char.IsLetterOrDigit(text[match.Index - 1]) || text[match.Index - 1] is '-' or '_' or '.' or ':' or '/')) || match.Value.Count(c => c == '.') == 3;

    private static string? Text(PayloadMember member, bool allowsStateWord)
    {
        var text = member.Text.Split('\n', 2)[0].Trim();
        if (!text.Any(char.IsLetter) || (member.IsUrl && !(allowsStateWord && member.Name.EndsWith("name", StringComparison.Ordinal))) || member.IsNumber || member.Truth is not null) return null;
        if (Guid.TryParse(text, out _) || Time().IsMatch(text)) return null;

        // "event": "alert.triggered" or "type": "error" tell what happens, not what it is about.
        var isWord = text.All(c => char.IsLetter(c) || c is '.' or '_' or '-' or ':') && StatusWords.Find(text) is not null;
        if (isWord && !(allowsStateWord && member.Name is not ("event" or "type" or "alert")) && member.Name is not ("title" or "subject")) return null;

        // Beside anything better, what an object of Kubernetes or a webhook is called says less than what happened.
        if (!allowsStateWord && member.Name is "name" && member.Parent is "metadata" or "webhook") return null;
        if (member.Name.EndsWith("type", StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal)) return null;
        if (!text.Contains(' ', StringComparison.Ordinal) && member.Name is "event" or "type" or "trigger" or "notification" && text.All(c => !char.IsUpper(c)) && (!allowsStateWord || text.Any(c => c is '.' or '_' or ':'))) return null;
        return text.Length <= MaxTitle ? text : text[..(char.IsHighSurrogate(text[MaxTitle - 1]) ? MaxTitle - 1 : MaxTitle)];
    }

    [GeneratedRegex(@"[0-9]+(?:[.,:][0-9]+)*%?", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]", RegexOptions.NonBacktracking)]
    private static partial Regex Time();
}
