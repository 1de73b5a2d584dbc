using Automation.Flow;

namespace Automation.Alerts.Dialects.Guessing;

/// <summary>
/// Guesses what identifies the problem. Only an id of the problem itself stands alone; an id of a rule, a monitor or of
/// unknown kind gets the host beside it, unless that host is one of a list: which ones a list names changes from the beginning
/// to the end, and only an id of the rule needs it all the same. Ids of single notifications are never taken: an end must find its beginning. In a
/// chat message an id is the message's, and an alias the sender's.
/// </summary>
internal static class KeyGuess
{
    private const int Alone = 86;

    /// <summary>Up to this score the id is that of a rule, a monitor or a check.</summary>
    private const int OfRule = 60;

    private static readonly HashSet<string> OfOneNotification = new(StringComparer.Ordinal)
    {
        "eventid", "eventuuid", "notificationid", "notificationuuid", "messageid", "requestid", "deliveryid", "traceid", "spanid", "webhookid", "webhookuuid", "logid", "callid", "transactionid", "updateid",
    };

    private static readonly HashSet<string> NamesOfRules = new(StringComparer.Ordinal) { "rule", "rulename", "ruleid", "check", "checkname", "alert", "alertname", "metric", "metricname", "monitor", "monitorname", "trigger", "test", "title", "summary", "subject", "problem" };

    public static string Find(IReadOnlyList<PayloadMember> members, string title, Guess<string>? host, string? service, PayloadReading reading, List<string> notes)
    {
        var sender = reading.SenderPart;
        // An address is found in a title only beside a state, so that a beginning may lack what its end has; the title holds it anyway.
        var place = host is { } found && found.Pointer == HostGuess.OfTitle && found.Value.Contains("://", StringComparison.Ordinal) ? null : HostNames.Normalise(host?.Value);
        var ofMessage = members.Any(m => m.Pointer is "/topic" or "/appid") ? "/id" : members.Any(m => m.Pointer.StartsWith("/attachments/", StringComparison.Ordinal)) ? "/alias" : null;

        // An id that is the host's name tells nothing that the host does not: two rules may be broken on it, where one is named.
        var namesRule = members.Any(m => NamesOfRules.Contains(m.Name) || NamesOfRules.Contains(m.Parent));
        var guess = Guess.Best(members, FactNames.Key, m => m.Pointer == ofMessage || (namesRule && m.Name == "id" && m.Text == host?.Value) ? null : Id(m), atLeast: 45);
        if (guess is null)
        {
            notes.Add("guessed: dedup key from title, host and service, as no id was found");
            return Alerts.DedupKey.Of(["guessed", .. sender, "title", TitleGuess.Stable(title), place, service]);
        }

        var standsAlone = guess.Score >= Alone;
        if (guess.Score > OfRule && IsOneOfList(host)) place = null;
        notes.Add($"guessed: dedup key from {guess.Pointer}{(standsAlone || place is null ? "" : " and the host")}");
        var field = guess.Pointer[(guess.Pointer.LastIndexOf('/') + 1)..];
        return Alerts.DedupKey.Of(["guessed", .. sender, PlainNames.Of(field), guess.Value, .. standsAlone ? Array.Empty<string?>() : [place]]);
    }

    /// <summary>Whether it is a member of an object in a list; pairs of name and value, such as tags, are facts of the alert itself.</summary>
    private static bool IsOneOfList(Guess<string>? host) =>
        host is not null && !host.Pointer.StartsWith("/attachments/", StringComparison.Ordinal) && host.Pointer.Split('/').SkipLast(1).Any(p => p.Length > 0 && p.All(char.IsAsciiDigit));

    private static string? Id(PayloadMember member)
    {
        var whole = member.Parent + member.Name;
        if (OfOneNotification.Contains(member.Name) || (OfOneNotification.Contains(whole) && member.Name is "id" or "uuid" or "guid")) return null;
        if (member.Parent is "notification" or "message" or "webhook" or "event" or "delivery" or "request" && member.Name is "id" or "uuid" or "guid" or "uid") return null;
        if (member.Text.Length is 0 or > 400 || member.Truth is true or false && member.Text is not ("1" or "0") || SecretMask.IsSecretName(member.Name) && member.Name is not ("dedupkey" or "alertkey" or "incidentkey" or "eventkey" or "messagekey")) return null;
        return member.Text;
    }
}
