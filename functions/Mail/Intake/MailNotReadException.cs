namespace Automation.Mail.Intake;

/// <summary>The mailbox did not give a message, and may later. When it gives others meanwhile, it is this message's own fault.</summary>
internal sealed class MailNotReadException(string reason, Exception inner) : Exception(reason, inner);
