using Automation.Alerts.Intake;
using Automation.Flow;

namespace Automation.Alerts.Dialects.Guessing;

/// <summary>A fact that was guessed, where it was found and how sure the guess is.</summary>
internal sealed record Guess<T>(T Value, string Pointer, int Score);

/// <summary>Picks the best of several candidates: the higher score, and of equal ones the nearer and earlier.</summary>
internal static class Guess
{
    /// <param name="read">Null when the member's value can't be this fact.</param>
    public static Guess<T>? Best<T>(IEnumerable<PayloadMember> members, FactNames names, Func<PayloadMember, T?> read, int atLeast = 20)
        where T : class
    {
        Guess<T>? best = null;
        foreach (var member in members)
        {
            var score = names.Score(member);
            if (score < atLeast || (best is not null && score <= best.Score)) continue;
            if (read(member) is { } value) best = new Guess<T>(value, member.Pointer, score);
        }

        return best;
    }

    public static void Note<T>(this Guess<T>? guess, string fact, List<string> notes) =>
        notes.Add(guess is null ? $"guessed: no {fact} found" : $"guessed: {fact} from {guess.Pointer} '{PlainText.Line(guess.Value?.ToString() ?? "", 80)}'");
}
