using Automation.Flow;
using Automation.Mail.Reading;

namespace Automation.Mail;

/// <summary>Understands what a mail asks for.</summary>
internal interface IMailSense
{
    /// <param name="sender">What the directory knows of the sender; null for a stranger.</param>
    /// <param name="address">Of a proven colleague, in lower case; of a proven sender from outside the domain, which anybody can fill with addresses; empty for all others, who count as one.</param>
    Task<MailSense> OfAsync(ReadMail mail, IReadOnlyList<MailAttachment> attachments, Person? sender, string address, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Whether what is new in an answer is a matter of security; null when it is none.</summary>
    SecurityMatter? SecurityOf(ReadMail mail, IReadOnlyList<MailAttachment> attachments, DateTimeOffset at);
}

/// <summary>That a mail is a matter of security.</summary>
/// <param name="Category">Of tickets that the security team has.</param>
/// <param name="Step">The words that say so.</param>
internal sealed record SecurityMatter(string Category, TraceStep Step);

/// <summary>What a mail asks for, as it was understood.</summary>
/// <param name="Kind">incident or service request.</param>
/// <param name="Category">Of the list in the rules file; other when nothing is clear enough.</param>
/// <param name="Impact">high, medium or low; null when nothing tells.</param>
/// <param name="Urgency">critical, high, medium or low; null when nothing tells.</param>
/// <param name="Language">Two letters of the languages that we answer in; en when none is clear.</param>
/// <param name="Topic">What mails about the same thing share, such as <c>network/vpn</c>; null when nothing stands out.</param>
/// <param name="IsSecurity">It goes to the security team first, whatever else it is.</param>
/// <param name="IsPassword">It asks for a new password or an unlocked account.</param>
/// <param name="Team">Who has to see it first; null to let routing decide.</param>
/// <param name="IsVip">The sender is one of those whose requests come first.</param>
internal sealed record MailSense(
    string Kind, string Category, string? Impact, string? Urgency, string Language, string? Topic, bool IsSecurity, bool IsPassword, bool IsVip, string? Team, IReadOnlyList<TraceStep> Trace)
{
    /// <summary>How many other people wrote about the same in the last hour.</summary>
    public int Similar { get; init; }

    /// <summary>A person has to tell the category: nothing is clear enough.</summary>
    public bool NeedsTriage { get; init; }
}
