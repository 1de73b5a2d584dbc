using Automation.Edges.Stores;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Stores;

/// <summary>The effect log on real tables: one claim at a time, and the outcome of the one who did it.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class EffectTableTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly ShiftedTime time = new(Some.Noon);
    private readonly Effect effect = new("mail/'odd' key\\with#every?thing ☃/" + Guid.CreateVersion7(), "ticket/" + Guid.CreateVersion7(), "mail", new Dictionary<string, string>(StringComparer.Ordinal) { ["to"] = "Zoë" });

    [Fact]
    public async Task ANewEffect_IsClaimedAndOthersWait()
    {
        var log = Log();

        Assert.Equal(0, Assert.IsType<EffectClaim.Claimed>(await ClaimAsync(log)).Interrupted);
        Assert.Equal(Some.Noon + Lease, Assert.IsType<EffectClaim.ClaimedByOther>(await ClaimAsync(Log())).Until);
    }

    [Fact]
    public async Task OfManyAtOnce_OneGetsTheClaim()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ClaimAsync(Log())));

        Assert.Single(claims.OfType<EffectClaim.Claimed>());
    }

    [Theory]
    [InlineData(nameof(EffectState.Done), false)]
    [InlineData(nameof(EffectState.Refused), true)]
    [InlineData(nameof(EffectState.Uncertain), true)]
    public async Task AnOutcome_IsTheAnswerToEveryClaimAndAPersonMayAskAgainWhereItWasNotDone(string state, bool again)
    {
        var log = Log();
        var outcome = new EffectOutcome(Enum.Parse<EffectState>(state), "why");
        var claimed = Assert.IsType<EffectClaim.Claimed>(await ClaimAsync(log));

        Assert.Equal(outcome, await log.RecordAsync(effect, outcome, claimed.Token, CancellationToken.None));

        Assert.Equal(outcome, Assert.IsType<EffectClaim.AlreadyDone>(await ClaimAsync(log)).Outcome);
        var asked = await log.ClaimAsync(effect, Lease, again: true, CancellationToken.None);
        Assert.Equal(again, asked is EffectClaim.Claimed);
    }

    [Fact]
    public async Task AClaimThatWasNeverRecorded_IsGivenAgainAfterItsLeaseAndSaysSo()
    {
        var log = Log();
        await ClaimAsync(log);
        time.Advance(Lease + TimeSpan.FromSeconds(1));
        Assert.Equal(1, Assert.IsType<EffectClaim.Claimed>(await ClaimAsync(log)).Interrupted);
        time.Advance(Lease + TimeSpan.FromSeconds(1));

        Assert.Equal(2, Assert.IsType<EffectClaim.Claimed>(await ClaimAsync(log)).Interrupted);
    }

    [Fact]
    public async Task AFailedAttempt_LetsTheNextOneClaimAtOnce()
    {
        var log = Log();
        var claimed = Assert.IsType<EffectClaim.Claimed>(await ClaimAsync(log));
        await log.RecordAsync(effect, EffectOutcome.Waiting("busy"), claimed.Token, CancellationToken.None);

        Assert.Equal(0, Assert.IsType<EffectClaim.Claimed>(await ClaimAsync(log)).Interrupted);
        Assert.Equal(2, (await log.FindAsync(effect.Subject, effect.Key, CancellationToken.None))!.Attempts);
    }

    [Fact]
    public async Task ALostClaim_CantSayThatItFailedButThatItWasDone()
    {
        var log = Log();
        var lost = Assert.IsType<EffectClaim.Claimed>(await ClaimAsync(log));
        time.Advance(Lease + TimeSpan.FromSeconds(1));
        var second = Assert.IsType<EffectClaim.Claimed>(await ClaimAsync(log));

        Assert.Equal(EffectState.Claimed, (await log.RecordAsync(effect, EffectOutcome.Waiting("busy"), lost.Token, CancellationToken.None)).State);
        Assert.Equal(EffectState.Done, (await log.RecordAsync(effect, EffectOutcome.Done(), lost.Token, CancellationToken.None)).State);
        Assert.Equal(EffectState.Done, (await log.RecordAsync(effect, EffectOutcome.Refused("no"), second.Token, CancellationToken.None)).State);
    }

    [Fact]
    public async Task JoiningAnother_IsRecordedOnceAndNeverOverWhatIsKnown()
    {
        var log = Log();

        Assert.Equal("summary/1", (await log.RecordAsync(effect, EffectOutcome.Joined("summary/1"), null, CancellationToken.None)).Detail);
        Assert.Equal("summary/1", (await log.RecordAsync(effect, EffectOutcome.Joined("summary/2"), null, CancellationToken.None)).Detail);
        Assert.IsType<EffectClaim.AlreadyDone>(await ClaimAsync(log));
    }

    [Fact]
    public async Task TheLog_ShowsTheKeyAndTheFactsBySubject()
    {
        var log = Log();
        await ClaimAsync(log);

        var logged = Assert.Single(await log.ListAsync(effect.Subject, 10, CancellationToken.None));

        Assert.Equal((effect.Key, "mail", "Zoë", Some.Noon), (logged.Effect.Key, logged.Effect.Kind, logged.Effect.Facts["to"], logged.FirstAt));
        Assert.Null(await log.FindAsync(effect.Subject, effect.Key + "x", CancellationToken.None));
    }

    [Fact]
    public async Task Purge_DeletesWhatWasFirstClaimedBefore()
    {
        time.Advance(TimeSpan.FromDays(-3000));
        var log = Log();
        await ClaimAsync(log);

        await log.PurgeAsync(time.GetUtcNow(), CancellationToken.None);
        Assert.NotNull(await log.FindAsync(effect.Subject, effect.Key, CancellationToken.None));
        Assert.InRange(await log.PurgeAsync(time.GetUtcNow().AddSeconds(1), CancellationToken.None), 1, 100);

        Assert.Null(await log.FindAsync(effect.Subject, effect.Key, CancellationToken.None));
    }

    private EffectTable Log() => new(azurite.Service, time);

    private Task<EffectClaim> ClaimAsync(EffectTable log) => log.ClaimAsync(effect, Lease, again: false, CancellationToken.None);
}
