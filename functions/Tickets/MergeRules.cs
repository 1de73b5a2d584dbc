using System.Globalization;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Tickets;

/// <summary>Decides whether two tickets fit into the row of one, and what is left of each when they do and when they don't. No I/O, no clock.</summary>
internal static class MergeRules
{
    /// <summary>Before packing. A row holds 1 MiB, and Azurite counts its bytes as base64, a third more; the rest is for what joins afterwards.</summary>
    public const int MaxBytes = 600_000;

    private const string Said = "together they would outgrow one ticket";

    public static bool HaveRoom(Ticket ticket, Ticket merged, string why, DateTimeOffset now) => TicketRules.Absorb(ticket, merged, why, null, now) is not { } whole || IsOfSize(whole);

    public static bool IsOfSize(Ticket merged) => Bytes(merged) <= MaxBytes;

    /// <summary>The ticket with a link to another that it belongs with; null when it has that.</summary>
    public static Ticket? Link(Ticket ticket, TicketReference other, string why, DateTimeOffset now)
    {
        var text = $"{other.Number} is the same problem and stays a ticket of its own, because {Said}: {why}";
        if (ticket.Timeline.Any(t => t.Event == "linked" && t.Text == text)) return null;
        var step = TraceStep.Of(now, "correlation", why, $"ticket {other.Number} is linked and not merged: {Said}", ("episodes", ticket.Episodes.Count.ToString(CultureInfo.InvariantCulture)));
        return TicketRules.Tell(ticket, now, "linked", text) with { UpdatedAt = now, Trace = TicketRules.Explained(ticket, [step]) };
    }

    /// <summary>A ticket that was marked as merged, going on by itself.</summary>
    public static Ticket Part(Ticket ticket, TicketReference from, string why, DateTimeOffset now)
    {
        var alone = ticket with { State = TicketState.Open, ClosedAt = null, MergedInto = null, Memory = ticket.Memory! with { MergedInto = null } };
        return TicketRules.Settle(Link(alone, from, why, now) ?? alone, now);
    }

    /// <summary>A ticket that was merged into one that was never opened, under the number of that one.</summary>
    public static Ticket GoOn(Ticket merged, TicketReference reference, DateTimeOffset now) => TicketRules.Settle(
        merged with
        {
            Number = reference.Number,
            OpenedAt = reference.OpenedAt,
            State = TicketState.Open,
            ClosedAt = null,
            MergedInto = null,
            Memory = merged.Memory! with { MergedInto = null },
        },
        now);

    /// <summary>What is left of a ticket that was merged into another.</summary>
    public static Ticket Close(Ticket ticket, TicketReference into, string why, DateTimeOffset now) => TicketRules.Tell(ticket, now, "merged", $"Merged into {into.Number}: {why}") with
    {
        State = TicketState.Merged,
        MergedInto = into.Number,
        ClosedAt = now,
        UpdatedAt = now,
        Memory = ticket.Memory! with { MergedInto = into },
    };

    /// <summary>A ticket whose number was given away before it was opened, merged already.</summary>
    public static Ticket Stub(TicketReference reference, TicketReference into, string why, DateTimeOffset now) => Close(
        new Ticket(
            reference.Number, TicketState.Open, "incident", "other", "P4", "", "Merged before it was opened", null, null, "", reference.OpenedAt, now, null, 0, "low", "low", null,
            [], 0, new Dictionary<string, string>(StringComparer.Ordinal), [], [], [], [], [],
            new TicketMemory(new Dictionary<string, long>(StringComparer.Ordinal), new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), null, int.MaxValue, null)),
        into, why, now);

    private static int Bytes(Ticket ticket) => JsonSerializer.SerializeToUtf8Bytes(ticket, TicketJson.Plain.Ticket).Length;
}
