namespace Automation.Mail.Reading;

/// <summary>Names the form of a message by its content type and attachments.</summary>
internal static class MailForms
{
    public static MailForm Of(MailMessage mail)
    {
        var type = mail.Header("Content-Type") ?? "";
        var kinds = (mail.Attachments ?? []).Select(a => a.ContentType ?? "").ToList();
        if (Is(type, "multipart/report"))
        {
            return type.Contains("disposition-notification", StringComparison.OrdinalIgnoreCase) ? MailForm.ReadReceipt
                : type.Contains("delivery-status", StringComparison.OrdinalIgnoreCase) ? MailForm.DeliveryReport : MailForm.Plain;
        }

        // Who passes a report on, passes its parts on too.
        if (!MailSubject.IsForward(mail.Subject) && !MailSubject.IsAnswer(mail.Subject))
        {
            if (kinds.Exists(k => Is(k, "message/disposition-notification"))) return MailForm.ReadReceipt;
            if (kinds.Exists(k => Is(k, "message/delivery-status"))) return MailForm.DeliveryReport;
        }

        if (mail.IsMeeting || Is(type, "text/calendar") || kinds.Exists(k => Is(k, "text/calendar"))) return MailForm.Calendar;
        if (Is(type, "multipart/signed") || IsSignedOnly(type)) return MailForm.Signed;
        if (Is(type, "multipart/encrypted") || IsEnveloped(type) || kinds.Exists(k => IsEnveloped(k) || Is(k, "application/pgp-encrypted") || Is(k, "application/x-microsoft-rpmsg-message"))
            || mail.Body.Content.Contains("-----BEGIN PGP MESSAGE-----", StringComparison.Ordinal)) return MailForm.Encrypted;
        return kinds.Exists(k => Is(k, "application/pkcs7-signature") || Is(k, "application/x-pkcs7-signature") || Is(k, "application/pgp-signature"))
            || mail.Body.Content.Contains("-----BEGIN PGP SIGNED MESSAGE-----", StringComparison.Ordinal) ? MailForm.Signed : MailForm.Plain;
    }

    public static string? Remark(MailForm form) => form switch
    {
        MailForm.Calendar => "an invitation or an answer to one, not a message",
        MailForm.Encrypted => "the message is encrypted: open the original in the mailbox to read it",
        MailForm.Signed => "the message carries a digital signature, which is not checked here",
        MailForm.ReadReceipt => "a read receipt, not a message",
        MailForm.DeliveryReport => "a report of a mail system, not a message",
        _ => null,
    };

    /// <summary>The same type holds what is encrypted and what is signed only, which one has to say; without a word of it, it is encrypted.</summary>
    private static bool IsEnveloped(string type) => IsSecureMime(type) && !IsSignedOnly(type);

    private static bool IsSignedOnly(string type) => IsSecureMime(type) && type.Contains("signed-data", StringComparison.OrdinalIgnoreCase);

    private static bool IsSecureMime(string type) => Is(type, "application/pkcs7-mime") || Is(type, "application/x-pkcs7-mime");

    private static bool Is(string type, string wanted) => type.TrimStart().StartsWith(wanted, StringComparison.OrdinalIgnoreCase);
}
