using Automation.Alerts;
using Automation.Alerts.Episodes;
using Automation.Tickets;
using FsCheck;
using FsCheck.Fluent;

namespace Automation.Tests.Alerts.Episodes;

public sealed class EpisodeRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Signals as <c>F5</c> (firing at minute 5) and <c>R9</c>; episodes as <c>5-9</c> or <c>5-</c> while open.</summary>
    [Theory]
    [InlineData("F0", "0-", "Opened")]
    [InlineData("F0 F0", "0-", "Joined")]
    [InlineData("F0 F5", "0-", "Joined")]
    [InlineData("F0 R5", "0-5", "Resolved")]
    [InlineData("F0 R5 R5", "0-5", "ResolvedAgain")]
    [InlineData("F0 R5 R8", "0-5", "ResolvedAgain")]
    [InlineData("F0 R8 R5", "0-5", "EndMovedBack")]
    [InlineData("F0 R5 F9", "0-5 9-", "Opened")]
    [InlineData("F0 R5 F3", "0-5", "JoinedLate")]
    [InlineData("F0 R5 F0", "0-5", "JoinedLate")]
    [InlineData("R5", "", "NothingToResolve")]
    [InlineData("R5 F0", "0-5", "OpenedOver")]
    [InlineData("R5 F9", "9-", "Opened")]
    [InlineData("F5 F0", "0-", "StartMovedBack")]
    [InlineData("F0 A3", "0-", "Acknowledged")]
    [InlineData("A3", "", "NothingToAcknowledge")]
    [InlineData("F0 R5 A3", "0-5", "Acknowledged")]
    [InlineData("F0 R5 A9", "0-5", "NothingToAcknowledge")]
    [InlineData("A3 F0", "0-", "Opened")]
    [InlineData("F0 F9 R5", "0-5 9-", "Split")]
    [InlineData("F0 F9 R12 R5", "0-5 9-12", "Split")]
    [InlineData("F0 R5 F9 F7", "0-5 7-", "StartMovedBack")]
    [InlineData("F5 R5", "5-5", "Resolved")]
    [InlineData("R5 F5", "5-5", "OpenedOver")]
    public void Signals_GiveEpisodes(string signals, string episodes, string lastOutcome)
    {
        var (book, outcome) = Play(Parse(signals));

        Assert.Equal(episodes, Show(book));
        Assert.Equal(lastOutcome, outcome.ToString());
    }

    [Fact]
    public void AnyOrderOfDelivery_GivesTheSameEpisodes() =>
        Prop.ForAll(Signals(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (signals, seed) =>
        {
            var shuffled = signals.ToArray();
            new Random(seed).Shuffle(shuffled);
            return Facts(Play(signals).Book).SequenceEqual(Facts(Play(shuffled).Book));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyOrderOfDelivery_NeverGivesAnEpisodeOfAnotherTheSameId() =>
        Prop.ForAll(Signals(), signals =>
        {
            var book = EpisodeBook.Empty;
            foreach (var signal in signals)
            {
                book = EpisodeRules.Apply(book, signal).Book;
                var ids = EpisodeRules.Spans(book.Points).Select(s => s.Id).ToList();
                if (ids.Distinct(StringComparer.Ordinal).Count() != ids.Count) return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnEpisodeOnceOpened_NeverGoesAway() =>
        Prop.ForAll(Signals(), signals =>
        {
            var book = EpisodeBook.Empty;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var signal in signals)
            {
                book = EpisodeRules.Apply(book, signal).Book;
                var now = EpisodeRules.Spans(book.Points).Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
                if (!seen.IsSubsetOf(now)) return false;
                seen = now;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ALateResolve_LeavesTheFirstEpisodeItsIdAndGivesTheSecondItsOwn()
    {
        var first = EpisodeRules.Apply(EpisodeBook.Empty, Signal("a", 'F', 0));
        var joined = EpisodeRules.Apply(first.Book, Signal("b", 'F', 9));
        var split = EpisodeRules.Apply(joined.Book, Signal("c", 'R', 5));

        Assert.Equal(first.Episode, split.Episode);
        Assert.Equal(2, split.Changed.Count);
        Assert.NotEqual(split.Changed[0].Id, split.Changed[1].Id);
        Assert.Equal(2, split.Changed[0].AlertCount);
        Assert.Equal(1, split.Changed[1].AlertCount);
    }

    [Fact]
    public void TheSeverityOfAnEpisode_IsItsHighest()
    {
        var book = EpisodeBook.Empty;
        foreach (var severity in new[] { Severity.Warning, Severity.Critical, Severity.Info })
        {
            book = EpisodeRules.Apply(book, new EpisodeSignal($"{severity}", AlertStatus.Firing, severity, Noon)).Book;
        }

        Assert.Equal(Severity.Critical, Assert.Single(EpisodeRules.Spans(book.Points)).Severity);
    }

    [Fact]
    public void ALongEpisode_KeepsItsStartItsCountAndABoundedBook()
    {
        var (book, _) = Play(Enumerable.Range(0, 500).Select(i => Signal($"a{i}", 'F', i)));

        var span = Assert.Single(EpisodeRules.Spans(book.Points));
        Assert.Equal((Noon, 500), (span.StartedAt, span.AlertCount));
        Assert.True(book.Points.Count <= EpisodeBook.MaxPoints);
        Assert.Null(book.Horizon);
    }

    [Fact]
    public void ALongEpisode_KeepsWhenItWasAcknowledgedAndWhenItEnded()
    {
        var (book, _) = Play(Enumerable.Range(0, 300).Select(i => Signal($"a{i}", "FAR"[i / 100], i)));

        var span = Assert.Single(EpisodeRules.Spans(book.Points));
        Assert.Equal((Noon, Noon.AddMinutes(100), Noon.AddMinutes(200)), (span.StartedAt, span.AcknowledgedAt!.Value, span.EndedAt!.Value));
    }

    [Fact]
    public void RepeatedResolves_KeepTheEndAndABoundedBook()
    {
        var (book, _) = Play(Enumerable.Range(0, 500).Select(i => Signal($"a{i}", i == 0 ? 'F' : 'R', i)));

        Assert.Equal(Noon.AddMinutes(1), Assert.Single(EpisodeRules.Spans(book.Points)).EndedAt);
        Assert.True(book.Points.Count <= EpisodeBook.MaxPoints);
    }

    [Fact]
    public void Trimming_KeepsTheNewestEpisodesAndTheirTickets() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var signals = Enumerable.Range(0, 150).Select(i => Signal($"a{i}", i % 3 == 2 ? 'R' : 'F', i)).ToArray();
            new Random(seed).Shuffle(signals);
            var book = EpisodeBook.Empty;
            foreach (var portion in signals.Chunk(1 + seed % 40))
            {
                foreach (var signal in portion) book = Ticketed(EpisodeRules.Apply(book, signal));
                var whole = EpisodeRules.Spans(book.Points);
                book = EpisodeRules.Trim(book);
                var kept = EpisodeRules.Spans(book.Points);
                if (book.Points.Count > EpisodeBook.MaxPoints || !kept.SequenceEqual(whole.TakeLast(kept.Count)) || !kept.All(s => book.Tickets.ContainsKey(s.Id))) return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ASignalFromBeforeAllThatIsRemembered_ChangesNothing()
    {
        var (book, _) = Play(Enumerable.Range(0, 200).Select(i => Signal($"a{i}", i % 2 == 0 ? 'F' : 'R', i)));

        var decision = EpisodeRules.Apply(book, Signal("late", 'F', 1));

        Assert.Equal(EpisodeOutcome.BeyondHorizon, decision.Outcome);
        Assert.Same(book, decision.Book);
    }

    private static (EpisodeBook Book, EpisodeOutcome Last) Play(IEnumerable<EpisodeSignal> signals)
    {
        var (book, last) = (EpisodeBook.Empty, default(EpisodeOutcome));
        foreach (var signal in signals)
        {
            var decision = EpisodeRules.Apply(book, signal);
            (book, last) = (EpisodeRules.Trim(Ticketed(decision)), decision.Outcome);
        }

        return (book, last);
    }

    private static EpisodeBook Ticketed(EpisodeDecision decision)
    {
        var tickets = new Dictionary<string, TicketReference>(decision.Book.Tickets, StringComparer.Ordinal);
        foreach (var span in decision.Changed) tickets.TryAdd(span.Id, new TicketReference(span.Id, Noon));
        return decision.Book with { Tickets = tickets };
    }

    private static EpisodeSignal Signal(string alert, char kind, int minute) =>
        new(alert, kind switch { 'F' => AlertStatus.Firing, 'A' => AlertStatus.Acknowledged, _ => AlertStatus.Resolved }, Severity.Warning, Noon.AddMinutes(minute));

    private static IEnumerable<EpisodeSignal> Parse(string signals) =>
        signals.Split(' ').Select((s, i) => Signal($"alert{i}", s[0], int.Parse(s[1..], System.Globalization.CultureInfo.InvariantCulture)));

    private static string Show(EpisodeBook book) =>
        string.Join(' ', EpisodeRules.Spans(book.Points).Select(s => $"{(s.StartedAt - Noon).TotalMinutes}-{(s.EndedAt - Noon)?.TotalMinutes}"));

    private static List<(DateTimeOffset, DateTimeOffset?, DateTimeOffset?, Severity, int)> Facts(EpisodeBook book) =>
        [.. EpisodeRules.Spans(book.Points).Select(s => (s.StartedAt, s.EndedAt, s.AcknowledgedAt, s.Severity, s.AlertCount))];

    private static Arbitrary<EpisodeSignal[]> Signals() => Gen.Zip(Gen.Elements('F', 'F', 'A', 'R'), Gen.Choose(0, 9))
        .ListOf(12)
        .Select(list => list.Select((s, i) => Signal($"alert{i}", s.Item1, s.Item2)).ToArray())
        .ToArbitrary();
}
