using Automation.Flow;

namespace Automation.Tickets.Correcting;

/// <summary>What a person says of a ticket, against what rules and words made of it.</summary>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why, for others; null when nothing was said.</param>
/// <param name="Category">The right one; null to leave it.</param>
/// <param name="Team">Who takes it; null to let routing decide by the category.</param>
/// <param name="Requester">Address of the one who needs something; null to leave it.</param>
internal sealed record Correction(string By, string? Reason, string? Category, string? Team, string? Requester)
{
    private const int MaxText = 500;

    /// <summary>Of an address (RFC 5321, 4.5.3.1).</summary>
    private const int MaxAddress = 320;

    private static readonly TextField[] Fields =
    [
        new("by", "who corrects it", MaxText, IsRequired: true),
        new("reason", "why", MaxText, IsRequired: false),
        new("category", "one of those that mail.yaml and routing.yaml name", MaxText, IsRequired: false),
        new("team", "one of teams.yaml", MaxText, IsRequired: false),
        new("requester", "the mail address of the one who needs something", MaxAddress, IsRequired: false),
    ];

    /// <summary>The correction with the names as the files spell them; or null with every problem of the body.</summary>
    public static Correction? Read(byte[] body, IReadOnlyList<string> categories, IReadOnlyList<string> teams, out IReadOnlyList<FieldProblem> problems)
    {
        if (TextFields.Read(body, Fields, out problems) is not { } texts) return null;
        var (category, team, requester) = (texts.GetValueOrDefault("category"), texts.GetValueOrDefault("team"), texts.GetValueOrDefault("requester"));
        var (isCategory, isTeam) = (Named(categories, category), Named(teams, team));
        var found = new List<FieldProblem>();
        if (category is null && team is null && requester is null) found.Add(new FieldProblem("body", "nothing to correct", "category, team or requester, at least one of them"));
        if (category is not null && isCategory is null) found.Add(new FieldProblem("category", category, string.Join(", ", categories)));
        if (team is not null && isTeam is null) found.Add(new FieldProblem("team", team, string.Join(", ", teams)));
        if (requester is not null && !IsAddress(requester)) found.Add(new FieldProblem("requester", requester, "a mail address as in ada@example.org"));
        problems = found;
        return found.Count > 0 ? null : new Correction(texts["by"], texts.GetValueOrDefault("reason"), isCategory, isTeam, requester?.ToLowerInvariant());
    }

    private static string? Named(IReadOnlyList<string> names, string? name) => names.FirstOrDefault(n => string.Equals(n, name?.Trim(), StringComparison.OrdinalIgnoreCase));

    private static bool IsAddress(string text) => text.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && !text.Any(c => char.IsWhiteSpace(c) || c is '<' or '>' or ',' or ';' or '"');
}
