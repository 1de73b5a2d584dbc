using Automation.Tickets;

namespace Automation.Mail.Threading;

/// <summary>How a mail leads to a ticket, the surest first.</summary>
internal enum ThreadSign
{
    /// <summary>It was sent to an address with a tag of ours.</summary>
    Tag,

    /// <summary>It answers a mail of ours by its Message-ID, which only who has that mail knows.</summary>
    OurMail,

    /// <summary>It answers a mail that is on the ticket.</summary>
    TheirMail,

    /// <summary>The mail system puts it into the ticket's conversation.</summary>
    Conversation,

    /// <summary>Its subject names the ticket.</summary>
    Subject,
}

/// <summary>What is known when a mail asks for a ticket.</summary>
/// <param name="Sign">The surest sign that leads to the ticket.</param>
/// <param name="Number">The ticket's.</param>
/// <param name="TakesPart">Whether the sender's address is of somebody on the ticket.</param>
/// <param name="IsColleague">Whether the sender's domain is one of the organisation's own.</param>
/// <param name="ClosedFor">How long the ticket has been closed; null while it is open.</param>
internal sealed record ThreadFacts(ThreadSign Sign, string Number, SenderProof Proof, bool TakesPart, bool IsColleague, TimeSpan? ClosedFor)
{
    /// <summary>Mails of unproven senders that have come onto the ticket.</summary>
    public int Unproven { get; init; }

    /// <summary>Whether only an unproven sender's mail left the sign: anybody could have, also before the mail came that the sign is of.</summary>
    public bool IsWeak { get; init; }
}

/// <summary>Where a mail goes.</summary>
internal enum ThreadAction
{
    Attach,

    /// <summary>A ticket of its own that names the other.</summary>
    OpenLinked,
}

/// <param name="Rule">Short name.</param>
/// <param name="Reason">In words.</param>
internal sealed record ThreadDecision(ThreadAction Action, string Rule, string Reason);

/// <summary>
/// Decides whether a mail that points to a ticket may be put on it. What a From line says is believed only beside something
/// that a stranger can't have. No I/O, no clock.
/// </summary>
internal static class ThreadRules
{
    public static ThreadDecision Decide(ThreadFacts facts, TimeSpan reopenWithin)
    {
        if (facts.Proof.State == ProofState.Refuted)
            return Linked("forged-sender", $"{facts.Proof.Reason}: the sender is most likely not who the mail says");
        if (!MayAttach(facts, out var rule, out var reason)) return Linked(rule, reason);
        if (facts.Proof.State != ProofState.Proven && facts.Unproven >= Correspondence.MaxUnproven)
            return Linked("enough-unproven", $"the ticket has {facts.Unproven} mails of unproven senders, as many as one may have: {facts.Proof.Reason}");
        return facts.ClosedFor is { } closed && closed > reopenWithin
            ? Linked("closed-long-ago", $"the ticket was closed {Days(closed)} ago, longer than the {Days(reopenWithin)} in which an answer reopens it")
            : new ThreadDecision(ThreadAction.Attach, rule, reason);
    }

    private static bool MayAttach(ThreadFacts facts, out string rule, out string reason)
    {
        var holdsOurMail = facts.Sign is ThreadSign.Tag or ThreadSign.OurMail;
        var proven = facts.Proof.State == ProofState.Proven;
        (rule, reason) = facts switch
        {
            { TakesPart: true } when proven => ("proven-participant", $"the sender is on the ticket: {facts.Proof.Reason}"),
            { TakesPart: true } when holdsOurMail => ("participant-with-our-mail", $"the sender is on the ticket and has our mail ({Word(facts.Sign)}); {facts.Proof.Reason}"),
            { TakesPart: true } => ("unproven-participant", $"the From line names somebody on the ticket, and nothing proves it: {facts.Proof.Reason}, and {Word(facts.Sign)} is not secret"),
            { IsColleague: true, IsWeak: true } when proven => ("unproven-sign", $"nothing proves who left the sign that leads there ({Word(facts.Sign)}), and the sender is not on the ticket: {facts.Proof.Reason}"),
            { IsColleague: true } when proven && facts.Sign != ThreadSign.Subject => ("proven-colleague", $"a colleague joins the conversation: {facts.Proof.Reason}"),
            _ when proven && holdsOurMail => ("proven-with-our-mail", $"the sender was handed our mail: {facts.Proof.Reason}, and {Word(facts.Sign)}"),
            _ => ("stranger", $"the sender is not on the ticket; {facts.Proof.Reason}"),
        };
        return rule is not ("unproven-participant" or "unproven-sign" or "stranger");
    }

    private static ThreadDecision Linked(string rule, string reason) => new(ThreadAction.OpenLinked, rule, reason);

    private static string Word(ThreadSign sign) => sign switch
    {
        ThreadSign.Tag => "our tag in the address",
        ThreadSign.OurMail => "it answers our mail by its id",
        ThreadSign.TheirMail => "the id of a mail on the ticket",
        ThreadSign.Conversation => "the mail system's conversation",
        _ => "the number in the subject",
    };

    private static string Days(TimeSpan time) => time.TotalDays >= 2 ? $"{time.TotalDays:0} days" : $"{time.TotalHours:0} hours";
}
