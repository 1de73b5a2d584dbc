namespace Automation.Mail.Answers;

/// <summary>
/// The answers of one invocation, as far as they may begin: not so late that the invocation could outlast its limit, and none
/// after one for which the mailbox had no answer in time, since each would wait as long.
/// </summary>
/// <param name="until">From when none begins.</param>
internal sealed class AnswerRound(DateTimeOffset until)
{
    private volatile bool isSilent;

    /// <summary>Why none may begin; null while they may.</summary>
    public string? EndedBecause(DateTimeOffset now) => isSilent ? "it had no answer in time for another" : now >= until ? "too many were before this one" : null;

    public void EndForSilence() => isSilent = true;
}
