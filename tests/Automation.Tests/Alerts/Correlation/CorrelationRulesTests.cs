using Automation.Alerts.Correlation;
using Automation.Hosts;
using Automation.Routing;
using Automation.Tests.Support;
using Automation.Tickets;
using FsCheck;
using FsCheck.Fluent;

namespace Automation.Tests.Alerts.Correlation;

/// <summary>Which episodes share a ticket, and that it makes no difference in which order they come.</summary>
public sealed class CorrelationRulesTests
{
    private static readonly CorrelationSettings Settings = new(TimeSpan.FromMinutes(10), 1000, true, true, true, true);

    /// <summary>Episodes as <c>name@minute:places</c>; a place is a thing, or <c>thing/kind</c> for what depends on it. Groups as they end.</summary>
    [Theory]
    [InlineData("a@0:host:w1 b@5:host:w1", "a b")]
    [InlineData("a@0:host:w1 b@11:host:w1", "a|b")]
    [InlineData("a@0:host:w1 b@9:host:w1 c@18:host:w1", "a b c")]
    [InlineData("a@0:host:w1 b@5:host:w2", "a|b")]
    [InlineData("a@0:service:s b@5:service:s", "a b")]
    [InlineData("a@0:host:w1,service:s b@5:host:w2,service:s", "a b")]
    [InlineData("a@0:host:w1 b@2:host:w2 c@4:host:w1,host:w2", "a b c")]
    [InlineData("a@0:host:sw b@5:host:w1,host:sw/down", "a b")]
    [InlineData("a@5:host:w1,host:sw/down b@0:host:sw", "a b")]
    [InlineData("a@0:host:w1,host:sw/down b@5:host:w2,host:sw/down", "a b")]
    [InlineData("a@0:host:w1,host:sw/down b@5:host:w2,host:sw/disk", "a|b")]
    [InlineData("a@0:host:w1,host:sw/down b@5:host:w2,host:sw/disk c@6:host:sw", "a b c")]
    [InlineData("a@0 b@0", "a|b")]
    public void EpisodesThatBelongTogether_ShareATicket(string episodes, string groups) => Assert.Equal(groups, Groups(Parse(episodes), 1, Settings));

    [Fact]
    public void EpisodesOfOneProblem_AreOccurrencesOfTheirOwn()
    {
        List<Opening> again = [.. Parse("a@0:host:w1 b@5:host:w1").Select(o => o with { Key = "same" })];

        Assert.Equal("a|b", Groups(again, 1, Settings));
    }

    [Theory]
    [InlineData("a@0:host:w1 b@5:host:w1")]
    [InlineData("a@0:service:s b@5:service:s")]
    [InlineData("a@0:host:sw b@5:host:w1,host:sw/down")]
    [InlineData("a@0:host:w1,host:sw/down b@5:host:w2,host:sw/down")]
    public void ARuleThatIsOff_JoinsNothing(string episodes) =>
        Assert.Equal("a|b", Groups(Parse(episodes), 1, Settings with { SameHost = false, SameService = false, Dependency = false, SharedDependency = false }));

    [Fact]
    public void AJoining_NamesItsRule()
    {
        var plan = CorrelationRules.Plan(Parse("a@0:host:sw b@5:host:w1,host:sw/down"), Books("host:sw", "host:w1"), Settings, Some.Noon);

        Assert.Null(plan.Assignments["a"].Why);
        Assert.Equal(("dependency: what depends on host:sw shares its ticket when it begins within 10 minutes", "a"), (plan.Assignments["b"].Why, plan.Assignments["b"].With));
    }

    [Fact]
    public void AFullTicket_TakesNoMore()
    {
        var members = Enumerable.Range(0, 25).Select(i => $"e{i:00}@{i % 5}:host:w{i},host:sw/down");

        var groups = Groups(Parse(string.Join(' ', members)), 5, Settings with { MaxMembers = 10 }).Split('|');

        Assert.Equal([10, 10, 5], groups.Select(g => g.Split(' ').Length).OrderDescending());
    }

    [Fact]
    public void EpisodesOfAProblemThatFlaps_ShareTheFirstTicketAndNobodyIsToldOfTheMerge()
    {
        var (first, second) = (new TicketReference("111-111-111", Some.Noon.AddHours(-2)), new TicketReference("222-222-222", Some.Noon.AddHours(-1)));
        var flaps = new Flapping("flapping: it came 5 times", [new Recurrence("y", second), new Recurrence("z", first)]);

        var plan = CorrelationRules.Plan([Parse("a@0:host:w1")[0] with { Flaps = flaps }], Books("host:w1"), Settings, Some.Noon);

        Assert.Equal(first, plan.Assignments["a"].Ticket);
        Assert.Equal(new TicketMerge(first, second, "flapping: the episodes of a problem that comes and goes share a ticket", new FlappingProblem("key-a", flaps.Says)), Assert.Single(plan.Merges));
    }

