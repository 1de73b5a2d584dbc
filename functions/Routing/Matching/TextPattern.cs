using System.Text.RegularExpressions;

namespace Automation.Routing.Matching;

/// <summary>
/// A regular expression over a whole value, without regard to case, in time linear in the value: it never backtracks, and
/// pattern and value are bounded. Alternatives of plain text with <c>.*</c> at their ends, which most patterns are, are
/// compared as texts.
/// </summary>
internal sealed class TextPattern
{
    public const int MaxPattern = 1000;

    /// <summary>Characters of a value that are looked at; titles and labels are shorter.</summary>
    public const int MaxValue = 4096;

    /// <summary>Largest product of nested repetitions: each copy is a state of the automaton.</summary>
    private const int MaxCopies = 2000;

    public const string Accepted = "a regular expression without lookaround, backreferences and atomic groups, of at most 1000 characters and 2000 repetitions in all, such as \"web-.*\"";

    /// <summary>Never reached by patterns in the bounds above; a second line of defence.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant;

    private readonly IReadOnlyList<PlainPart>? parts;
    private readonly Regex? regex;

    private TextPattern(IReadOnlyList<PlainPart>? parts, Regex? regex) => (this.parts, this.regex) = (parts, regex);

    /// <summary>Whether it matches every value, so that a matcher with it decides nothing.</summary>
    public bool IsEverything => parts?.Any(p => p is { Text: "", OpenStart: true } or { Text: "", OpenEnd: true }) ?? false;

    /// <summary>Null with the reason when the pattern can't be taken.</summary>
    public static TextPattern? Parse(string pattern, out string? problem)
    {
        problem = null;
        if (pattern.Length > MaxPattern) problem = $"a pattern of {pattern.Length} characters";
        else if (PlainPart.Read(pattern) is { } plain) return new TextPattern(plain, null);
        else if (Repetitions.Copies(pattern) > MaxCopies) problem = "a pattern whose nested repetitions multiply beyond 2000";
        if (problem is not null) return null;
        try
        {
            // On its own first: a pattern must not end the group that anchors it.
            _ = new Regex(pattern, Options, Patience);
            return new TextPattern(null, new Regex($@"\A(?:{pattern})\z", Options, Patience));
        }
        catch (NotSupportedException)
        {
            problem = "a pattern with lookaround, a backreference, a conditional or an atomic group";
        }
        catch (ArgumentException e)
        {
            problem = $"no regular expression ({Sentence(e.Message)})";
        }

        return null;
    }

    public bool IsMatch(string value)
    {
        var text = value.Length <= MaxValue ? value : value[..MaxValue];
        if (parts is null) return regex!.IsMatch(text);
        foreach (var part in parts)
        {
            if (part.IsMatch(text)) return true;
        }

        return false;
    }

    private static string Sentence(string message) => message[(message.IndexOf("' ", StringComparison.Ordinal) + 1)..].Trim().TrimEnd('.');
}
