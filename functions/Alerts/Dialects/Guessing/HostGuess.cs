using System.Net;
using System.Text.RegularExpressions;

namespace Automation.Alerts.Dialects.Guessing;

/// <summary>Guesses the machine that is concerned: a field that names one, else "on host web01" in the text.</summary>
internal static partial class HostGuess
{
    public static string? Find(IReadOnlyList<PayloadMember> members, IEnumerable<string?> texts, List<string> notes)
    {
        var guess = Guess.Best(members, FactNames.Host, Host, atLeast: 25);
        if (guess is not null)
        {
            guess.Note("host", notes);
            return guess.Value;
        }

        foreach (var text in texts)
        {
            if (text is null || InText().Match(text.Length > 2000 ? text[..2000] : text) is not { Success: true } match) continue;
            var name = match.Groups["host"].Value.TrimEnd('.', '-', '_');
            if (name.Length < 2 || IsPlainWord(name)) continue;
            notes.Add($"guessed: host from the words '{match.Value.Trim()}'");
            return name;
        }

        if (texts.FirstOrDefault(t => t is not null && t.StartsWith("http", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(t, UriKind.Absolute, out _)) is { } address)
        {
            notes.Add("guessed: host from the address in the title");
            return address;
        }

        notes.Add("guessed: no host found");
        return null;
    }

    private static string? Host(PayloadMember member)
    {
        var text = member.Text;
        if (text.Length > 300 || member.Truth is not null || member.IsNumber || text.Contains('@', StringComparison.Ordinal) || text.StartsWith('{') || text.StartsWith('<')) return null;
        if (text.All(c => char.IsDigit(c) || c == '-') || Guid.TryParse(text, out _)) return null;
        if (text.Contains(' ', StringComparison.Ordinal) && text.Count(c => c == ' ') > 3) return null;
        if (member.IsUrl && member.Name is "source" or "origin" or "object" or "location" or "agent") return null;

        // Words such as "source" and "location" name machines at times: then they look like one.
        if (Doubtful.Contains(member.Name) && !member.IsUrl && !LooksLikeHost(text)) return null;
        if (member.Name is "address" or "location" && text.Contains(',', StringComparison.Ordinal)) return null;
        if (StatusWords.Find(text) is not null && IsPlainWord(text)) return null;
        if (text.StartsWith("arn:", StringComparison.OrdinalIgnoreCase)) return text[(text.LastIndexOfAny([':', '/']) + 1)..] is { Length: > 0 } last ? last : null;
        var first = text.Split(',')[0].Trim();
        return !member.IsUrl && member.Name.EndsWith("url", StringComparison.Ordinal) ? first.Split('/')[0] : first;
    }

    private static readonly HashSet<string> Doubtful = new(StringComparer.Ordinal) { "source", "origin", "object", "location", "site", "endpoint", "agent" };

    private static bool LooksLikeHost(string text) =>
        IPAddress.TryParse(text, out _) || (!text.Contains(' ', StringComparison.Ordinal) && text.Any(char.IsLetter) && (text.Contains('.', StringComparison.Ordinal) || text.Any(char.IsDigit)) && text.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_'));

    private static bool IsPlainWord(string text) => text.All(c => char.IsAsciiLetter(c)) && text.Length <= 12 && PlainWords.Contains(text.ToLowerInvariant());

    private static readonly HashSet<string> PlainWords = new(StringComparer.Ordinal)
    {
        "is", "was", "has", "are", "the", "this", "that", "down", "up", "name", "unreachable", "unavailable", "not", "and", "or", "for", "in", "on", "critical", "warning", "ok", "recovered", "failed", "error", "with", "to", "at", "status", "group", "groups", "cannot", "could", "alert", "side", "state", "monitor", "monitoring", "response", "will", "may", "can", "returned", "responded",
    };

    [GeneratedRegex(
        @"(?:\b(?:on|at|for|from|of)\s+(?:the\s+)?(?:[A-Za-z0-9]+\s+)?(?:host|node|server|instance|device|machine|vm|computer)\s+|\b(?:host|hostname|server|node|device|instance|machine|computer|resource)\s*[:=]\s*|\b(?:host|server|node|device|on)\s+(?=[A-Za-z][A-Za-z0-9_\-]*[0-9.\-][A-Za-z0-9.\-]*[A-Za-z0-9]|[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+))['""\[(]?(?<host>[A-Za-z0-9][A-Za-z0-9._\-]*)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 200)]
    private static partial Regex InText();
}
