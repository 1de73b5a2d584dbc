namespace Automation.Flow;

/// <summary>A message that can never succeed, however often it is delivered; its message says why.</summary>
internal sealed class PoisonMessageException(string reason, Exception? inner = null) : Exception(reason, inner);