    [Theory]
    [InlineData("444-444-444", "333-333-333", "555-555-555", 2)]
    [InlineData("222-222-222", "333-333-333", "111-111-111", 1)]
    [InlineData("222-222-222", "333-333-333", "222-222-222", 1)]
    public void TicketsThatAreTooLargeForOne_StayApartWithAllThatIsMergedIntoThem(string one, string other, string apart, int merges)
    {
        // Links of one episode to three tickets, the first of which is opened first.
        var books = Books("host:w1", "host:w2", "host:w3");
        foreach (var (thing, number, at) in new[] { ("host:w1", "111-111-111", -3), ("host:w2", "222-222-222", -2), ("host:w3", "333-333-333", -1) })
        {
            books[thing] = new ScopeBook([new ScopeMember(number, $"key-{number}", "", Some.Noon, new TicketReference(number, Some.Noon.AddHours(at)))], new Dictionary<string, int>(StringComparer.Ordinal) { [number] = 1 });
        }

        var plan = CorrelationRules.Plan(Parse("a@1:host:w1,host:w2,host:w3"), books, Settings, Some.Noon, [new ApartTickets(apart, other), new ApartTickets(one, other)]);

        Assert.Equal("111-111-111", plan.Assignments["a"].Ticket.Number);
        Assert.Equal(merges, plan.Merges.Count);
        Assert.Equal(merges == 2 ? 0 : 1, plan.Books.Values.Sum(b => b.Members.Count(m => m.Ticket.Number == "333-333-333")));
    }

    [Fact]
    public void AMergeThatHasAnotherReasonThanFlapping_IsToldAsEver()
    {
        var books = Books("host:w1");
        var other = CorrelationRules.Plan(Parse("b@1:host:w1"), books, Settings, Some.Noon);
        books["host:w1"] = other.Books["host:w1"] with { Members = [.. other.Books["host:w1"].Members.Select(m => m with { Ticket = new TicketReference("333-333-333", Some.Noon) })] };
        var flaps = new Flapping("flapping: it came 5 times", [new Recurrence("z", new TicketReference("111-111-111", Some.Noon.AddHours(-2)))]);

        var plan = CorrelationRules.Plan([Parse("a@0:host:w1")[0] with { Flaps = flaps }], books, Settings, Some.Noon);

        Assert.Null(Assert.Single(plan.Merges).Flapping);
    }

    [Fact]
    public void AStoredEpisodeThatNobodyHasLookedUp_IsDoubtfulUntilItIs()
    {
        var books = Books("host:w1");
        books["host:w1"] = CorrelationRules.Plan(Parse("a@0:host:w1"), books, Settings, Some.Noon).Books["host:w1"];
        var later = Parse("b@1:host:w1");

        Assert.Equal("alert-a", Assert.Single(CorrelationRules.Doubtful(later, books, Settings)).Opener);
        Assert.Empty(CorrelationRules.Doubtful(Parse("b@11:host:w1"), books, Settings));
        Assert.Empty(CorrelationRules.Doubtful(later, Judged(MemberFate.Stored), Settings));
        Assert.Empty(Judged(MemberFate.NeverCame)["host:w1"].Members);
        Assert.Equal("a", CorrelationRules.Plan(later, Judged(MemberFate.Stored), Settings, Some.Noon).Assignments["b"].With);
        Assert.Null(CorrelationRules.Plan(later, Judged(MemberFate.NeverCame), Settings, Some.Noon).Assignments["b"].With);

        Dictionary<string, ScopeBook> Judged(MemberFate fate) =>
            new(StringComparer.Ordinal) { ["host:w1"] = books["host:w1"].Judged(new Dictionary<string, MemberFate>(StringComparer.Ordinal) { ["a"] = fate }) };
    }

