using Automation.Alerts.Enrichment;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Enrichment;

public sealed class EnrichmentRunnerTests
{
    private readonly FakeTime time = new();
    private readonly ListLog<EnrichmentRunner> log = new();

    [Fact]
    public async Task Results_StandInTheOrderOfRegistration_WhoeverAnswersFirst()
    {
        var first = new TaskCompletionSource<Findings>();
        var second = new TaskCompletionSource<Findings>();
        var run = Runner(new ScriptedEnricher("a", (_, _) => first.Task), new ScriptedEnricher("b", (_, _) => second.Task), new ScriptedEnricher("c", () => Findings.None))
            .RunAsync(Subjects.Of(), CancellationToken.None);

        second.SetResult(ScriptedEnricher.Says("from b"));
        first.SetResult(ScriptedEnricher.Says("from a"));
        var result = await run;

        Assert.Equal(["a", "b", "c"], result.Reports.Select(r => r.Name));
        Assert.Equal(["from a", "from b"], result.Ticket.Select(f => f.Text));
        Assert.Empty(result.Missing);
    }

    [Theory]
    [InlineData(null, "hung: not known, no answer within 2 s")]
    [InlineData(250, "hung: not known, no answer within 0.25 s")]
    public async Task AnEnricherThatHangs_CostsItsLimitAndIsSaid(int? milliseconds, string said)
    {
        var limit = milliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : (TimeSpan?)null;
        var hung = new ScriptedEnricher("hung", (_, _) => new TaskCompletionSource<Findings>().Task, limit);
        var run = Runner(hung, new ScriptedEnricher("well", () => ScriptedEnricher.Says("here"))).RunAsync(Subjects.Of(), CancellationToken.None);

        await PassAsync(run, limit ?? TimeSpan.FromSeconds(2));
        var result = await run;

        Assert.Equal([EnricherOutcome.TimedOut, EnricherOutcome.Answered], result.Reports.Select(r => r.Outcome));
        Assert.Equal([said], result.Missing);
        Assert.Equal("here", Assert.Single(result.Ticket).Text);
    }

    [Fact]
    public async Task TwoThatHang_CostTheLimitOnceBecauseTheyAreAskedSideBySide()
    {
        static ScriptedEnricher Hung(string name) => new(name, (_, _) => new TaskCompletionSource<Findings>().Task);
        var run = Runner(Hung("a"), Hung("b")).RunAsync(Subjects.Of(), CancellationToken.None);

        Assert.True(SpinWait.SpinUntil(() => time.Waiting == 2, TimeSpan.FromSeconds(30)));
        time.Advance(TimeSpan.FromSeconds(2));
        var result = await run.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal([EnricherOutcome.TimedOut, EnricherOutcome.TimedOut], result.Reports.Select(r => r.Outcome));
        Assert.Equal(["a: not known, no answer within 2 s", "b: not known, no answer within 2 s"], result.Missing);
    }

    [Fact]
    public async Task AnEnricherThatBlocksItsThread_IsLeftBehindToo()
    {
        using var blocked = new ManualResetEventSlim();
        var run = Runner(new ScriptedEnricher("blocked", (_, _) =>
        {
            blocked.Wait(CancellationToken.None);
            return Task.FromResult(Findings.None);
        })).RunAsync(Subjects.Of(), CancellationToken.None);

        await PassAsync(run, TimeSpan.FromSeconds(2));

        Assert.Equal(["blocked: not known, no answer within 2 s"], (await run).Missing);
        blocked.Set();
    }

