using System.Text;

namespace Automation.Tickets;

/// <summary>Keeps the mails of a ticket together below what its row can hold. No I/O, no clock.</summary>
internal static class CorrespondenceSize
{
    /// <summary>Bytes of all listed mails in UTF-8: a row holds a mebibyte, random text can't be packed smaller, and a ticket has more than its mails.</summary>
    public const int MaxBytes = 300_000;

    /// <summary>What opened the ticket stays, and so does the latest; what came next goes first.</summary>
    public static Ticket Bound(Ticket ticket)
    {
        if (ticket.Mail is not { } listed || listed.Mails.Sum(Size) is var size && size <= MaxBytes) return ticket;
        var mails = listed.Mails.ToList();
        while (mails.Count > 2 && size > MaxBytes)
        {
            size -= Size(mails[1]);
            mails.RemoveAt(1);
        }

        return ticket with { Mail = listed with { Mails = mails, LeftOut = listed.LeftOut + listed.Mails.Count - mails.Count } };
    }

    private static int Size(TicketMail mail) => new[] { mail.Text, mail.Subject, mail.From, mail.Proof }.Concat(mail.Attachments).Concat(mail.Remarks).Sum(Encoding.UTF8.GetByteCount);
}