    [Theory]
    [InlineData("web01", "web01.corp", true)]
    [InlineData("WEB01.corp:9100", "web01.corp", true)]
    [InlineData("web01.a.example", "web01.b.example", false)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.0.0.1", "10.0.0.1:9100", true)]
    [InlineData("web01", "web02", false)]
    public void HostsThatTheInventoryDoesNotKnow_MeetWhenTheirNamesCanMeanOne(string one, string other, bool meet)
    {
        var books = Books([.. Scopes(one).Concat(Scopes(other)).Select(s => s.Thing)]);
        var first = Parse("a@0")[0] with { Scopes = Scopes(one) };
        foreach (var (thing, book) in CorrelationRules.Plan([first], books, Settings, Some.Noon).Books) books[thing] = book;

        Assert.Equal(meet ? "a" : null, CorrelationRules.Plan([Parse("b@1")[0] with { Scopes = Scopes(other) }], books, Settings, Some.Noon).Assignments["b"].With);

        static IReadOnlyList<CorrelationScope> Scopes(string host) =>
            Situation.Of(Some.Episode() with { Service = null }, new Surroundings(new HostLookup(host, null, [], null), [], [], [], [])).Opening.Scopes;
    }

    [Fact]
    public void FiveHundredHostsBehindOneSwitch_ShareOneTicketInWhateverPortionsTheyCome()
    {
        var members = Enumerable.Range(0, 500).Select(i => $"e{i:000}@{i % 9}:host:w{i},host:sw/down").Append("sw@3:host:sw").ToArray();
        new Random(7).Shuffle(members);

        Assert.Single(Groups(Parse(string.Join(' ', members)), 17, Settings).Split('|'));
    }

    [Fact]
    public void AnyOrderAndPortionsAndRepetition_EndInTheSameGroups() =>
        Prop.ForAll(Episodes(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (episodes, seed) =>
        {
            var random = new Random(seed);
            var shuffled = episodes.Concat(episodes.Where(_ => random.Next(3) == 0)).ToArray();
            random.Shuffle(shuffled);
            return Groups(episodes, 1, Settings) == Groups(shuffled, 1 + random.Next(4), Settings);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Groups_AreWhatTheLinksOfPairsMakeOfThem() =>
        Prop.ForAll(Episodes(), episodes => Groups(episodes, 2, Settings) == Naive(episodes)).QuickCheckThrowOnFailure();

    /// <summary>Plays the openings in portions over stored books, as the correlator does, and shows who shares a ticket at the end.</summary>
    private static string Groups(IReadOnlyList<Opening> openings, int portion, CorrelationSettings settings)
    {
        var books = Books([.. openings.SelectMany(o => o.Scopes).Select(s => s.Thing).Distinct(StringComparer.Ordinal)]);
        var tickets = new Dictionary<string, TicketReference>(StringComparer.Ordinal);
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        var minute = 0;
        foreach (var part in openings.Chunk(portion))
        {
            var now = Some.Noon.AddDays(1).AddMinutes(minute++);
            var plan = CorrelationRules.Plan([.. part.DistinctBy(o => o.Episode)], books, settings, now);
            foreach (var (episode, assignment) in plan.Assignments) tickets[episode] = Real(assignment.Ticket);

            // As the desk does, which follows both to where they were merged before: a place that took no part still names the old ticket.
            foreach (var merge in plan.Merges.Where(m => CorrelationRules.ClaimedBy(m.From) is null))
            {
                if (Root(Real(merge.Into).Number) is var into && Root(merge.From.Number) is var from && into != from) merged[from] = into;
            }

            foreach (var (thing, book) in plan.Books) books[thing] = book with { Members = [.. book.Members.Select(m => m with { Ticket = Real(m.Ticket) })], Counts = book.Counts.ToDictionary(c => c.Key.TrimStart('~'), c => c.Value) };
        }

        return Shown(tickets.GroupBy(t => Root(t.Value.Number)).Select(g => g.Select(t => t.Key)));

        static TicketReference Real(TicketReference ticket) => ticket with { Number = ticket.Number.TrimStart('~') };

        string Root(string number)
        {
            while (merged.TryGetValue(number, out var next)) number = next;
            return number;
        }
    }

    /// <summary>The connected groups of pairs, by the definition.</summary>
    private static string Naive(Opening[] openings)
    {
        var group = openings.ToDictionary(o => o.Episode, o => o.Episode, StringComparer.Ordinal);
        foreach (var (one, other) in openings.SelectMany(_ => openings, (a, b) => (a, b)).Where(p => p.a != p.b && IsLinked(p.a, p.b)))
        {
            var (from, to) = (group[other.Episode], group[one.Episode]);
            foreach (var name in group.Keys.Where(k => group[k] == from).ToList()) group[name] = to;
        }

        return Shown(group.GroupBy(g => g.Value).Select(g => g.Select(m => m.Key)));
    }

    private static bool IsLinked(Opening one, Opening other) =>
        one.Key != other.Key && (one.StartedAt - other.StartedAt).Duration() <= Settings.Window
        && one.Scopes.Any(a => other.Scopes.Any(b => a.Thing == b.Thing && (a.IsOwn || b.IsOwn || a.Role == b.Role)));

    private static string Shown(IEnumerable<IEnumerable<string>> groups) =>
        string.Join('|', groups.Select(g => string.Join(' ', g.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal));

    private static Dictionary<string, ScopeBook> Books(params string[] things) => things.Distinct(StringComparer.Ordinal).ToDictionary(t => t, _ => ScopeBook.Empty, StringComparer.Ordinal);

    private static Opening[] Parse(string episodes) =>
        [.. episodes.Split(' ').Select(text =>
        {
            var (name, rest) = (text.Split('@')[0], text.Split('@')[1]);
            var minute = int.Parse(rest.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture);
            var scopes = rest.Contains(':', StringComparison.Ordinal) ? rest[(rest.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(',') : [];
            return new Opening(name, $"key-{name}", $"alert-{name}", Some.Noon.AddMinutes(minute), [.. scopes.Select(s => new CorrelationScope(s.Split('/')[0], s.Contains('/', StringComparison.Ordinal) ? $"below:{s.Split('/')[1]}" : ""))]);
        })];

    private static Arbitrary<Opening[]> Episodes() =>
        (from kind in Gen.Elements("host:w1", "host:w2", "host:w1,host:sw/down", "host:w2,host:sw/down", "host:w3,host:sw/disk", "host:sw", "host:w2,service:s", "service:s")
         from minute in Gen.Choose(0, 60)
         select $"{minute}:{kind}")
        .ListOf(9)
        .Select(list => Parse(string.Join(' ', list.Select((e, i) => $"e{i}@{e}"))))
        .ToArbitrary();
}
