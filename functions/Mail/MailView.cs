using Automation.Flow;
using Automation.Mail.Reading;

namespace Automation.Mail;

/// <summary>A mail as the API shows it: every part of its text, and why it is where it is.</summary>
internal sealed record MailView(
    string Id, DateTimeOffset ReceivedAt, string? From, string? FromName, string Subject, MailState State, string? Ticket, string? HeldBecause,
    string Proof, string Text, string Quoted, string Forwarded, string Signature, string Notice, string? OriginalSender, MailForm Form, IReadOnlyList<string> Remarks,
    IReadOnlyList<MailAttachment> Attachments, string? Original, string Message, string? AnswerHeldBack, IReadOnlyList<TraceStep> Trace)
{
    public static MailView Of(MailRecord mail) => new(
        mail.Key, mail.ReceivedAt, mail.From?.Address, mail.From?.Name, mail.Read.Subject, mail.State, mail.Ticket?.Number, mail.Hold?.Reason,
        mail.Proof, mail.Read.New, mail.Read.Quoted, mail.Read.Forwarded, mail.Read.Signature, mail.Read.Notice, mail.Read.OriginalSender?.Address, mail.Read.Form, mail.Read.Remarks,
        mail.Attachments, mail.WebLink, mail.MessageId, mail.Answer?.HeldBackBy, mail.Trace);
}

/// <param name="Next">Address of the next page; null on the last.</param>
internal sealed record MailPage(IReadOnlyList<MailSummary> Mails, string? Next);
