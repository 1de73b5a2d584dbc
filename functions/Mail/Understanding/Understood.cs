using Automation.Flow;

namespace Automation.Mail.Understanding;

/// <summary>What is known of a mail before it is understood.</summary>
/// <param name="Matter">What the mail is about: the new text, and what is passed on.</param>
/// <param name="IsVip">Whether the sender is marked so.</param>
/// <param name="Department">Of the sender; null when it is not known.</param>
/// <param name="Similar">Mails like it in the last hour, from other senders.</param>
internal sealed record MailFacts(string Subject, string Matter, bool IsVip = false, string? Department = null, int Similar = 0)
{
    /// <summary>History that hangs on the mail: it says nothing of what the mail wants, but what it says of security counts when the mail points to it.</summary>
    public string Quoted { get; init; } = "";

    /// <summary>Names of the mails that are attached; likewise.</summary>
    public IReadOnlyList<string> AttachedMails { get; init; } = [];

    /// <summary>What the attached mails say, as far as they could be read; likewise.</summary>
    public IReadOnlyList<AttachedText> AttachedTexts { get; init; } = [];
}

/// <param name="Name">Of the attachment.</param>
/// <param name="Text">Subject and matter of the attached mail.</param>
internal sealed record AttachedText(string Name, string Text);

/// <summary>What a mail wants, with the words that decided.</summary>
/// <param name="Kind">incident or service request.</param>
/// <param name="Category">The fallback when it needs triage.</param>
/// <param name="Guess">The likeliest category; null when nothing speaks for any.</param>
/// <param name="Confidence">Of the guess, from 0 to 1.</param>
/// <param name="NeedsTriage">A person decides: the confidence is below the threshold.</param>
/// <param name="Impact">high, medium or low; null when nothing tells.</param>
/// <param name="Urgency">critical, high, medium or low; null when nothing tells.</param>
/// <param name="Topic">What mails about the same thing share: the category and the word that speaks most clearly for it; null when no word does.</param>
/// <param name="Team">Who has to see it first; null to let routing decide.</param>
/// <param name="IsSecurity">It speaks of an attack, a theft or a loss.</param>
/// <param name="IsPassword">It asks for a new password or an unlocked account.</param>
/// <param name="Language">Code such as en; null when the text is too short to tell.</param>
/// <param name="Trace">Why, in the order in which it was decided.</param>
internal sealed record Understood(
    string Kind, string Category, string? Guess, double Confidence, bool NeedsTriage, string? Impact, string? Urgency,
    string? Topic, string? Team, bool IsSecurity, bool IsPassword, string? Language, IReadOnlyList<TraceStep> Trace);
