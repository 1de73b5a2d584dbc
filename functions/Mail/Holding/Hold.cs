using Automation.Flow;

namespace Automation.Mail.Holding;

/// <summary>Why a mail opens no ticket and gets no answer.</summary>
internal enum HoldKind
{
    /// <summary>A machine answered: out of office, autoresponder.</summary>
    AutoReply,

    /// <summary>A mail could not be delivered, or not yet.</summary>
    Bounce,

    /// <summary>A newsletter, a mailing list, a notification sent to many.</summary>
    Bulk,

    /// <summary>Says that a mail was opened or deleted unread.</summary>
    Receipt,

    /// <summary>Says whether somebody comes to a meeting.</summary>
    Meeting,

    /// <summary>A provider reports a complaint.</summary>
    Feedback,

    /// <summary>It came from us.</summary>
    Own,

    /// <summary>Too many like it, whatever its headers say.</summary>
    Loop,
}

/// <summary>A decision to keep a mail in quarantine.</summary>
/// <param name="Reason">In words, with the header or phrase that decided; one line, cut after <see cref="MaxReason"/> characters.</param>
internal sealed record Hold(HoldKind Kind, string Reason)
{
    /// <summary>A header may be of any length, and lists show each reason.</summary>
    private const int MaxReason = 300;

    /// <summary>Whether what a person may have written decided, and no header: a matter of security is not kept back by it.</summary>
    public bool IsByWords { get; init; }

    public string Reason { get; init; } = PlainText.Line(Reason, MaxReason);
}
