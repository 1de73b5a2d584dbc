namespace Automation.Flow;

/// <summary>Decides who may carry out an effect and which outcome stands. No I/O, no clock.</summary>
internal static class EffectRules
{
    /// <summary>The answer to a claim of an effect that the log knows already.</summary>
    /// <param name="token">Token that a granted claim gets.</param>
    public static EffectClaim Claim(LoggedEffect logged, DateTimeOffset now, bool again, string token) => logged.Outcome.State switch
    {
        EffectState.Claimed when logged.Until > now => new EffectClaim.ClaimedByOther(logged.Until),
        EffectState.Claimed => new EffectClaim.Claimed(token, logged.Interrupted + 1),
        EffectState.Waiting => new EffectClaim.Claimed(token, logged.Interrupted),
        EffectState.Refused or EffectState.Uncertain when again => new EffectClaim.Claimed(token, 0),
        _ => new EffectClaim.AlreadyDone(logged.Outcome),
    };

    /// <summary>
    /// Whether an outcome that comes without a claim, or with a lost one, replaces what the log has. What was done always does;
    /// what was decided not to do never does.
    /// </summary>
    public static bool Replaces(EffectOutcome outcome, EffectState stored) => outcome.State switch
    {
        EffectState.Done => stored is not (EffectState.Done or EffectState.Joined),
        EffectState.Joined or EffectState.HeldBack => false,
        _ => stored == EffectState.Waiting,
    };
}
