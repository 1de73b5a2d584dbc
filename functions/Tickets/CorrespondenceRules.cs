using System.Globalization;
using Automation.Flow;

namespace Automation.Tickets;

/// <summary>Decides what a ticket looks like that mails open and go on with. No I/O, no clock.</summary>
internal static class CorrespondenceRules
{
    /// <summary>Entries of one event that proven senders may bring about.</summary>
    public const int MaxNotes = 60;

    /// <summary>Likewise senders who are not.</summary>
    public const int MaxUnprovenNotes = 20;

    /// <summary>Further ones that are counted; after that nothing is written, so that a flood of mails about one outage doesn't keep its ticket from everybody else.</summary>
    public const int MaxCounted = 100;

    private const string Unproven = "Unproven sender: ";

    public static Ticket Open(TicketReference reference, MailOpening opening, TicketRoute route, DateTimeOffset now)
    {
        var (mail, requester) = (opening.Mail, opening.Requester);
        var facts = opening.Facts.Names.ToDictionary(n => n, n => opening.Facts[n], StringComparer.Ordinal);
        var shown = facts.Where(f => f.Key != "description").ToDictionary(f => f.Key, f => string.Join(", ", f.Value), StringComparer.Ordinal);
        return new Ticket(
            reference.Number, TicketState.Open, opening.Kind, route.Category, route.Priority, route.Team, Title(mail), null, opening.Facts.First("service"), "mail",
            reference.OpenedAt, now, null, 0, route.Impact, route.Urgency, null, [], 0, shown,
            opening.Articles.Count == 0 ? [] : [new TicketSection("article", opening.Articles)], [], [],
            [new TimelineEntry(now, "opened", $"Opened by a mail of {requester.Address}: {mail.Subject}")], [.. opening.Trace, .. route.Trace],
            new TicketMemory(new Dictionary<string, long>(StringComparer.Ordinal), facts, null, int.MaxValue, null))
        {
            Mail = new Correspondence(requester, TakingPart([requester.Address, .. opening.TakesPart]), [mail], opening.Linked, 0) { Unproven = mail.IsProven ? 0 : 1 },
        };
    }

    /// <summary>Null when the mail is on it.</summary>
    public static Ticket? Attach(Ticket ticket, MailAddition addition, DateTimeOffset now)
    {
        var mail = addition.Mail;
        var before = ticket.Mail ?? new Correspondence(new Requester("", mail.From, mail.Proof, null, false, null), [], [], [], 0);
        if (before.Mails.Any(m => m.Id == mail.Id) || ticket.Timeline.Any(t => t.Event == "mail" && t.Text.EndsWith($"({mail.Id})", StringComparison.Ordinal))) return null;
        var mails = before.Mails.Append(mail).OrderBy(m => m.At).ToList();
        var left = Math.Max(0, mails.Count - Correspondence.MaxMails);

        // What opened the ticket stays; what came next goes first.
        if (left > 0) mails.RemoveRange(1, left);
        var next = Tell(ticket, now, "mail", $"{mail.From} wrote: {mail.Subject} ({mail.Id})") with
        {
            UpdatedAt = now,
            Mail = before with { Mails = mails, LeftOut = before.LeftOut + left, Unproven = before.Unproven + (mail.IsProven ? 0 : 1), TakesPart = TakingPart([.. before.TakesPart, .. addition.TakesPart]) },
            Trace = [.. ticket.Trace.Concat(addition.Trace).TakeLast(Ticket.MaxTrace)],
        };

        // With episodes the state is theirs to say.
        return ticket.State == TicketState.Resolved && ticket.Episodes.Count == 0
            ? Tell(next, now, "reopened", $"Open again: {mail.From} answered") with { State = TicketState.Open, ClosedAt = null }
            : next;
    }

    /// <summary>Null when it is noted.</summary>
    public static Ticket? Note(Ticket ticket, string key, TimelineEntry entry)
    {
        var text = $"{entry.Text} ({key})";
        return ticket.Timeline.Any(t => t.Event == entry.Event && t.Text == text) ? null : Tell(ticket, entry.At, entry.Event, text) with { UpdatedAt = entry.At };
    }

    /// <summary>Null when it is noted or counted. What is only counted is kept elsewhere, each with its own mail.</summary>
    public static Ticket? Note(Ticket ticket, string key, TimelineEntry entry, bool isProven)
    {
        var (mark, most) = isProven ? ("", MaxNotes) : (Unproven, MaxUnprovenNotes);
        if (ticket.Timeline.Count(t => t.Event == entry.Event && t.Text.StartsWith(Unproven, StringComparison.Ordinal) != isProven) < most || ticket.Timeline.Any(t => t.Event == entry.Event && IsOf(t, key)))
            return Note(ticket, key, entry with { Text = mark + entry.Text });

        var counting = isProven ? $"{entry.Event}-more" : $"{entry.Event}-more-unproven";
        var counted = new Dictionary<string, int>(ticket.Counted ?? new Dictionary<string, int>(StringComparer.Ordinal), StringComparer.Ordinal);
        if (counted.GetValueOrDefault(counting) >= MaxCounted || ticket.Timeline.Any(t => t.Event == counting && IsOf(t, key))) return null;
        counted[counting] = counted.GetValueOrDefault(counting) + 1;
        var more = counted[counting] == MaxCounted ? "or more" : "more";
        var note = new TimelineEntry(entry.At, counting, string.Create(CultureInfo.InvariantCulture, $"{mark}{counted[counting]} {more} after {most} like these are only counted; the last: ({key})"));
        return ticket with { Counted = counted, UpdatedAt = entry.At, Timeline = [.. ticket.Timeline.Where(t => t.Event != counting).Append(note).TakeLast(Ticket.MaxTimeline)] };
    }

    private static bool IsOf(TimelineEntry entry, string key) => entry.Text.EndsWith($"({key})", StringComparison.Ordinal);

    private static string Title(TicketMail mail) => mail.Subject.Length > 0 ? mail.Subject : FirstLine(mail.Text) is { Length: > 0 } line ? line : string.Create(CultureInfo.InvariantCulture, $"Mail of {mail.From} without a subject");

    private static string FirstLine(string text) => PlainText.Line(text.Split('\n').FirstOrDefault(l => l.Trim().Length > 3) ?? "", 120);

    private static List<string> TakingPart(IEnumerable<string> addresses) =>
        [.. addresses.Select(a => a.Trim().ToLowerInvariant()).Where(a => a.Length > 0).Distinct(StringComparer.Ordinal).Take(Correspondence.MaxTakingPart)];

    private static Ticket Tell(Ticket ticket, DateTimeOffset at, string what, string text) =>
        ticket with { Timeline = [.. ticket.Timeline.Append(new TimelineEntry(at, what, text)).TakeLast(Ticket.MaxTimeline)] };
}
