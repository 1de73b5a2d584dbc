using Automation.Flow;

namespace Automation.Tickets.Correcting;

/// <summary>Decides what a ticket looks like that a person has corrected. No I/O, no clock.</summary>
internal static class CorrectionRules
{
    /// <summary>Fact by which routing knows the team that a person named.</summary>
    public const string AssignedTeam = "assigned.team";

    private const string Corrected = "corrected";
    private const string Assigned = "assigned";
    private const string Step = "the word of a person outranks routes and words";

    /// <summary>The ticket with what the person says of it, not routed yet; null when it says the same already.</summary>
    /// <param name="teamOfCategory">The team that the new category reaches first; null for most.</param>
    /// <param name="known">The new requester; null when nobody knows more than the address.</param>
    public static Ticket? Say(Ticket ticket, Correction correction, string? teamOfCategory, KnownRequester? known)
    {
        var next = ticket;

        // Saying the same of what nobody could tell makes it certain.
        if (correction.Category is { } category && (category != ticket.Category || ticket.Facts.GetValueOrDefault("triage") == "true"))
        {
            next = With(next with { Category = category }, ("category", category), ("labels.category", category));
            if (ticket.Facts.ContainsKey("triage")) next = With(next, ("triage", "false"));

            // The team of a mail that no route named came from its words, and the words were wrong.
            if (ticket.Source == "mail" || teamOfCategory is not null) next = With(next, ("labels.team", teamOfCategory));
        }

        if (correction.Team is { } team && (team != ticket.Team || ticket.Facts.GetValueOrDefault(AssignedTeam) != team)) next = With(next, (AssignedTeam, team));
        if (correction.Requester is { } requester && ticket.Mail is { } mail && requester != mail.Requester.Address)
        {
            next = With(next, ("requester", requester), ("requester.vip", known?.IsVip == true ? "true" : "false"), ("requester.department", known?.Department)) with
            {
                Mail = mail with
                {
                    Requester = new Requester(known?.Name ?? "", requester, $"named by {correction.By}", known?.Department, known?.IsVip ?? false, mail.Requester.Language),
                    TakesPart = mail.TakesPart.Contains(requester, StringComparer.Ordinal) ? mail.TakesPart : [.. mail.TakesPart.Take(Correspondence.MaxTakingPart - 1), requester],
                },
            };
        }

        return ReferenceEquals(next, ticket) ? null : next;
    }

    /// <summary>The corrected ticket with its route, and its new team's channels to be told.</summary>
    /// <param name="before">As it is stored.</param>
    /// <param name="said">What <see cref="Say"/> made of it.</param>
    /// <param name="missing">Why nothing is known of the new requester; null when something is.</param>
    public static Ticket Route(Ticket before, Ticket said, Correction correction, TicketRoute route, string? missing, DateTimeOffset now)
    {
        var isMoved = (correction.Category ?? correction.Team) is not null && route.Team != before.Team;
        var next = said with
        {
            Team = isMoved ? route.Team : before.Team,
            Impact = route.Impact,
            Urgency = route.Urgency,
            Priority = route.Priority,
            UpdatedAt = now,
        };
        var words = Words(before, next, correction);
        var step = TraceStep.Of(now, "ticket", Step, words, ("by", correction.By), ("reason", correction.Reason), ("requester", missing));
        next = next with { Trace = TicketRules.Explained(next, [step, .. route.Trace]) };
        next = TicketRules.Tell(next, now, Corrected, $"{words} ({correction.By}{(correction.Reason is { } reason ? $": {reason}" : "")})");
        if (isMoved) next = TicketRules.Tell(next, now, Assigned, $"Team {before.Team} handed it to team {next.Team}");
        if (!isMoved || next.State != TicketState.Open) return next;
        return next with { Told = [.. next.Told.Concat(TicketNotices.PlanAssigned(next, route, now)).TakeLast(Ticket.MaxTold)] };
    }

    private static string Words(Ticket before, Ticket next, Correction correction)
    {
        var said = new List<string>();
        if (correction.Category is not null) said.Add(before.Category == next.Category ? $"category {next.Category} is right" : $"category {before.Category} became {next.Category}");
        if (before.Team != next.Team) said.Add($"team {before.Team} became {next.Team}");
        else if (correction.Team is not null) said.Add($"team {next.Team} keeps it");
        if (correction.Requester is not null && before.Mail?.Requester.Address != next.Mail?.Requester.Address) said.Add($"requester {before.Mail?.Requester.Address} became {next.Mail?.Requester.Address}");
        if (before.Priority != next.Priority) said.Add($"priority {before.Priority} became {next.Priority}");
        return string.Join(", ", said);
    }

    /// <summary>Facts for people and for routing; null takes one away.</summary>
    private static Ticket With(Ticket ticket, params IReadOnlyList<(string Name, string? Value)> changed)
    {
        var (shown, facts) = (new Dictionary<string, string>(ticket.Facts, StringComparer.Ordinal), new Dictionary<string, IReadOnlyList<string>>(ticket.Memory!.Facts, StringComparer.OrdinalIgnoreCase));
        foreach (var (name, value) in changed)
        {
            shown.Remove(name);
            facts.Remove(name);
            if (value is not null) (shown[name], facts[name]) = (value, [value]);
        }

        return ticket with { Facts = shown, Memory = ticket.Memory with { Facts = facts } };
    }
}
