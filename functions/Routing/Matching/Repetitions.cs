using System.Globalization;

namespace Automation.Routing.Matching;

/// <summary>Estimates how many copies of its parts a pattern unfolds into: <c>(a{50}){50}</c> is 2500.</summary>
internal static class Repetitions
{
    /// <summary>Never less than what the automaton holds: groups multiply with what repeats them, neighbours add.</summary>
    public static long Copies(string pattern)
    {
        var groups = new Stack<long>();
        var (sum, last) = (0L, 0L);
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    (sum, last) = (sum + 1, 1);
                    break;
                case '(':
                    groups.Push(sum);
                    (sum, last) = (0, 0);
                    break;
                case ')' when groups.Count > 0:
                    last = Math.Max(1, sum);
                    sum = Capped(groups.Pop() + last);
                    break;
                case '[':
                    i = ClassEnd(pattern, i);
                    (sum, last) = (sum + 1, 1);
                    break;
                case '{' when Bound(pattern, i) is { } bound:
                    sum = Capped(sum + last * Math.Max(0, bound - 1));
                    last = Capped(last * Math.Max(1, bound));
                    i = pattern.IndexOf('}', i);
                    break;
                default:
                    (sum, last) = (sum + 1, 1);
                    break;
            }
        }

        while (groups.TryPop(out var outer)) sum = Capped(sum + outer);
        return sum;
    }

    private static long Capped(long copies) => Math.Min(copies, int.MaxValue);

    private static int ClassEnd(string pattern, int open)
    {
        for (var i = open + 1; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\') i++;
            else if (pattern[i] == ']' && i > open + 1 && !(i == open + 2 && pattern[open + 1] == '^')) return i;
        }

        return pattern.Length;
    }

    /// <summary>The larger number of <c>{2}</c>, <c>{2,}</c> or <c>{2,5}</c>; null for a brace that is no repetition.</summary>
    private static long? Bound(string pattern, int open)
    {
        var close = pattern.IndexOf('}', open);
        if (close < 0) return null;
        var numbers = pattern[(open + 1)..close].Split(',');
        long? largest = null;
        foreach (var number in numbers.Where(n => n.Length > 0))
        {
            if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return null;
            largest = Math.Max(largest ?? 0, Capped(value));
        }

        return largest;
    }
}
