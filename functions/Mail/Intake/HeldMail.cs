using Automation.Mail.Holding;
using Automation.Mail.Threading;

namespace Automation.Mail.Intake;

/// <summary>Puts a held mail together again from its row, as far as the decision about it needs.</summary>
internal static class HeldMail
{
    /// <param name="tagged">The address with a tag of ours that it was sent to, if any.</param>
    public static MailTrail TrailOf(MailMessage mail, ProofState proof, string? tagged) => new(proof, MailBounds.Address(mail.Sender), ThreadFinder.References(mail), tagged);

    /// <summary>Who sends a list's mails is nobody to answer, and the headers that say that it is a list are not kept.</summary>
    public static MailMessage MessageOf(MailRecord held)
    {
        var references = held.Trail?.References ?? [];
        return new MailMessage(
            held.MessageId, held.InternetMessageId, held.ConversationId, held.Read.Subject, held.From, held.Hold?.Kind == HoldKind.Bulk ? held.From : held.Trail?.Sender ?? held.From, [],
            [.. held.Copied.Append(held.Trail?.Tagged).OfType<string>().Select(a => new MailAddress("", a))], [], held.ReceivedAt, null,
            references.Count == 0 ? [] : [new MailHeader("References", string.Join(' ', references.Reverse()))],
            new MailBody(false, held.Read.New), held.Attachments, held.Attachments.Count > 0, "normal", false, held.WebLink);
    }

    /// <summary>A row of a build that kept no trail proves nothing.</summary>
    public static SenderProof ProofOf(MailRecord held) => new(held.Trail?.Proof ?? ProofState.Unknown, held.Proof);
}
