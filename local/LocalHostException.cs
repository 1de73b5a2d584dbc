namespace Automation.Local;

/// <summary>A reason to stop that a person can act on: the message is one clear sentence and is shown without a stack trace.</summary>
internal sealed class LocalHostException(string message, Exception? cause = null) : Exception(message, cause);
