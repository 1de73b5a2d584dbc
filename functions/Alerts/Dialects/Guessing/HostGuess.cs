using System.Net;
using System.Text.RegularExpressions;
using Automation.Flow;

namespace Automation.Alerts.Dialects.Guessing;

/// <summary>Guesses the machine that is concerned: a field that names one, else "on host web01" in the text.</summary>
internal static partial class HostGuess
{
    /// <summary>Stands for the pointer where the title names the host.</summary>
    public const string OfTitle = "title";

    private const int MaxText = 2000;

    public static Guess<string>? Find(IReadOnlyList<PayloadMember> members, IEnumerable<string?> texts, List<string> notes)
    {
        var guess = Guess.Best(members, FactNames.Host, Host, atLeast: 25);
        if (guess is not null)
        {
            guess.Note("host", notes);
            return guess;
        }

        foreach (var text in texts)
        {
            if (InText(text) is not { } name) continue;
            notes.Add($"guessed: host from the text '{name}' stands in");
            return new Guess<string>(name, "", 0);
        }

        if (texts.FirstOrDefault() is { } title && InTitle(title) is { } named)
        {
            notes.Add($"guessed: host from the title '{PlainText.Line(named, 80)}'");
            return new Guess<string>(named, OfTitle, 0);
        }

        if (texts.FirstOrDefault(t => t is not null && t.StartsWith("http", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(t, UriKind.Absolute, out _)) is { } address)
        {
            notes.Add("guessed: host from the address in the title");
            return new Guess<string>(address, "", 0);
        }

        notes.Add("guessed: no host found");
        return null;
    }

    /// <summary>Whether a text names a machine, so that it is about one.</summary>
    public static bool IsIn(string text) => (InText(text) ?? InTitle(text)) is not null;

    private static string? Host(PayloadMember member)
    {
        // Wazuh writes "(001) - web01".
        if (member.Name == "agent" && NumberedAgent().Match(member.Text) is { Success: true } agent) return agent.Groups["host"].Value;
        var text = member.Text;
        if (text.Length > 300 || member.Truth is not null || member.IsNumber || text.Contains('@', StringComparison.Ordinal) || text.StartsWith('{') || text.StartsWith('<')) return null;
        if (text.All(c => char.IsDigit(c) || c == '-') || Guid.TryParse(text, out _)) return null;
        if (text.Contains(' ', StringComparison.Ordinal) && text.Count(c => c == ' ') > 3) return null;
        if (member.IsUrl && member.Name is "source" or "origin" or "object" or "agent") return null;

        // Words such as "source" and "location" name machines at times: then they look like one.
        var name = member.Name == "name" ? member.Parent : member.Name;
        if ((Doubtful.Contains(name) || name.EndsWith("source", StringComparison.Ordinal)) && !member.IsUrl && !LooksLikeHost(text)) return null;
        if (member.Name is "address" or "location" && text.Contains(',', StringComparison.Ordinal)) return null;
        if (StatusWords.Find(text) is not null && IsPlainWord(text)) return null;
        if (text.StartsWith("arn:", StringComparison.OrdinalIgnoreCase)) return text[(text.LastIndexOfAny([':', '/']) + 1)..] is { Length: > 0 } last ? last : null;
        var first = text.Split(',')[0].Trim();
        return !member.IsUrl && member.Name.EndsWith("url", StringComparison.Ordinal) ? first.Split('/')[0] : first;
    }

    private static readonly HashSet<string> Doubtful = new(StringComparer.Ordinal) { "source", "origin", "object", "location", "site", "endpoint", "agent", "group", "principalname" };

    private static bool LooksLikeHost(string text) =>
        IPAddress.TryParse(text, out _) || (!text.Contains(' ', StringComparison.Ordinal) && text.Any(char.IsLetter) && (text.Contains('.', StringComparison.Ordinal) || text.Any(char.IsDigit)) && text.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_'));

    private static bool IsPlainWord(string text) => text.All(c => char.IsAsciiLetter(c)) && text.Length <= 12 && PlainWords.Contains(text.ToLowerInvariant());

    private static readonly HashSet<string> PlainWords = new(StringComparer.Ordinal)
    {
        "is", "was", "has", "are", "the", "this", "that", "down", "up", "name", "unreachable", "unavailable", "not", "and", "or", "for", "in", "on", "critical", "warning", "ok", "recovered", "failed", "error", "with", "to", "at", "status", "group", "groups", "cannot", "could", "alert", "side", "state", "monitor", "monitoring", "response", "will", "may", "can", "returned", "responded",
    };

    /// <summary>"on host web01", "Host: web01", and after a bare "on" or "server" only what can hardly be a plain word.</summary>
    private static string? InText(string? text)
    {
        if (text is null) return null;
        var beginning = text.Length > MaxText ? text[..MaxText] : text;
        foreach (Match match in SureInText().Matches(beginning))
        {
            if (Name(match) is { Length: > 1 } name && !IsPlainWord(name)) return name;
        }

        return LikelyInText().Matches(beginning).Select(Name).FirstOrDefault(n => IPAddress.TryParse(n, out _) || (LooksLikeHost(n) && n.Any(c => c is '-' or '.' || char.IsDigit(c))));
    }

    /// <summary>What a title is about, by its place: "shop.example.com is down", "db-7: replication lag", "Shop (https://shop.example.com) is DOWN", "... on prod-db".</summary>
    private static string? InTitle(string title)
    {
        if (title.Length > 300) return null;
        if (StateInText.Find(title) is not null && Address().Match(title) is { Success: true } address) return address.Value;
        if (OfNagios().Match(title) is { Success: true } subject) return subject.Groups["host"].Value;
        var text = StateInText.Without(title).Trim();
        text = text[text.TakeWhile(c => !char.IsLetterOrDigit(c)).Count()..];
        if (Bracketed().Match(text) is { Success: true } bracketed) return bracketed.Groups["host"].Value;
        if (Leading().Match(text) is { Success: true } leading) return leading.Groups["host"].Value;
        return Trailing().Match(text) is { Success: true } trailing ? trailing.Groups["host"].Value : null;
    }

    private static string Name(Match match) => match.Groups["host"].Value.TrimEnd('.', '-', '_');

    [GeneratedRegex(
        @"\b(?:(?:on|at|for|from|of)\s+(?:the\s+)?(?:[A-Za-z0-9]+\s+)?(?:host|node|server|instance|device|machine|vm|computer)\s+|(?:host|hostname|server|node|device|instance|machine|computer|resource)\s*[:=]\s*)['""\[(]?(?<host>[A-Za-z0-9][A-Za-z0-9._\-]*)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SureInText();

    [GeneratedRegex(@"\b(?:host|server|node|device|on)\s+['""\[(]?(?<host>[A-Za-z0-9][A-Za-z0-9._\-]*)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LikelyInText();

    [GeneratedRegex(@"^\([0-9]{3,}\)\s*-?\s*(?<host>\S+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberedAgent();

    [GeneratedRegex(@"https?://[A-Za-z0-9.\-]+(?::[0-9]+)?", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();

    [GeneratedRegex(@"^(?<host>(?:[a-z0-9][a-z0-9\-]*\.){2,}[a-z]{2,}|[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[a-z][a-z0-9]*(?:-[a-z0-9]+)*-[a-z]*[0-9]+)(?:\s*:\s|\s+(?:is|has|went|at)\s|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Leading();

    [GeneratedRegex(@"\s(?:on|@)\s+['""]?(?<host>[A-Za-z0-9]+(?:[\-_.][A-Za-z0-9]+)+)['""]?[.!]?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Trailing();

    [GeneratedRegex(@"(?:^|\s)(?<host>[A-Za-z0-9][A-Za-z0-9._\-]*)/[^/\s][^/]{0,80}\sis\s(?:OK|WARNING|CRITICAL|UNKNOWN)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OfNagios();

    [GeneratedRegex(@"\((?<host>[a-z][a-z0-9]*(?:[\-.][a-z0-9]+)*[\-.]?[0-9a-z]*[0-9])\)\s*:", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Bracketed();
}
