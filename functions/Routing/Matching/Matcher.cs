using System.Collections.Frozen;

namespace Automation.Routing.Matching;

/// <summary>How a matcher compares.</summary>
internal enum MatcherOperator
{
    /// <summary><c>=</c> and <c>in</c>.</summary>
    Equal,

    /// <summary><c>!=</c> and <c>not in</c>.</summary>
    NotEqual,
    Matches,
    NotMatches,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>
/// One condition on one fact. A fact with several values meets it if any value does, a negation only if none meets its
/// opposite; a fact that is not known counts as the empty text, and is neither less nor greater than anything.
/// </summary>
internal sealed class Matcher
{
    private readonly FrozenSet<string> values;
    private readonly string? single;

    public Matcher(string fact, MatcherOperator comparison, IReadOnlyList<string> values, TextPattern? pattern, Scale scale, double rank, string text)
    {
        (Fact, Operator, Values, Pattern, Scale, Rank, Text) = (fact, comparison, values, pattern, scale, rank, text);
        (Position, single) = (FactNames.PositionOf(fact), values.Count == 1 ? values[0] : null);
        this.values = values.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    public string Fact { get; }

    /// <summary>See <see cref="FactNames.PositionOf"/>.</summary>
    public int Position { get; }

    public MatcherOperator Operator { get; }

    /// <summary>One for = and !=, several for in and not in.</summary>
    public IReadOnlyList<string> Values { get; }

    public TextPattern? Pattern { get; }

    public Scale Scale { get; }

    public double Rank { get; }

    /// <summary>As a person would write it; equal texts are equal conditions.</summary>
    public string Text { get; }

    public bool IsMet(RoutingFacts facts)
    {
        var found = facts.Of(this);
        return Operator switch
        {
            MatcherOperator.Equal => AnyIsIn(found),
            MatcherOperator.NotEqual => !AnyIsIn(found),
            MatcherOperator.Matches => AnyMatches(found),
            MatcherOperator.NotMatches => !AnyMatches(found),
            _ => AnyRanks(found),
        };
    }

    /// <summary>Whether a value on the scale stands as this matcher wants it.</summary>
    public bool Ranks(double rank) => Operator switch
    {
        MatcherOperator.Less => rank < Rank,
        MatcherOperator.LessOrEqual => rank <= Rank,
        MatcherOperator.Greater => rank > Rank,
        _ => rank >= Rank,
    };

    private bool AnyIsIn(IReadOnlyList<string> found)
    {
        if (found.Count == 0) return IsIn("");
        for (var i = 0; i < found.Count; i++)
        {
            if (IsIn(found[i])) return true;
        }

        return false;
    }

    private bool IsIn(string value) => single is null ? values.Contains(value) : single.Equals(value, StringComparison.OrdinalIgnoreCase);

    private bool AnyMatches(IReadOnlyList<string> found)
    {
        if (found.Count == 0) return Pattern!.IsMatch("");
        for (var i = 0; i < found.Count; i++)
        {
            if (Pattern!.IsMatch(found[i])) return true;
        }

        return false;
    }

    private bool AnyRanks(IReadOnlyList<string> found)
    {
        for (var i = 0; i < found.Count; i++)
        {
            if (Scales.TryRank(Scale, found[i], out var rank) && Ranks(rank)) return true;
        }

        return false;
    }
}
