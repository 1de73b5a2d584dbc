namespace Automation.Alerts.Dialects.Guessing;

/// <summary>
/// Guesses whether the problem is there, worked on or over. A field of state goes first; what the notification says it is
/// (<c>incident.acknowledged</c>) can only move on from it; then yes and no, times of an end, and the title's own words.
/// </summary>
internal static class StatusGuess
{
    private static readonly string[] Past = ["previous", "prev", "old", "former", "before", "from", "prior"];
    private static readonly string[] OtherThings = ["code", "http", "user", "account", "page", "subscription", "maintenance", "payment"];

    private static readonly HashSet<string> Over = new(StringComparer.Ordinal) { "resolved", "isresolved", "recovered", "isrecovered", "cleared", "iscleared", "closed", "isclosed", "isok", "ok", "up", "isup", "healthy", "ishealthy", "online", "isonline", "reachable", "available", "isavailable", "backtonormal" };
    private static readonly HashSet<string> There = new(StringComparer.Ordinal) { "firing", "isfiring", "isactive", "active", "isdown", "down", "failed", "failing", "alerting", "isalerting", "triggered", "istriggered", "isopen", "open", "breached", "isalert", "inalarm" };
    private static readonly HashSet<string> Acknowledged = new(StringComparer.Ordinal) { "acknowledged", "isacknowledged", "acked", "ack", "isacked" };
    private static readonly HashSet<string> EndTimes = new(StringComparer.Ordinal) { "resolvedat", "closedat", "recoveredat", "clearedat", "endedat", "resolvedtime", "closedtime", "resolvedon", "recoverytime", "resolveddate", "cleartime" };

    /// <summary>That something ran to its end; how it ended stands elsewhere.</summary>
    private static readonly HashSet<string> Ended = new(StringComparer.Ordinal) { "completed", "done", "finished", "ended" };

    private static readonly HashSet<string> Outcomes = new(StringComparer.Ordinal) { "conclusion", "result", "outcome", "exitstatus", "jobstatus", "runstatus" };

    public static (AlertStatus Status, bool IsSaid) Find(IReadOnlyList<PayloadMember> members, IEnumerable<string> texts, List<string> notes)
    {
        var state = Guess.Best(members, FactNames.State, Word, atLeast: 30);
        var verb = Guess.Best(members, FactNames.Verb, Word, atLeast: 35);
        var (said, moved) = (Status(state), Status(verb));
        if (state is not null && Ended.Contains(PlainNames.Of(state.Value)) && members.FirstOrDefault(m => m.Distance < 40 && Outcomes.Contains(m.Name) && StatusWords.Find(m.Text) is not null) is { } outcome)
        {
            notes.Add($"guessed: status from {outcome.Pointer} '{outcome.Text}'");
            return (StatusWords.Find(outcome.Text)!.Value, true);
        }

        if (said is not null || moved is not null)
        {
            var status = said is null || (moved > said && !Ended.Contains(PlainNames.Words(verb!.Value)[^1])) ? moved!.Value : said.Value;
            (status == said ? state : verb).Note("status", notes);
            return (status == AlertStatus.Firing ? WorkedOn(members, notes) : status, true);
        }

        if (FromTruth(members) is { } truth)
        {
            notes.Add($"guessed: status from {truth.Member.Pointer} '{truth.Member.Text}'");
            return (truth.Status == AlertStatus.Firing ? WorkedOn(members, notes) : truth.Status, true);
        }

        // "severity": "clear" and "ok" are states in the place of a severity.
        var severity = members.FirstOrDefault(m => IsSeverity(m) && StatusWords.Find(m.Text) == AlertStatus.Resolved);
        if (severity is not null)
        {
            notes.Add($"guessed: status from {severity.Pointer} '{severity.Text}'");
            return (AlertStatus.Resolved, true);
        }

        if (members.FirstOrDefault(m => EndTimes.Contains(m.Name) && m.IsOwn && m.Text.Length >= 8) is { } end)
        {
            notes.Add($"guessed: status resolved, because {end.Pointer} tells a time");
            return (AlertStatus.Resolved, true);
        }

        foreach (var text in texts)
        {
            if (StateInText.Find(text) is not { } word || StatusWords.Find(word) is not { } told) continue;
            notes.Add($"guessed: status from the word '{word}' of a text");
            return (told, true);
        }

        notes.Add("guessed: no status found, taken as firing");
        return (WorkedOn(members, notes), false);
    }

    /// <summary>Of a priority "normal" is a rank, of a severity it is an end.</summary>
    private static bool IsSeverity(PayloadMember member) =>
        FactNames.Severity.Score(member) >= 60 && (member.Name.Contains("sev", StringComparison.Ordinal) || member.Name.EndsWith("level", StringComparison.Ordinal));

    private static string? Word(PayloadMember member)
    {
        if (member.Words.Any(w => Past.Contains(w) || OtherThings.Contains(w)) || member.IsNumber || member.Truth is not null || member.Text.Length > 60) return null;
        return Meaning(member.Text) is null ? null : member.Text;
    }

    private static AlertStatus? Status(Guess<string>? guess) => guess is null ? null : Meaning(guess.Value);

    /// <summary>Words that are states when they stand alone: "accepted" for taken on (iLert), "reset" for over (NinjaOne); a connection that is reset is neither.</summary>
    private static AlertStatus? Meaning(string text) => PlainNames.Of(text) switch
    {
        "accept" or "accepted" or "incidentaccepted" or "alertaccepted" => AlertStatus.Acknowledged,
        "reset" => AlertStatus.Resolved,
        _ => StatusWords.Find(text),
    };

    private static AlertStatus WorkedOn(IReadOnlyList<PayloadMember> members, List<string> notes)
    {
        var sign = members.FirstOrDefault(m => m.IsOwn && ((Acknowledged.Contains(m.Name) && m.Truth == true) || (m.Name is "acknowledgedat" or "ackedat" && m.Text.Length >= 8)));
        if (sign is null) return AlertStatus.Firing;
        notes.Add($"guessed: acknowledged, because of {sign.Pointer}");
        return AlertStatus.Acknowledged;
    }

    private static (PayloadMember Member, AlertStatus Status)? FromTruth(IReadOnlyList<PayloadMember> members)
    {
        foreach (var member in members)
        {
            if (!member.IsOwn || member.Truth is not { } truth) continue;
            if (Over.Contains(member.Name)) return (member, truth ? AlertStatus.Resolved : AlertStatus.Firing);
            if (There.Contains(member.Name)) return (member, truth ? AlertStatus.Firing : AlertStatus.Resolved);
        }

        return null;
    }
}
