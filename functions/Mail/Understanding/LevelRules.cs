using Automation.Flow;
using Automation.Routing.Priorities;

namespace Automation.Mail.Understanding;

/// <summary>Decides impact and urgency: from words, who wrote, and how many wrote the same.</summary>
internal sealed class LevelRules(MailRules rules)
{
    private const string Stage = "understanding";

    public string? Impact(IReadOnlyList<TermHit> hits, MailFacts facts, bool isSecurity, DateTimeOffset at, List<TraceStep> trace)
    {
        var reasons = new List<string>();
        var impact = ByWords(hits, PriorityRules.Impacts);
        if (hits.Count > 0) reasons.Add($"words ({Understander.Shown(hits)})");
        if (facts.IsVip) Raise("medium", "the sender is marked VIP");
        if (IsImportant(rules, facts.Department)) Raise("medium", $"the sender's department, {facts.Department!.Trim()}");
        if (facts.Similar >= rules.SimilarMedium) Raise(facts.Similar >= rules.SimilarHigh ? "high" : "medium", $"{facts.Similar} similar mails in the last hour");
        if (isSecurity) Raise("medium", "a matter of security");
        trace.Add(TraceStep.Of(at, Stage, "the impact", impact is null ? "not told" : $"{impact}: {string.Join(", ", reasons)}", ("vip", facts.IsVip ? "yes" : null), ("department", facts.Department), ("similar", facts.Similar > 0 ? $"{facts.Similar}" : null)));
        return impact;

        void Raise(string level, string reason)
        {
            reasons.Add(reason);
            if (impact is null || Rank(PriorityRules.Impacts, level) < Rank(PriorityRules.Impacts, impact)) impact = level;
        }
    }

    /// <summary>What the problems of a person have at least; null for most people.</summary>
    public static string? LeastImpact(MailRules rules, bool isVip, string? department) => isVip || IsImportant(rules, department) ? "medium" : null;

    private static bool IsImportant(MailRules rules, string? department) => department is not null && rules.Departments.Contains(department.Trim(), StringComparer.OrdinalIgnoreCase);

    public static string? Urgency(IReadOnlyList<TermHit> hits, string kind, bool isSecurity, DateTimeOffset at, List<TraceStep> trace)
    {
        var byWords = ByWords(hits, PriorityRules.Urgencies);
        var urgency = byWords ?? (kind == MailRules.ServiceRequest ? "low" : null);
        var reason = byWords is null ? "a service request" : $"words ({Understander.Shown(hits)})";
        if (isSecurity && (urgency is null || Rank(PriorityRules.Urgencies, "high") < Rank(PriorityRules.Urgencies, urgency))) (urgency, reason) = ("high", "a matter of security");
        trace.Add(TraceStep.Of(at, Stage, "the urgency", urgency is null ? "not told" : $"{urgency}: {reason}"));
        return urgency;
    }

    /// <summary>The highest level that a word names; "not urgent" hides the word urgent by being longer.</summary>
    private static string? ByWords(IReadOnlyList<TermHit> hits, IReadOnlyList<string> levels)
    {
        var standing = hits.Where(h => h.NegatedBy is null).ToList();
        return levels.FirstOrDefault(l => standing.Exists(h => h.Group.Name == l));
    }

    private static int Rank(IReadOnlyList<string> levels, string level) => levels.TakeWhile(l => l != level).Count();
}
