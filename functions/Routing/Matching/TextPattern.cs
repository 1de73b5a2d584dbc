using System.Buffers;
using System.Text.RegularExpressions;

namespace Automation.Routing.Matching;

/// <summary>
/// A regular expression over a whole value, without regard to case, in time linear in the value: it never backtracks, and
/// pattern and value are bounded. Alternatives of plain text with <c>.*</c> in it, which most patterns are, are compared as
/// texts: a regular expression costs milliseconds to build.
/// </summary>
internal sealed class TextPattern
{
    public const int MaxPattern = 1000;

    /// <summary>Characters of a value that are looked at; titles and labels are no longer.</summary>
    public const int MaxValue = 2048;

    /// <summary>Parts that repetitions add when they are multiplied out: each is a state of the automaton, and each costs time.</summary>
    private const int MaxAdded = 200;

    public const string Accepted = "a regular expression without lookaround, backreferences and atomic groups, of at most 1000 characters, whose repetitions {n} multiply out to at most 200, such as \"web-.*\"";

    /// <summary>
    /// A second line of defence: patterns in the bounds above stay far below it, also on a machine that is short of time, where
    /// the first use of a pattern was seen to take half a second. Out of time counts as no match.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant;

    private readonly PlainPart[]? parts;
    private readonly Lazy<Regex>? regex;

    /// <summary>Text that every match contains; null when none is known. Looking for it costs a tenth of the whole.</summary>
    private readonly SearchValues<string>? required;

    private TextPattern(PlainPart[] parts, string required)
    {
        (this.parts, this.required) = (parts, Search(required));
        Prefixes = parts.All(p => p.Pieces[0].Length > 0) ? [.. parts.Select(p => p.Pieces[0])] : [];
    }

    private TextPattern(Lazy<Regex> regex, string required) => (this.regex, this.required) = (regex, Search(required));

    /// <summary>Whether it matches every value, so that a matcher with it decides nothing.</summary>
    public bool IsEverything => parts?.Any(p => p.IsEverything) ?? false;

    /// <summary>Every match begins with one of these; empty when that is not known.</summary>
    public IReadOnlyList<string> Prefixes { get; } = [];

    /// <summary>Null with the reason when the pattern can't be taken.</summary>
    public static TextPattern? Parse(string pattern, out string? problem)
    {
        problem = null;
        if (pattern.Length > MaxPattern) problem = $"a pattern of {pattern.Length} characters";
        else if (PlainPart.Read(pattern) is { } plain) return new TextPattern([.. plain], plain.Count > 1 ? RequiredText.Of(pattern) : "");
        else if (Repetitions.Copies(pattern) > pattern.Length + MaxAdded) problem = "a pattern whose repetitions multiply out beyond 200";
        if (problem is not null) return null;
        try
        {
            // On its own first: a pattern must not end the group that anchors it.
            _ = new Regex(pattern, RegexOptions.None, Patience);
            var automaton = new Lazy<Regex>(() => new Regex($@"\A(?:{pattern})\z", Options, Patience));

            // Built when it is first asked, for all of them are a third of the start; now only where that could fail.
            if (MayBeRefused(pattern)) _ = automaton.Value;
            return new TextPattern(automaton, RequiredText.Of(pattern));
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
        if (required is not null && !text.AsSpan().ContainsAny(required)) return false;
        if (parts is null) return IsMatchInTime(text);
        foreach (var part in parts)
        {
            if (part.IsMatch(text)) return true;
        }

        return false;
    }

    /// <summary>Whether it may have what an automaton can't do: every such construct is a group with a question mark, a reference or <c>\G</c>.</summary>
    private static bool MayBeRefused(string pattern)
    {
        for (var i = 0; i + 1 < pattern.Length; i++)
        {
            if (pattern[i] == '(' && pattern[i + 1] == '?' && pattern.AsSpan(i + 2) is not [':', ..]) return true;
            if (pattern[i] == '\\' && pattern[++i] is (>= '0' and <= '9') or 'k' or 'G' or '<' or '\'') return true;
        }

        return false;
    }

    private static SearchValues<string>? Search(string required) => required.Length == 0 ? null : SearchValues.Create([required], StringComparison.OrdinalIgnoreCase);

    private bool IsMatchInTime(string text)
    {
        try
        {
            return regex!.Value.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string Sentence(string message) => message[(message.IndexOf("' ", StringComparison.Ordinal) + 1)..].Trim().TrimEnd('.');
}
