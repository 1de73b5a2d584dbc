using Automation.Flow;
using Automation.Mail.Threading;

namespace Automation.Mail.Intake;

/// <summary>Decides who asks with a mail that one sends for another, and what is said of it. No I/O.</summary>
internal static class Askers
{
    /// <summary>
    /// Who the From line names when that is proven; else who says that he sent it, for he has not even claimed to be the other.
    /// The checks of the mail are about the From line, so that a sender of another domain counts only when one of them passed for it.
    /// </summary>
    public static MailAddress? Of(MailMessage mail, SenderProof proof, MailOptions options) =>
        proof.State != ProofState.Proven && SentByOther(mail) is { } sender && !options.IsOwn(sender.Address) && (SenderProof.IsOfOneDomain(sender, mail.From!) || SenderProof.IsVouchedFor(mail, sender, options.TrustedAuthServers)) ? sender : mail.From;

    /// <summary>Null when one person wrote and sent it.</summary>
    public static string? Remark(MailMessage mail) =>
        SentByOther(mail) is { } sender ? $"sent by {PlainText.Line(sender.Address, 320)} for {PlainText.Line(mail.From!.Address, 320)}" : null;

    /// <summary>Lists send for everybody; their address is nobody's.</summary>
    private static MailAddress? SentByOther(MailMessage mail) =>
        mail.Sender is { } sender && mail.From is { } from && SenderProof.Domain(sender.Address) is not null && SenderProof.Domain(from.Address) is not null
        && !string.Equals(sender.Address, from.Address, StringComparison.OrdinalIgnoreCase) && mail.Header("List-Id") is null ? sender : null;
}
