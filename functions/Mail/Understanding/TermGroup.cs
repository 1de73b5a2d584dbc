namespace Automation.Mail.Understanding;

/// <summary>Terms that speak for one thing: a category, a kind, a level of urgency.</summary>
/// <param name="IsAbsenceNegated">Whether "no X" and "without X" take the term back; elsewhere what is missing is the problem.</param>
internal sealed record TermGroup(string Name, IReadOnlyList<Term> Terms, bool IsAbsenceNegated = false);

/// <summary>A term that stands in a text.</summary>
/// <param name="At">Number of its first word.</param>
/// <param name="Length">In words.</param>
/// <param name="NegatedBy">The words that take it back; null when nothing does.</param>
internal sealed record TermHit(TermGroup Group, Term Term, int At, int Length, string Shown, string? NegatedBy)
{
    /// <summary>In which it is a term.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>What stands there counts more.</summary>
    public bool IsInSubject { get; init; }

    /// <summary>Where it stands, when it is neither in the subject nor in what the mail says itself.</summary>
    public string? Place { get; init; }
}

/// <summary>Finds the terms of several groups in a text. Where terms overlap the longer counts; a term counts once.</summary>
internal sealed class TermFinder
{
    private const int StemLength = 3;

    /// <summary>A text that repeats a word thousands of times says nothing new by it.</summary>
    private const int MaxFound = 500;

    /// <summary>Words between a negation and what it takes back.</summary>
    private const int MaxBetween = 2;

    private readonly Dictionary<string, List<(TermGroup Group, Term Term)>> byStem = new(StringComparer.Ordinal);
    private readonly List<(TermGroup Group, Term Term)> inside = [];
    private readonly IReadOnlyList<Term> negations;
    private readonly IReadOnlyList<Term> absences;
    private readonly Denials? denials;

    /// <param name="denials">What takes terms back instead of negations and absences; null for these.</param>
    public TermFinder(IReadOnlyList<TermGroup> groups, IReadOnlyList<Term> negations, IReadOnlyList<Term> absences, Denials? denials = null)
    {
        this.denials = denials;
        (Groups, this.negations, this.absences) = (groups, negations, absences);
        foreach (var group in groups)
        {
            foreach (var term in group.Terms)
            {
                if (term.Parts[0].IsInside) inside.Add((group, term));
                else if (byStem.TryGetValue(Stem(term.Parts[0].Word), out var known)) known.Add((group, term));
                else byStem[Stem(term.Parts[0].Word)] = [(group, term)];
            }
        }
    }

    public IReadOnlyList<TermGroup> Groups { get; }

    public IReadOnlyList<TermHit> Find(FoldedText text)
    {
        var found = new List<(TermGroup Group, Term Term, int At, int End)>();
        for (var at = 0; at < text.Words.Count && found.Count < MaxFound; at++)
        {
            var near = byStem.TryGetValue(Stem(text.Words[at]), out var known) ? inside.Concat(known) : inside;
            foreach (var (group, term) in near)
            {
                if (term.Match(text.Words, at) is > 0 and var end) found.Add((group, term, at, end));
            }
        }

        // A longer term that stands around a shorter one is what was meant; hits on the same words all count.
        var whole = found.Where(f => !found.Exists(o => o.At <= f.At && o.End >= f.End && o.Term.Parts.Count > f.Term.Parts.Count));
        var hits = whole.GroupBy(f => (f.Group, f.At, f.End)).Select(same => Hit(text, [.. same]));

        // One that stands counts before one that is taken back: "no virus here, but a virus there".
        return [.. (denials is null ? hits : hits.OrderBy(h => h.NegatedBy is not null)).DistinctBy(h => (h.Group, h.Term))];
    }

    /// <summary>Words that several languages share count once, and speak for each of these languages.</summary>
    private TermHit Hit(FoldedText text, IReadOnlyList<(TermGroup Group, Term Term, int At, int End)> same)
    {
        var (group, term, at, end) = same.MaxBy(f => f.Term.Weight);
        return new TermHit(group, term, at, end - at, string.Join(' ', text.Words.Skip(at).Take(end - at)), NegatedBy(text, group, term, at)) { Languages = [.. same.Select(f => f.Term.Language).Distinct(StringComparer.Ordinal)] };
    }

    /// <summary>"not a problem with the printer", "kein neuer Virus": a few words may stand between.</summary>
    private string? NegatedBy(FoldedText text, TermGroup group, Term term, int at) => denials is not null
        ? denials.Of(text, at)
        : Before(text, term, at, negations, MaxBetween) ?? (group.IsAbsenceNegated ? Before(text, term, at, absences, 1) : null);

    private static string? Before(FoldedText text, Term term, int at, IReadOnlyList<Term> words, int between)
    {
        if (text.StartsClause[at]) return null;
        foreach (var word in words.Where(w => w.Parts[0].Word != term.Parts[0].Word))
        {
            for (var from = at - 1; from >= Math.Max(0, at - word.Parts.Count - between); from--)
            {
                var end = word.Match(text.Words, from);
                if (end > 0 && end <= at && at - end <= between && !text.Crosses(from, at)) return string.Join(' ', text.Words.Skip(from).Take(end - from));
            }
        }

        return null;
    }

    private static string Stem(string word) => word.Length > StemLength ? word[..StemLength] : word;
}
