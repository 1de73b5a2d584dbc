namespace Automation.Tickets;

/// <summary>Keeps the mails of a ticket together below what its row can hold. No I/O, no clock.</summary>
internal static class CorrespondenceSize
{
    /// <summary>Characters of all listed mails: a row holds a mebibyte, and a character takes three bytes at most.</summary>
    public const int MaxText = 160_000;

    /// <summary>What opened the ticket stays, and so does the latest; what came next goes first.</summary>
    public static Ticket Bound(Ticket ticket)
    {
        if (ticket.Mail is not { } listed || listed.Mails.Sum(Size) is var size && size <= MaxText) return ticket;
        var mails = listed.Mails.ToList();
        while (mails.Count > 2 && size > MaxText)
        {
            size -= Size(mails[1]);
            mails.RemoveAt(1);
        }

        return ticket with { Mail = listed with { Mails = mails, LeftOut = listed.LeftOut + listed.Mails.Count - mails.Count } };
    }

    private static int Size(TicketMail mail) => mail.Text.Length + mail.Subject.Length + mail.From.Length + mail.Proof.Length + mail.Attachments.Sum(a => a.Length) + mail.Remarks.Sum(r => r.Length);
}
