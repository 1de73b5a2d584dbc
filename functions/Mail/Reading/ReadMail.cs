using System.Text.Json.Serialization;

namespace Automation.Mail.Reading;

/// <summary>A mail as a person reads it: what is new, and beside it everything that was folded.</summary>
/// <param name="New">What the sender wrote now; empty when there is nothing new.</param>
/// <param name="Quoted">History that hangs on it.</param>
/// <param name="Forwarded">A mail that is passed on, with its headers; empty for most.</param>
/// <param name="Signature">What stands below the text.</param>
/// <param name="Notice">Legal notices and warnings of the gateway.</param>
/// <param name="OriginalSender">Who is said to have written what is passed on, unproven; null for most.</param>
/// <param name="Form">What kind of message it is.</param>
/// <param name="Remarks">What the reader of the ticket has to know about the reading: cut, encrypted, unreadable.</param>
internal sealed record ReadMail(
    string Subject, string New, string Quoted, string Forwarded, string Signature, string Notice,
    MailAddress? OriginalSender, MailForm Form, IReadOnlyList<string> Remarks)
{
    /// <summary>What the mail is about: the new text, and what is passed on when that is the matter.</summary>
    [JsonIgnore]
    public string Matter => Forwarded.Length == 0 ? New : New.Length == 0 ? Forwarded : $"{New}\n\n{Forwarded}";
}

/// <summary>What kind of message a mail is.</summary>
internal enum MailForm
{
    Plain,

    /// <summary>An invitation, its answer or its cancellation.</summary>
    Calendar,

    /// <summary>Its text can't be read here (S/MIME, PGP, rights management).</summary>
    Encrypted,

    /// <summary>Readable, with a signature that is not checked.</summary>
    Signed,

    /// <summary>Says that a mail was opened or deleted.</summary>
    ReadReceipt,

    /// <summary>Says what became of a mail on its way.</summary>
    DeliveryReport,
}
