using Automation.Flow;

namespace Automation.Tickets.Correcting;

/// <summary>Decides what a ticket looks like that a person has corrected. No I/O, no clock.</summary>
internal static class CorrectionRules
{
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
            next = CorrectedFacts.Say(next with { Category = category }, ("category", category), ("labels.category", category));
            if (ticket.Facts.ContainsKey("triage")) next = CorrectedFacts.Say(next, ("triage", "false"));

            // The team of a mail that no route named came from its words, and the words were wrong.
            if (ticket.Source == "mail" || teamOfCategory is not null) next = CorrectedFacts.Say(next, ("labels.team", teamOfCategory));
        }

        if (correction.Team is { } team && (team != ticket.Team || ticket.Facts.GetValueOrDefault(TicketFacts.AssignedTeam) != team)) next = CorrectedFacts.Say(next, (TicketFacts.AssignedTeam, team));
        if (correction.Requester is { } requester && ticket.Mail is { } mail && requester != mail.Requester.Address)
        {
            next = CorrectedFacts.Say(next, ("requester", requester), ("requester.vip", known?.IsVip == true ? "true" : "false"), ("requester.department", known?.Department)) with
            {
                Mail = mail with
                {
                    Requester = new Requester(known?.Name ?? "", requester, $"named by {correction.By}", known?.Department, known?.IsVip ?? false, mail.Requester.Language),
                    TakesPart = mail.TakesPart.Contains(requester, StringComparer.Ordinal) ? mail.TakesPart : [.. mail.TakesPart.Take(Correspondence.MaxTakingPart - 1), requester],
                },
            };

            // What the words of the mail said stays: who it is for only adds to it.
            if (known?.LeastImpact is { } least && IsBelow(TicketFacts.First(ticket, "stated.impact"), least)) next = CorrectedFacts.Say(next, ("stated.impact", least));
        }

        return ReferenceEquals(next, ticket) ? null : next;
    }

    /// <summary>The corrected ticket with its route, and its new team's channels to be told.</summary>
    /// <param name="before">As it is stored.</param>
    /// <param name="said">What <see cref="Say"/> made of it.</param>
    /// <param name="unsaid">Where the ticket's route leads now without the correction: a shift that has changed since it opened moves nothing.</param>
    /// <param name="missing">Why nothing is known of the new requester; null when something is.</param>
    public static Ticket Route(Ticket before, Ticket said, Correction correction, TicketRoute route, TicketRoute unsaid, string? missing, DateTimeOffset now)
    {
        var isMoved = route.Team != before.Team && (correction.Team is not null || (correction.Category is not null && route.Team != unsaid.Team));
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
        if (next.State != TicketState.Open) return next;
        return next with { Told = TicketNotices.Bound([.. next.Told, .. isMoved ? TicketNotices.PlanAssigned(next, route, now) : TicketNotices.Plan(before, next, route, null, now)]) };
    }

    /// <summary>Impacts are high, medium and low.</summary>
    private static bool IsBelow(string? impact, string least) => impact is null || (least == "high" && impact != "high") || (least == "medium" && impact == "low");

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
}
