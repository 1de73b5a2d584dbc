using System.Globalization;
using Automation.Flow;
using Automation.Mail.Understanding.Learning;

namespace Automation.Mail.Understanding;

/// <summary>
/// Decides what a mail wants by the words of the rules and, when one is trained, a model: kind, category, impact, urgency,
/// whether security or a password is the matter. No I/O, no clock.
/// </summary>
internal sealed class Understander(MailRules rules)
{
    private const string Stage = "understanding";

    /// <summary>Points that speak for nothing: a single weak word makes no certainty.</summary>
    private const double Doubt = 2;

    private const double SubjectWeight = 1.5;
    private const int MaxShown = 12;

    /// <summary>Nobody hides an attack behind a long text; more than a part of a read mail can hold.</summary>
    private const int MaxSecurityWords = 50_000;

    private const int MaxName = 80;

    public Understood Decide(MailFacts facts, TextModel? model, DateTimeOffset at)
    {
        var (subject, matter) = (FoldedText.Of(facts.Subject), FoldedText.Of(facts.Matter));
        var (trace, finder) = (new List<TraceStep>(), new Finder(subject, matter));
        var security = Security(facts);
        var isSecurity = security.Exists(h => h.NegatedBy is null);
        if (security.Count > 0) trace.Add(SecurityStep(security, isSecurity, at));
        var categories = finder.Of(rules.Categories);
        var choice = Choose(categories, facts, model, at, trace);
        if (isSecurity) choice = (rules.SecurityCategory, 1, false);
        var kinds = finder.Of(rules.Kinds);
        var kind = Kind(kinds, isSecurity, at, trace);
        var password = finder.Of(rules.Password);
        var isPassword = password.Exists(h => h.NegatedBy is null) && !isSecurity;
        if (password.Count > 0) trace.Add(TraceStep.Of(at, Stage, "words of forgotten passwords and locked accounts", isPassword ? "a password mail" : isSecurity ? "no password mail: security comes first" : "taken back", ("words", Shown(password))));
        var language = LanguageGuess.Of(FoldedText.Of($"{facts.Subject}\n{facts.Matter}"), categories.Concat(kinds).Concat(password).Concat(security).Select(h => h.Languages));
        trace.Add(TraceStep.Of(at, Stage, "the language by its words", language ?? "can't be told"));
        var levels = new LevelRules(rules);
        var impact = levels.Impact(finder.Of(rules.Impacts), facts, isSecurity, at, trace);
        var urgency = LevelRules.Urgency(finder.Of(rules.Urgencies), kind, isSecurity, at, trace);
        return new Understood(
            kind, choice.NeedsTriage ? rules.Fallback : choice.Category ?? rules.Fallback, choice.Category, Math.Round(choice.Confidence, 3), choice.NeedsTriage,
            impact, urgency, Topic(isSecurity ? security : categories, choice.Category), isSecurity ? rules.SecurityTeam : null, isSecurity, isPassword, language, trace);
    }

    /// <summary>Null when it is no matter of security.</summary>
    public TraceStep? SecurityStep(MailFacts facts, DateTimeOffset at) => Security(facts) is var hits && hits.Exists(h => h.NegatedBy is null) ? SecurityStep(hits, true, at) : null;

    private TraceStep SecurityStep(List<TermHit> hits, bool isSecurity, DateTimeOffset at) =>
        TraceStep.Of(at, Stage, "security words reach the security team first", isSecurity ? $"team {rules.SecurityTeam}" : "taken back, so no matter of security", ("words", Shown(hits)));

    /// <summary>
    /// Everywhere in what the mail says and brings, and in all of it; the first place where a term stands is shown. History
    /// counts when the mail points to it or says nothing itself: what was warned of once is no new matter.
    /// </summary>
    private List<TermHit> Security(MailFacts facts)
    {
        var hits = rules.Security.Find(FoldedText.Of(facts.Subject)).Select(h => h with { IsInSubject = true })
            .Concat(rules.Security.Find(FoldedText.Of(facts.Matter, MaxSecurityWords)))
            .Concat(rules.Security.Find(FoldedText.Of(IsInQuoted(facts) ? facts.Quoted : "", MaxSecurityWords)).Select(h => h with { Place = "in the quoted text" }))
            .Concat(facts.AttachedMails.SelectMany(name => rules.Security.Find(FoldedText.Of(name)).Select(h => h with { Place = $"in the name of the attached mail '{PlainText.Line(name, MaxName)}'" })))
            .Concat(facts.AttachedTexts.SelectMany(mail => rules.Security.Find(FoldedText.Of(mail.Text, MaxSecurityWords)).Select(h => h with { Place = $"in the attached mail '{PlainText.Line(mail.Name, MaxName)}'" })));
        return [.. hits.OrderBy(h => h.NegatedBy is not null).DistinctBy(h => (h.Group, h.Term))];
    }

    private bool IsInQuoted(MailFacts facts) =>
        facts.Quoted.Length > 0 && (FoldedText.Of(facts.Matter) is { Words.Count: 0 } || rules.Pointing.Find(FoldedText.Of($"{facts.Subject}\n{facts.Matter}")).Any(h => h.NegatedBy is null));

