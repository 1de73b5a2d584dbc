using System.Text;
using Automation.Flow;
using Automation.Routing;
using Automation.Routing.Maintenance;
using Automation.Tests.Support;

namespace Automation.Tests.Routing;

public sealed class MaintenanceWindowTests
{
    [Theory]
    [InlineData("\"hosts\": [\"db01\"]", "host=DB01", true)]
    [InlineData("\"hosts\": [\"db01\"]", "host=db02", false)]
    [InlineData("\"hosts\": [\"db01\"]", "host=db01.example.com", true)]
    [InlineData("\"hosts\": [\"DB01.example.com:5432\"]", "host=db01", true)]
    [InlineData("\"hosts\": [\"db01.example.com\"]", "host=db01.example.org", false)]
    [InlineData("\"hosts\": [\"10.1.1.1\"]", "host=10.1.1.2", false)]
    [InlineData("\"hosts\": [\"db01\"]", "", false)]
    [InlineData("\"hosts\": [\"db01\"]", "host=x host=db01", true)]
    [InlineData("\"services\": [\"orders\"]", "service=billing service=orders", true)]
    [InlineData("\"hosts\": [\"db01\"], \"services\": [\"orders\"]", "host=web service=orders", true)]
    [InlineData("\"matchers\": [\"host =~ db.*\", \"severity < critical\"]", "host=db01 severity=error", true)]
    [InlineData("\"matchers\": [\"host =~ db.*\", \"severity < critical\"]", "host=db01 severity=critical", false)]
    [InlineData("\"hosts\": [\"db01\"], \"matchers\": [\"severity < critical\"]", "host=db01 severity=critical", false)]
    [InlineData("\"hosts\": [\"db01\"], \"matchers\": [\"severity < critical\"]", "host=db02 severity=error", false)]
    [InlineData("\"hosts\": [\"web01\"]", "host=web01.example.com", true)]
    [InlineData("\"hosts\": [\"https://WEB01.example.com.:443/\"]", "host=web01.example.com", true)]
    [InlineData("\"hosts\": [\"web01.example.com\"]", "host=web01", true)]
    [InlineData("\"hosts\": [\"web01.example.com\"]", "host=web01:9100 host.alias=web01.other.com", false)]
    [InlineData("\"hosts\": [\"web01.example.com\"]", "host=web01.other.com", false)]
    [InlineData("\"hosts\": [\"www.example.com\"]", "host=web01 host.alias=www.example.com", true)]
    [InlineData("\"hosts\": [\"10.0.0.7\"]", "host=web01 host.alias=10.0.0.7", true)]
    [InlineData("\"hosts\": [\"10.0.0.7\"]", "host=10.0.0.70", false)]
    [InlineData("\"hosts\": [\"/subscriptions/s/resourceGroups/G/providers/p/virtualMachines/web01\"]", "host=web01 host.alias=/subscriptions/S/resourceGroups/g/providers/p/virtualMachines/WEB01", true)]
    [InlineData("\"hosts\": [\"/subscriptions/s/resourceGroups/G/providers/p/virtualMachines/web01\"]", "host=web01 host.alias=/subscriptions/S/resourceGroups/other/providers/p/virtualMachines/WEB01", false)]
    [InlineData("\"hosts\": [\"web01.example.com\"]", "host=web01 host.alias=/subscriptions/s/resourceGroups/g/providers/p/virtualMachines/web01", true)]
    [InlineData("\"hosts\": [\"web01.example.com\"]", "host=web01.other.com host.alias=/subscriptions/s/resourceGroups/g/providers/p/virtualMachines/web01", false)]
    [InlineData("\"hosts\": [\"web01\"]", "host.alias=/subscriptions/s/resourceGroups/g/providers/p/virtualMachines/web01", true)]
    [InlineData("\"services\": [\"Web  Shop\"]", "service=web_shop", true)]
    [InlineData("\"services\": [\"store front\"]", "service=shop service.alias=Store_Front", true)]
    [InlineData("\"services\": [\"store\"]", "service=store.example.com", false)]
    public void AWindow_HoldsForWhatItNames(string selection, string facts, bool holds)
    {
        var window = Read($$"""{ {{selection}}, "duration": "2h", "reason": "firmware", "by": "Ada" }""").Window!;

        var decision = SomeRules.Of(SomeRules.Root).Decide(SomeRules.Facts(facts), Some.Noon, [window]);

        Assert.Equal(holds, decision.HeldBack.Any(h => h is { Kind: HoldReason.Maintenance, Channels: ["desk"] }));
        Assert.Equal(holds ? [] : ["desk"], decision.Channels);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(7199, true)]
    [InlineData(7200, false)]
    public void AWindow_HoldsFromItsBeginningUpToItsEnd(int seconds, bool holds)
    {
        var window = Read("""{ "hosts": ["db01"], "duration": "2h", "reason": "firmware", "by": "Ada" }""").Window!;

        Assert.Equal(holds, SomeRules.Of(SomeRules.Root).Decide(SomeRules.Facts("host=db01"), Some.Noon.AddSeconds(seconds), [window]).HeldBack.Count == 1);
    }

