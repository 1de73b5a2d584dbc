using Automation.Routing.Files;
using Automation.Routing.Priorities;

namespace Automation.Mail.Understanding;

/// <summary>Reads mail.yaml.</summary>
/// <param name="Rules">Null when there is any problem.</param>
/// <param name="Problems">Everything that is wrong, from top to bottom.</param>
internal sealed record MailRulesReading(MailRules? Rules, IReadOnlyList<FileProblem> Problems)
{
    public static MailRulesReading Of(string text, string name)
    {
        var problems = new FileProblems(name);
        MailRules? rules = null;
        if (YamlFile.Read(text, problems) is { } map)
        {
            var top = new MapReader(map, problems);
            rules = Read(top);
            top.Close();
        }

        return new MailRulesReading(problems.All.Count == 0 ? rules : null, problems.All);
    }

    private static MailRules Read(MapReader top)
    {
        var (negations, absences) = (Single(top, "negation"), Single(top, "absence"));
        var categories = Groups(top, "categories", null);
        var similar = top.Map("similar");
        var rules = new MailRules(
            Finder(categories), Named(top, "fallback", "other", categories), top.Number("threshold", 35, 0, 100) / 100.0, top.Number("modelShare", 60, 0, 100) / 100.0,
            Finder(Groups(top, "kinds", MailRules.KindNames)), Finder(Groups(top, "urgency", PriorityRules.Urgencies)), Finder(Groups(top, "impact", PriorityRules.Impacts)),
            new TermFinder([Single(top, "security")], [], [], new Denials(Optional(top, "denial"), Optional(top, "doubt"))), Named(top, "securityCategory", "security", categories), top.Text("securityTeam")?.Value ?? "security",
            Finder([Single(top, "password")]), [.. (top.Texts("vipGroups") ?? []).Select(g => g.Value)], [.. (top.Texts("departments") ?? []).Select(d => d.Value)], similar?.Number("medium", 3, 1, 1_000) ?? 3, similar?.Number("high", 10, 1, 1_000) ?? 10)
        { Pointing = Finder([new TermGroup("pointing", Optional(top, "pointing"))]) };
        if (similar is not null && rules.SimilarHigh <= rules.SimilarMedium) top.Problems.Add(similar.PlaceOf("high"), $"high: {rules.SimilarHigh} similar mails, not more than for medium", "a number above that of medium");
        similar?.Close();
        return rules;

        TermFinder Finder(IReadOnlyList<TermGroup> groups) => new(groups, negations.Terms, absences.Terms);
    }

    /// <param name="names">What the groups may be called; null for anything.</param>
    private static List<TermGroup> Groups(MapReader top, string section, IReadOnlyList<string>? names)
    {
        var groups = new List<TermGroup>();
        foreach (var block in top.Maps(section))
        {
            var name = block.RequiredText("name");
            var isAbsenceNegated = block.Flag("absenceNegates", fallback: false);
            var group = new TermGroup(name?.Value ?? "", Terms(block), isAbsenceNegated);
            block.Close();
            if (name is null) continue;
            if (names is not null && !names.Contains(name.Value)) block.Problems.Add(name.At, $"name: {FileProblems.Shown(name.Value)}{Nearest.Hint(name.Value, names)}", string.Join(", ", names));
            else if (groups.Exists(g => string.Equals(g.Name, name.Value, StringComparison.OrdinalIgnoreCase))) block.Problems.Add(name.At, $"a second block {FileProblems.Shown(name.Value)}", "a name that no other block of the section has");
            else groups.Add(group);
        }

        if (groups.Count == 0) top.Problems.Add(top.PlaceOf(section), $"no {section}", $"a list '{section}' with at least one block");
        return groups;
    }

    private static IReadOnlyList<Term> Optional(MapReader top, string section) => top.Has(section) ? Single(top, section).Terms : [];

    private static TermGroup Single(MapReader top, string section)
    {
        if (!top.Has(section)) top.Problems.Add(top.At, $"no {section}", $"a block with the key '{section}'");
        if (top.Map(section) is not { } block) return new TermGroup(section, []);
        var group = new TermGroup(section, Terms(block));
        block.Close();
        return group;
    }

    private static List<Term> Terms(MapReader block)
    {
        var terms = new List<Term>();
        foreach (var language in MailRules.Languages.Append(MailRules.AnyLanguage))
        {
            foreach (var text in block.Texts(language) ?? [])
            {
                if (Term.Parse(text.Value, language) is not { } term) block.Problems.Add(text.At, $"{language}: {FileProblems.Shown(text.Value)}", Term.Accepted);
                else if (terms.Exists(t => t.Language == language && t.Text == term.Text)) block.Problems.Add(text.At, $"{language}: {FileProblems.Shown(text.Value)} a second time", "each term once");
                else terms.Add(term);
            }
        }

        return terms;
    }

    private static string Named(MapReader top, string key, string fallback, List<TermGroup> categories)
    {
        var text = top.Text(key);
        var name = text?.Value ?? fallback;
        if (!categories.Exists(c => c.Name == name)) top.Problems.Add(text?.At ?? top.At, $"{key}: the unknown category {FileProblems.Shown(name)}{Nearest.Hint(name, categories.Select(c => c.Name))}", string.Join(", ", categories.Select(c => c.Name)));
        return name;
    }
}