    private (string? Category, double Confidence, bool NeedsTriage) Choose(List<TermHit> hits, MailFacts facts, TextModel? model, DateTimeOffset at, List<TraceStep> trace)
    {
        var points = rules.Categories.Groups.ToDictionary(g => g.Name, _ => 0.0, StringComparer.OrdinalIgnoreCase);
        foreach (var hit in hits.Where(h => h.NegatedBy is null)) points[hit.Group.Name] += Weight(hit);
        var total = points.Values.Sum() + Doubt;
        var shares = points.ToDictionary(p => p.Key, p => p.Value / total, StringComparer.OrdinalIgnoreCase);
        if (hits.Count > 0) trace.Add(TraceStep.Of(at, Stage, "the category by the words of the rules", Best(shares), ("words", Shown(hits))));
        if (model is not null) AddModel(shares, model, facts, at, trace);
        var best = shares.OrderByDescending(s => s.Value).First();
        if (best.Value <= 0)
        {
            trace.Add(TraceStep.Of(at, Stage, "no word speaks for a category", $"{rules.Fallback}, a person decides"));
            return (null, 0, true);
        }

        var needsTriage = best.Value < rules.Threshold;
        trace.Add(TraceStep.Of(at, Stage, $"a confidence of at least {Percent(rules.Threshold)}", needsTriage ? $"{rules.Fallback}, a person decides: {best.Key} with {Percent(best.Value)} is too little" : $"{best.Key} with {Percent(best.Value)}"));
        return (best.Key, best.Value, needsTriage);
    }

    /// <summary>The model's labels count as far as they are categories of the rules.</summary>
    private void AddModel(Dictionary<string, double> shares, TextModel model, MailFacts facts, DateTimeOffset at, List<TraceStep> trace)
    {
        var said = model.Explain($"{facts.Subject}\n{facts.Matter}", MaxShown);
        if (!said.IsKnown) return;
        var isCategory = shares.ContainsKey(said.Label);
        if (isCategory)
        {
            foreach (var category in shares.Keys) shares[category] *= 1 - rules.ModelShare;
            shares[said.Label] += rules.ModelShare * said.Confidence;
        }

        trace.Add(TraceStep.Of(
            at, Stage, $"the trained model counts {Percent(rules.ModelShare)} beside the words", $"{said.Label} with {Percent(said.Confidence)}{(isCategory ? "" : ", which is no category of the rules and does not count")}",
            ("words", string.Join(", ", said.Words.Select(w => $"{w.Word} {w.Weight.ToString("+0.00;-0.00", CultureInfo.InvariantCulture)}"))), ("over", said.Over)));
    }

    private static string? Topic(IReadOnlyList<TermHit> hits, string? category) =>
        hits.Where(h => h.NegatedBy is null && (h.Group.Name == category || h.Group.Name == "security")).OrderByDescending(Weight).ThenBy(h => h.Term.Text, StringComparer.Ordinal).FirstOrDefault() is { } clearest
            ? $"{category}/{string.Join(' ', clearest.Term.Parts.Select(p => p.Word))}" : null;

    private static string Kind(List<TermHit> hits, bool isSecurity, DateTimeOffset at, List<TraceStep> trace)
    {
        var (incident, request) = (Points(MailRules.Incident), Points(MailRules.ServiceRequest));
        var kind = isSecurity || incident >= request ? MailRules.Incident : MailRules.ServiceRequest;
        trace.Add(TraceStep.Of(at, Stage, isSecurity ? "a matter of security is an incident" : hits.Count == 0 ? "no word tells: an incident" : "incident or service request by their words", $"{kind} ({incident:0.#} to {request:0.#})", ("words", hits.Count == 0 ? null : Shown(hits))));
        return kind;

        double Points(string name) => hits.Where(h => h.NegatedBy is null && h.Group.Name == name).Sum(Weight);
    }

    internal static double Weight(TermHit hit) => hit.Term.Weight * (hit.IsInSubject ? SubjectWeight : 1);

    internal static string Shown(IEnumerable<TermHit> hits) => string.Join(", ", hits.OrderByDescending(Weight).Take(MaxShown).Select(h => h.NegatedBy is null ? $"{h.Shown} +{Weight(h).ToString("0.#", CultureInfo.InvariantCulture)} {h.Group.Name}{(h.Place is null ? "" : $" {h.Place}")}" : $"{h.Shown} taken back by '{h.NegatedBy}'"));

    private static string Best(Dictionary<string, double> shares) => string.Join(", ", shares.Where(s => s.Value > 0).OrderByDescending(s => s.Value).Take(3).Select(s => $"{s.Key} {Percent(s.Value)}")) is { Length: > 0 } best ? best : "none";

    private static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Finds terms in subject and matter; what stands in both counts once, as in the subject.</summary>
    private sealed class Finder(FoldedText subject, FoldedText matter)
    {
        public List<TermHit> Of(TermFinder terms) =>
            [.. terms.Find(subject).Select(h => h with { IsInSubject = true }).Concat(terms.Find(matter)).DistinctBy(h => (h.Group, h.Term))];
    }
}