    [Fact]
    public void TheTrace_SaysWhoWorksOnWhatUntilWhen()
    {
        var window = Read("""{ "hosts": ["db01"], "matchers": ["severity < critical"], "duration": "2h", "reason": "firmware", "by": "Ada" }""").Window!;

        var decision = SomeRules.Of(SomeRules.Root).Decide(SomeRules.Facts("host=db01 severity=info"), Some.Noon, [window]);

        Assert.Equal("maintenance of host db01 and severity < critical by Ada: firmware, until 2026-11-22T14:00:00Z", Assert.Single(decision.HeldBack).Text);
        Assert.Contains(decision.Trace, t => t.Result == "nobody is told");
    }

    [Fact]
    public void AWindowThatWasEnded_HoldsNoLonger()
    {
        var window = Read("""{ "hosts": ["db01"], "duration": "2h", "reason": "firmware", "by": "Ada" }""").Window! with { EndedAt = Some.Noon.AddMinutes(5) };

        Assert.Empty(SomeRules.Of(SomeRules.Root).Decide(SomeRules.Facts("host=db01"), Some.Noon.AddMinutes(6), [window]).HeldBack);
    }

    [Fact]
    public void AMatcherThatALaterVersionCannotRead_HoldsNothingBack()
    {
        var window = Read("""{ "hosts": ["db01"], "duration": "2h", "reason": "firmware", "by": "Ada" }""").Window! with { Matchers = ["colour = red"] };

        Assert.Empty(SomeRules.Of(SomeRules.Root).Decide(SomeRules.Facts("host=db01"), Some.Noon, [window]).HeldBack);
    }