    [Fact]
    public async Task AnEnricherAtItsLimit_IsToldToStop()
    {
        var stopped = new TaskCompletionSource();
        var run = Runner(new ScriptedEnricher("slow", async (_, ct) =>
        {
            await using var registration = ct.Register(stopped.SetResult);
            await stopped.Task;
            throw new IOException("late, nobody looks");
        })).RunAsync(Subjects.Of(), CancellationToken.None);

        await PassAsync(run, TimeSpan.FromSeconds(2));
        await run;

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task WhatAnEnricherDoesWrong_IsContainedAndSaidInWords()
    {
        var result = await Runner(
            new ScriptedEnricher("throws", () => throw new IOException("no route to host; token=abc123secret")),
            new ScriptedEnricher("faults", (_, _) => Task.FromException<Findings>(new InvalidOperationException("broken"))),
            new ScriptedEnricher("stops", (_, _) => Task.FromException<Findings>(new OperationCanceledException("of its own"))),
            new ScriptedEnricher("impatient", (_, _) => Task.FromException<Findings>(new TimeoutException("its own limit"))),
            new ScriptedEnricher("null", (_, _) => Task.FromResult<Findings>(null!)),
            new ScriptedEnricher("down", (_, _) => Task.FromException<Findings>(new DependencyUnavailableException("storage", "no answer", null))),
            new ScriptedEnricher("well", () => ScriptedEnricher.Says("here"))).RunAsync(Subjects.Of(), CancellationToken.None);

        Assert.Equal(
            [
                "throws: not known, failed: IOException: no route to host; token=***",
                "faults: not known, failed: InvalidOperationException: broken",
                "stops: not known, failed: OperationCanceledException: of its own",
                "impatient: not known, failed: TimeoutException: its own limit",
                "null: not known, failed: InvalidOperationException: it answered null",
                "down: not known, failed: storage is unavailable: no answer",
            ],
            result.Missing);
        Assert.Equal("here", Assert.Single(result.Ticket).Text);
    }

    [Fact]
    public async Task Garbage_IsBoundedCleanedAndSaid()
    {
        var garbage = new Findings(
            [.. Enumerable.Range(0, 10_000).Select(i => new FoundFact($"f{i}", "v")), null!],
            [
                new TicketFact("control\r\n\u0007name", "line\u0000 one\nline two " + new string('x', 1_000_000), "javascript:alert(1)"),
                new TicketFact("half", "a\ud83d", "/api/knowledge/x"), new TicketFact(null!, null!), null!, new TicketFact("blank", " \u0001 "),
                .. Enumerable.Range(0, 50).Select(i => new TicketFact("t", $"{i}", "https://wiki.example.com")),
            ],
            null!);
        var result = await Runner(new ScriptedEnricher("garbage", () => garbage), new ScriptedEnricher("nulls", () => new Findings(null!, null!, null!))).RunAsync(Subjects.Of(), CancellationToken.None);

        var ticket = result.Ticket.ToList();
        Assert.Equal(FindingsCheck.MaxFacts, result.Reports[0].Findings.Facts.Count);
        Assert.Equal(("control   name", FindingsCheck.MaxText, (string?)null), (ticket[0].Name, ticket[0].Text.Length, ticket[0].Link));
        Assert.StartsWith("line  one\nline two xx", ticket[0].Text, StringComparison.Ordinal);
        Assert.Equal(("a\ufffd", "/api/knowledge/x"), (ticket[1].Text, ticket[1].Link));
        Assert.Equal("https://wiki.example.com", ticket[2].Link);
        Assert.InRange(ticket.Count, 3, FindingsCheck.MaxTicketFacts);
        Assert.Equal(["garbage: 10001 facts for routing were found, 250 are kept", "garbage: 55 facts were found, 20 are kept"], result.Missing);
        Assert.All(result.Reports, r => Assert.Equal(EnricherOutcome.Answered, r.Outcome));
    }

    [Fact]
    public async Task ACallerThatGivesUp_IsNoFailureOfAnEnricher()
    {
        var hung = new ScriptedEnricher("hung", (_, _) => new TaskCompletionSource<Findings>().Task);
        var runner = Runner(hung);
        for (var i = 1; i <= 2 * EnricherBreaker.MaxFailures; i++)
        {
            using var caller = new CancellationTokenSource();
            var run = runner.RunAsync(Subjects.Of(), caller.Token);
            await caller.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task AfterOneHang_AStormIsNotSlowedAndOneAlertProbes()
    {
        var answer = new TaskCompletionSource<Findings>();
        var enricher = new ScriptedEnricher("changes", (_, _) => answer.Task);
        var runner = Runner(enricher);
        var first = runner.RunAsync(Subjects.Of(), CancellationToken.None);
        while (enricher.Asked == 0) await Task.Yield();
        await PassAsync(first, TimeSpan.FromSeconds(2));

        for (var i = 0; i < 100; i++) Assert.Equal(["changes: not asked: no answer within 2 s"], (await runner.RunAsync(Subjects.Of(), CancellationToken.None)).Missing);
        Assert.Equal(1, enricher.Asked);

        time.Advance(EnricherBreaker.Rest);
        answer = new TaskCompletionSource<Findings>();
        var probe = runner.RunAsync(Subjects.Of(), CancellationToken.None);
        Assert.Equal(EnricherOutcome.NotAsked, (await runner.RunAsync(Subjects.Of(), CancellationToken.None)).Reports[0].Outcome);
        answer.SetResult(ScriptedEnricher.Says("again"));
        Assert.Equal("again", Assert.Single((await probe).Ticket).Text);
        Assert.Equal(EnricherOutcome.Answered, (await runner.RunAsync(Subjects.Of(), CancellationToken.None)).Reports[0].Outcome);

        Assert.Equal(3, enricher.Asked);
        Assert.Equal(["Warning: Enricher changes is not asked for 30 s: no answer within 2 s", "Warning: Enricher changes answers again"], log.Lines);
    }

    [Fact]
    public async Task ThreeFailuresInARow_GiveARest_AndAFailedProbeAnother()
    {
        var fails = true;
        var enricher = new ScriptedEnricher("host", () => fails ? throw new IOException("refused") : Findings.None);
        var runner = Runner(enricher);
        async Task<EnricherOutcome> AskAsync() => (await runner.RunAsync(Subjects.Of(), CancellationToken.None)).Reports[0].Outcome;

        Assert.Equal([EnricherOutcome.Failed, EnricherOutcome.Failed], [await AskAsync(), await AskAsync()]);
        fails = false;
        Assert.Equal(EnricherOutcome.Answered, await AskAsync());
        fails = true;
        Assert.Equal([EnricherOutcome.Failed, EnricherOutcome.Failed, EnricherOutcome.Failed, EnricherOutcome.NotAsked], [await AskAsync(), await AskAsync(), await AskAsync(), await AskAsync()]);
        time.Advance(EnricherBreaker.Rest);
        Assert.Equal([EnricherOutcome.Failed, EnricherOutcome.NotAsked], [await AskAsync(), await AskAsync()]);
        time.Advance(EnricherBreaker.Rest);
        fails = false;
        Assert.Equal([EnricherOutcome.Answered, EnricherOutcome.Answered], [await AskAsync(), await AskAsync()]);

        Assert.Equal(3, log.Lines.Count);
    }

    [Fact]
    public async Task AProbeWhoseCallerGivesUp_LeavesTheProbeToTheNext()
    {
        var fails = true;
        var hangs = new TaskCompletionSource<Findings>();
        var runner = Runner(new ScriptedEnricher("host", (_, _) => fails ? Task.FromException<Findings>(new IOException("refused")) : hangs.Task));
        for (var i = 0; i < EnricherBreaker.MaxFailures; i++) await runner.RunAsync(Subjects.Of(), CancellationToken.None);
        fails = false;
        time.Advance(EnricherBreaker.Rest);

        using var caller = new CancellationTokenSource();
        var probe = runner.RunAsync(Subjects.Of(), caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
        hangs.SetResult(Findings.None);

        Assert.Equal(EnricherOutcome.Answered, (await runner.RunAsync(Subjects.Of(), CancellationToken.None)).Reports[0].Outcome);
    }

    private EnrichmentRunner Runner(params IEnricher[] enrichers) => new(enrichers, new EnrichmentOptions(TimeSpan.FromSeconds(2)), time, log);

    /// <summary>Lets the time pass once the one enricher that hangs is the only one that it is waited for.</summary>
    private async Task PassAsync(Task run, TimeSpan span)
    {
        while (time.Waiting != 1 && !run.IsCompleted) await Task.Yield();
        time.Advance(span);
        await run.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
