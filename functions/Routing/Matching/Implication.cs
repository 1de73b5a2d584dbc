namespace Automation.Routing.Matching;

/// <summary>Says when one condition follows from others, as far as their form shows: what it does not see it does not claim.</summary>
internal static class Implication
{
    /// <summary>Whether whatever meets <paramref name="narrow"/>, and the routes above, also meets all of <paramref name="wide"/>.</summary>
    public static bool Covers(IReadOnlyList<Matcher> wide, IReadOnlyList<Matcher> narrow, IReadOnlyList<Matcher> above)
    {
        // Asked for every pair of siblings, so without delegates.
        for (var i = 0; i < wide.Count; i++)
        {
            if (!IsAlwaysMet(wide[i]) && !FollowsFromAny(wide[i], narrow) && !FollowsFromAny(wide[i], above)) return false;
        }

        return true;
    }

    private static bool FollowsFromAny(Matcher wide, IReadOnlyList<Matcher> known)
    {
        for (var i = 0; i < known.Count; i++)
        {
            if (wide.Position == known[i].Position && Follows(wide, known[i])) return true;
        }

        return false;
    }

    private static bool IsAlwaysMet(Matcher matcher) => matcher is { Operator: MatcherOperator.Matches, Pattern.IsEverything: true };

    /// <summary>A fact can have several values, so only what holds for the value that met one condition, or for all values, carries over.</summary>
    private static bool Follows(Matcher wide, Matcher narrow)
    {
        if (!wide.Fact.Equals(narrow.Fact, StringComparison.OrdinalIgnoreCase)) return false;
        if (wide.Text.Equals(narrow.Text, StringComparison.OrdinalIgnoreCase)) return true;
        return (wide.Operator, narrow.Operator) switch
        {
            (MatcherOperator.Equal, MatcherOperator.Equal) => narrow.Values.All(v => wide.Values.Contains(v, StringComparer.OrdinalIgnoreCase)),
            (MatcherOperator.NotEqual, MatcherOperator.NotEqual) => wide.Values.All(v => narrow.Values.Contains(v, StringComparer.OrdinalIgnoreCase)),
            (MatcherOperator.NotEqual, MatcherOperator.NotMatches) => wide.Values.All(narrow.Pattern!.IsMatch),
            (MatcherOperator.Matches, MatcherOperator.Equal) => narrow.Values.All(wide.Pattern!.IsMatch),
            ( >= MatcherOperator.Less, MatcherOperator.Equal) => narrow.Values.All(v => Scales.TryRank(wide.Scale, v, out var rank) && wide.Ranks(rank)),
            ( >= MatcherOperator.Less, >= MatcherOperator.Less) => wide.Scale == narrow.Scale && IsWithin(narrow, wide),
            _ => false,
        };
    }

    private static bool IsWithin(Matcher narrow, Matcher wide) => (narrow.Operator, wide.Operator) switch
    {
        (MatcherOperator.Greater or MatcherOperator.GreaterOrEqual, MatcherOperator.GreaterOrEqual) => narrow.Rank >= wide.Rank,
        (MatcherOperator.Greater, MatcherOperator.Greater) => narrow.Rank >= wide.Rank,
        (MatcherOperator.GreaterOrEqual, MatcherOperator.Greater) => narrow.Rank > wide.Rank,
        (MatcherOperator.Less or MatcherOperator.LessOrEqual, MatcherOperator.LessOrEqual) => narrow.Rank <= wide.Rank,
        (MatcherOperator.Less, MatcherOperator.Less) => narrow.Rank <= wide.Rank,
        (MatcherOperator.LessOrEqual, MatcherOperator.Less) => narrow.Rank < wide.Rank,
        _ => false,
    };
}
