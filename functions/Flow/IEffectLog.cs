namespace Automation.Flow;

/// <summary>
/// Remembers what was done outside of our tables (a chat message, a mail, a reset), so that it is done once: every effect is
/// claimed before it is done and its outcome recorded after.
/// </summary>
internal interface IEffectLog
{
    /// <summary>Asks for the right to carry the effect out. One storage operation for an effect that nobody has claimed.</summary>
    /// <param name="effect">What is to be done.</param>
    /// <param name="lease">How long the claim holds; longer than the effect can take.</param>
    /// <param name="again">A person asks for it: what was refused or is uncertain may be claimed too. What was done never is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DependencyUnavailableException">Nothing is known of the claim; ask again later.</exception>
    Task<EffectClaim> ClaimAsync(Effect effect, TimeSpan lease, bool again, CancellationToken cancellationToken);

    /// <summary>Records what came of it. One storage operation with the claim's token, or for an effect that the log doesn't know. Safe to repeat.</summary>
    /// <param name="effect">What was to be done.</param>
    /// <param name="outcome">What came of it; <see cref="EffectState.Done"/> is recorded whoever holds the claim.</param>
    /// <param name="claim">Token of the claim; null to record without one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the log says now: the outcome, or what another recorded before.</returns>
    Task<EffectOutcome> RecordAsync(Effect effect, EffectOutcome outcome, string? claim, CancellationToken cancellationToken);

    Task<LoggedEffect?> FindAsync(string subject, string key, CancellationToken cancellationToken);

    /// <summary>The effects about one subject, in no order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<LoggedEffect>> ListAsync(string subject, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes what was first claimed before the instant; returns how many. Safe to repeat.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>Something that leaves our tables.</summary>
/// <param name="Key">Deterministic: the same effect has the same key, whoever asks for it and however often.</param>
/// <param name="Subject">What it is about, such as <c>ticket/482-913-077</c>: effects are listed by it. The same for the same key.</param>
/// <param name="Kind">notification, mail, reset, ...</param>
/// <param name="Facts">What a reader of the log wants to see beside, by name. No secrets.</param>
internal sealed record Effect(string Key, string Subject, string Kind, IReadOnlyDictionary<string, string> Facts);

/// <summary>Where an effect stands.</summary>
internal enum EffectState
{
    /// <summary>Somebody carries it out, or died while doing so.</summary>
    Claimed,

    /// <summary>An attempt failed; another comes, or was given up and can be asked for.</summary>
    Waiting,

    Done,

    /// <summary>It can't succeed and is never tried again by itself.</summary>
    Refused,

    /// <summary>It may have been done, and doing it again would do harm: a person decides.</summary>
    Uncertain,

    /// <summary>It was carried out as part of another effect, which the detail names.</summary>
    Joined,

    /// <summary>It was decided not to do it; the detail says why.</summary>
    HeldBack,
}

/// <summary>What came of an effect.</summary>
/// <param name="Detail">The reason in words, or the key of the effect that it joined; null when there is nothing to say.</param>
internal sealed record EffectOutcome(EffectState State, string? Detail)
{
    public static EffectOutcome Done(string? detail = null) => new(EffectState.Done, detail);

    public static EffectOutcome Waiting(string reason) => new(EffectState.Waiting, reason);

    public static EffectOutcome Refused(string reason) => new(EffectState.Refused, reason);

    public static EffectOutcome Uncertain(string reason) => new(EffectState.Uncertain, reason);

    public static EffectOutcome Joined(string other) => new(EffectState.Joined, other);

    public static EffectOutcome HeldBack(string reason) => new(EffectState.HeldBack, reason);
}

/// <summary>The answer to a claim.</summary>
internal abstract record EffectClaim
{
    /// <summary>Carry it out, then record.</summary>
    /// <param name="Token">Names this claim when its outcome is recorded.</param>
    /// <param name="Interrupted">Claims before this one whose outcome was never recorded: each of them may have done it.</param>
    internal sealed record Claimed(string Token, int Interrupted) : EffectClaim;

    internal sealed record AlreadyDone(EffectOutcome Outcome) : EffectClaim;

    /// <param name="Until">When the other claim ends.</param>
    internal sealed record ClaimedByOther(DateTimeOffset Until) : EffectClaim;
}

/// <summary>An effect as the log has it.</summary>
/// <param name="Until">When the running claim ends.</param>
/// <param name="Attempts">Claims so far.</param>
/// <param name="Interrupted">Of them, those whose outcome was never recorded.</param>
internal sealed record LoggedEffect(
    Effect Effect, EffectOutcome Outcome, DateTimeOffset FirstAt, DateTimeOffset ChangedAt, DateTimeOffset Until, int Attempts, int Interrupted);
