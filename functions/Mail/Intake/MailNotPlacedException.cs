namespace Automation.Mail.Intake;

/// <summary>The ticket of a decided mail can't be opened, or doesn't take the mail, for a reason that is not passing by its kind.</summary>
internal sealed class MailNotPlacedException(string reason, Exception inner) : Exception(reason, inner);
