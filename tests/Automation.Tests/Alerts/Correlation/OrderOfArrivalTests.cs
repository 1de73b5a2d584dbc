using Automation.Alerts;
using Automation.Routing;
using FsCheck;
using FsCheck.Fluent;

namespace Automation.Tests.Alerts.Correlation;

/// <summary>Whole sets of signals, in any order, in any portions, repeated: the same episodes and the same groups of tickets.</summary>
public sealed class OrderOfArrivalTests
{
    private static readonly CorrelationSettings Settings = new(TimeSpan.FromMinutes(5), 1000, true, true, true, true);
    private static readonly FlappingSettings Flapping = new(2, TimeSpan.FromMinutes(20));

    private static readonly Problem[] Problems =
    [
        new("disk", "w1", null, ["sw"]), new("cpu", "w1", null, ["sw"], "cpu"), new("ping", "w2", null, ["sw"]), new("switch", "sw", null, [], "switch"),
        new("slow", null, "shop", []), new("errors", "w3", "shop", []), new("lone", null, null, []),
    ];

    [Fact]
    public void AnyOrderPortionsAndRepetition_EndInTheSameEpisodesAndTickets()
    {
        var compared = 0;
        Prop.ForAll(Signals(Problems, 18), Seed(), (signals, seed) =>
        {
            var (ordered, shuffled) = (Play([.. signals.OrderBy(s => s.Minute).ThenBy(s => s.Kind)], 1, null), Play(signals, 4, new Random(seed)));
            if (ordered.Episodes != shuffled.Episodes || ordered.Defined != shuffled.Defined || ordered.Tickets != ordered.Defined) return false;

            // Links are never undone: an episode that turns out to have begun out of the reach of what it joined stays with it.
            if (shuffled.EverLinked != shuffled.Defined) return true;
            compared++;
            return shuffled.Tickets == ordered.Tickets;
        }).Check(Thorough);
        Assert.InRange(compared, Thorough.MaxTest / 4, Thorough.MaxTest);
    }

    [Fact]
    public void EvenWhereStartsMove_TicketsAreTheGroupsOfAllLinksThatEverHeld() =>
        Prop.ForAll(Signals(Problems, 18), Seed(), (signals, seed) => Play(signals, 4, new Random(seed)) is var world && world.Tickets == world.EverLinked).Check(Thorough);

    [Fact]
    public void AFlappingProblemInAnyOrder_EndsInTheSameGroups() =>
        Prop.ForAll(Seed(), seed =>
        {
            var random = new Random(seed);
            var flapping = Enumerable.Range(0, 2 + random.Next(8)).SelectMany(i => new[] { new Signal($"f{i}", Problems[0], AlertStatus.Firing, 7 * i), new Signal($"r{i}", Problems[0], AlertStatus.Resolved, 7 * i + 1) });
            var others = Enumerable.Range(0, random.Next(4)).Select(i => new Signal($"o{i}", Problems[1], i % 2 == 0 ? AlertStatus.Firing : AlertStatus.Resolved, random.Next(60)));
            Signal[] signals = [.. flapping, .. others];
            var shuffled = Play(signals, 3, random);
            return shuffled.EverLinked != shuffled.Defined || shuffled.Tickets == Play([.. signals.OrderBy(s => s.Minute).ThenBy(s => s.Kind)], 1, null).Tickets;
        }).Check(Thorough);

    [Fact]
    public void AnOlderEpisodeThatArrivesLate_MakesTheLaterOnesFlap()
    {
        Signal[] late = [.. Enumerable.Range(0, 3).Reverse().SelectMany(i => new[] { new Signal($"r{i}", Problems[6], AlertStatus.Resolved, 5 * i + 1), new Signal($"f{i}", Problems[6], AlertStatus.Firing, 5 * i) })];

        Assert.Equal("lone@10|lone@5", Play(late[..4], 1, null).Tickets);
        Assert.Equal("lone@0 lone@10 lone@5", Play(late, 1, null).Tickets);
    }

    private static Config Thorough => Config.QuickThrowOnFailure.WithMaxTest(400);

    private static SignalWorld Play(Signal[] signals, int most, Random? random)
    {
        var world = new SignalWorld(Settings, Flapping);
        if (random is not null)
        {
            signals = [.. signals, .. signals.Where(_ => random.Next(4) == 0)];
            random.Shuffle(signals);
        }

        for (var i = 0; i < signals.Length;)
        {
            var portion = random is null ? most : 1 + random.Next(most);
            world.Deliver(signals.Skip(i).Take(portion));
            i += portion;
        }

        return world;
    }

    private static Arbitrary<int> Seed() => Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    private static Arbitrary<Signal[]> Signals(Problem[] problems, int count) =>
        (from problem in Gen.Elements(problems)
         from kind in Gen.Elements(AlertStatus.Firing, AlertStatus.Firing, AlertStatus.Resolved, AlertStatus.Acknowledged)
         from minute in Gen.Choose(0, 30)
         select (problem, kind, minute))
        .ListOf(count)
        .Select(list => list.Select((s, i) => new Signal($"a{i}", s.problem, s.kind, s.minute)).ToArray())
        .ToArbitrary();
}