    [Theory]
    [InlineData("[]", "body: found array; accepted: an object with hosts, services")]
    [InlineData("""{ "duration": "2h", "reason": "r", "by": "b" }""", "hosts: found neither hosts nor services nor matchers")]
    [InlineData("""{ "host": ["a"], "hosts": ["a"], "duration": "2h", "reason": "r", "by": "b" }""", "host: found an unknown field; did you mean 'hosts'?")]
    [InlineData("""{ "hosts": "a", "duration": "2h", "reason": "r", "by": "b" }""", "hosts: found 'a'; accepted: a list of at most 500 texts")]
    [InlineData("""{ "hosts": ["a", 5], "duration": "2h", "reason": "r", "by": "b" }""", "hosts: found '5'")]
    [InlineData("""{ "matchers": ["hst = a"], "duration": "2h", "reason": "r", "by": "b" }""", "matchers: found the unknown fact 'hst'; did you mean 'host'?")]
    [InlineData("""{ "matchers": ["host =~ \"(?=a)\""], "duration": "2h", "reason": "r", "by": "b" }""", "matchers: found '(?=a)', a pattern with lookaround")]
    [InlineData("""{ "hosts": ["a"], "reason": "r", "by": "b" }""", "to: found neither to nor duration")]
    [InlineData("""{ "hosts": ["a"], "to": "2026-11-23T00:00:00Z", "duration": "2h", "reason": "r", "by": "b" }""", "to: found both to and duration")]
    [InlineData("""{ "hosts": ["a"], "to": "2026-11-23T00:00:00", "reason": "r", "by": "b" }""", "to: found '2026-11-23T00:00:00'; accepted: a time with its zone")]
    [InlineData("""{ "hosts": ["a"], "duration": "two hours", "reason": "r", "by": "b" }""", "duration: found 'two hours'; accepted: a duration such as")]
    [InlineData("""{ "hosts": ["a"], "from": "2026-11-22T14:00:00Z", "to": "2026-11-22T13:00:00Z", "reason": "r", "by": "b" }""", "to: found 2026-11-22T13:00:00Z; accepted: an end after the beginning")]
    [InlineData("""{ "hosts": ["a"], "from": "2026-11-22T09:00:00Z", "to": "2026-11-22T10:00:00Z", "reason": "r", "by": "b" }""", "to: found 2026-11-22T10:00:00Z; accepted: an end in the future")]
    [InlineData("""{ "hosts": ["a"], "duration": "367d", "reason": "r", "by": "b" }""", "duration: found 367d; accepted: at most one year")]
    [InlineData("""{ "hosts": ["a"], "from": "2028-11-22T09:00:00Z", "duration": "1h", "reason": "r", "by": "b" }""", "from: found 2028-11-22T09:00:00Z; accepted: a beginning within a year")]
    [InlineData("""{ "hosts": ["a"], "duration": "2h", "by": "b" }""", "reason: found nothing; accepted: a line of 1 to 500 characters: what is done")]
    [InlineData("""{ "hosts": ["a"], "duration": "2h", "reason": "r", "by": 7 }""", "by: found '7'")]
    public void WhatCannotBeUsed_IsNamedWithWhatIsAccepted(string body, string expected)
    {
        var (window, problems) = Read(body);

        Assert.Null(window);
        Assert.Contains(problems, p => $"{p.Field}: found {p.Found}; accepted: {p.Accepted}".StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheCalendar_ReadsOnceInAWhileAndAgainAfterAFailure()
    {
        var (log, clock) = (new CountingLog(), new FixedClock(Some.Noon));
        var calendar = new MaintenanceCalendar(log, clock);
        log.Fails = true;
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => calendar.CurrentAsync(CancellationToken.None));
        log.Fails = false;

        for (var i = 0; i < 100; i++) await calendar.CurrentAsync(CancellationToken.None);
        Assert.Equal(2, log.Reads);

        clock.Now += MaintenanceCalendar.MaxAge;
        await calendar.CurrentAsync(CancellationToken.None);
        Assert.Equal(3, log.Reads);

        calendar.Forget();
        await calendar.CurrentAsync(CancellationToken.None);
        Assert.Equal(4, log.Reads);
    }

    private static (MaintenanceWindow? Window, IReadOnlyList<FieldProblem> Problems) Read(string body) =>
        (MaintenanceRequest.Read(Encoding.UTF8.GetBytes(body), Some.Noon, out var problems), problems);

    /// <summary>Counts how often it is read.</summary>
    private sealed class CountingLog : IMaintenanceLog
    {
        public int Reads { get; private set; }

        public bool Fails { get; set; }

        public Task<IReadOnlyList<MaintenanceWindow>> CurrentAsync(DateTimeOffset now, CancellationToken cancellationToken)
        {
            Reads++;
            return Fails ? Task.FromException<IReadOnlyList<MaintenanceWindow>>(DependencyUnavailableException.Contended("storage", "down")) : Task.FromResult<IReadOnlyList<MaintenanceWindow>>([]);
        }

        public Task KeepAsync(MaintenanceWindow window, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<MaintenanceWindow?> FindAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<MaintenanceWindow>> ListAsync(string? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
