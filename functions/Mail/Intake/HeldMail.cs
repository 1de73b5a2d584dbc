using Automation.Flow;
using Automation.Mail.Holding;
using Automation.Mail.Reading;
using Automation.Mail.Threading;

namespace Automation.Mail.Intake;

/// <summary>Puts a held mail together again from its row, as far as the decision about it needs.</summary>
internal static class HeldMail
{
    /// <summary>Characters of all attached mails together.</summary>
    private const int MaxAttached = 30_000;

    /// <param name="tagged">The address with a tag of ours that it was sent to, if any.</param>
    public static MailTrail TrailOf(MailMessage mail, ProofState proof, string? tagged) =>
        new(proof, MailBounds.Address(mail.Sender), ThreadFinder.References(mail), tagged) { Attached = AttachedOf(mail) };

    /// <summary>The attachments as they were, as far as the words of attached mails are kept.</summary>
    public static IReadOnlyList<MailAttachment> AttachmentsOf(MailRecord held) =>
        [.. held.Attachments.Select((a, place) => held.Trail?.Attached?.GetValueOrDefault(place) is { } text ? a with { Mail = Saying(text) } : a)];

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

    private static Dictionary<int, string>? AttachedOf(MailMessage mail)
    {
        var (texts, room) = (new Dictionary<int, string>(), MaxAttached);
        foreach (var (attachment, place) in (mail.Attachments ?? []).Take(MailBounds.MaxAttachments).Select((a, i) => (a, i)))
        {
            if (attachment.Mail is not { } attached || room == 0) continue;
            var read = MailReader.Read(attached);
            var text = PlainText.Block($"{read.Subject}\n{read.Matter}", room);
            texts[place] = text;
            room = Math.Max(0, room - text.Length);
        }

        return texts.Count == 0 ? null : texts;
    }

    private static MailMessage Saying(string text) =>
        new("", null, null, "", null, null, [], [], [], DateTimeOffset.UnixEpoch, null, [], new MailBody(false, text), [], false, "normal", false, null);

    /// <summary>A row of a build that kept no trail proves nothing.</summary>
    public static SenderProof ProofOf(MailRecord held) => new(held.Trail?.Proof ?? ProofState.Unknown, held.Proof);
}
