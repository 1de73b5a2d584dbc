using Automation.Flow;
using Automation.Notifications;
using Automation.Routing;
using Automation.Routing.Matching;
using Automation.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Automation.Tests.Routing;

public sealed class RoutingTreeTests
{
    private const string Routes = """
          category: other
          routes:
            - name: audit
              match: severity = critical
              continue: true
              channels: [net]
              notify: [opened]
            - name: databases
              match: [host =~ "db.*"]
              team: databases
              category: software
              routes:
                - name: storage
                  match:
                    - title =~ ".*disk.*"
                    - severity >= warning
                  category: hardware
                - name: quiet
                  match: severity = info
                  channels: []
            - name: network
              match: service in [dns, dhcp]
              teamFrom: [labels.team, host.owner]
              team: network
              notify: [opened, resolved]
        """;

    private static readonly RoutingRules Rules = SomeRules.Tree(Routes);

    [Theory]
    [InlineData("host=web-1 severity=error", "root", "service-desk", "other", "desk")]
    [InlineData("host=db-1 severity=error title=slow", "root > databases", "databases", "software", "dba")]
    [InlineData("host=db-1 severity=error title=disk_full", "root > databases > storage", "databases", "hardware", "dba")]
    [InlineData("host=db-1 severity=info title=disk_full", "root > databases > quiet", "databases", "software", "")]
    [InlineData("host=db-1 service=dns severity=error title=slow", "root > databases", "databases", "software", "dba")]
    [InlineData("service=dns severity=error", "root > network", "network", "other", "net")]
    [InlineData("service=dns severity=error labels.team=Databases", "root > network", "databases", "other", "dba")]
    [InlineData("service=dns severity=error labels.team=nobody host.owner=service-desk", "root > network", "service-desk", "other", "desk")]
    [InlineData("service=web service=dhcp severity=error", "root > network", "network", "other", "net")]
    public void TheFirstMatch_WinsAndInherits(string facts, string path, string team, string category, string channels)
    {
        var decision = SomeRules.Decide(Rules, facts);

        Assert.Equal((path, team, category, channels), (decision.Path, decision.Team, decision.Category, string.Join(' ', decision.Channels)));
    }

    [Fact]
    public void Continue_LetsALaterRouteAddItsChannels()
    {
        var decision = SomeRules.Decide(Rules, "host=db-1 severity=critical title=disk_full");

        Assert.Equal(["root > audit", "root > databases > storage"], decision.Matched.Select(m => m.Path));
        Assert.Equal(("root > databases > storage", "databases", "hardware"), (decision.Path, decision.Team, decision.Category));
        Assert.Equal(["net", "dba"], decision.Channels);
        Assert.Equal(["net", "dba"], decision.ChannelsFor(NotificationReason.Opened));
        Assert.Equal(["dba"], decision.ChannelsFor(NotificationReason.Resolved));
    }

    [Theory]
    [InlineData("host=web-1 severity=critical", "root > audit|root", "root", "net desk")]
    [InlineData("host=db-1 severity=critical title=slow", "root > audit|root > databases", "root > databases", "net dba")]
    public void ARouteThatOnlyTells_LeavesTheTicketToItsOwner(string facts, string matched, string path, string channels)
    {
        var decision = SomeRules.Decide(Rules, facts);

        Assert.Equal((matched, path, channels), (string.Join('|', decision.Matched.Select(m => m.Path)), decision.Path, string.Join(' ', decision.Channels)));
    }

    [Fact]
    public void ARouteThatOnlyTellsWithinAnother_LeavesTheTicketToThatOne()
    {
        var rules = SomeRules.Tree("""
              routes:
                - name: databases
                  match: host =~ "db.*"
                  team: databases
                  routes:
                    - { name: copy, match: severity = critical, continue: true, channels: [net] }
                - { name: rest, match: severity = critical, team: network }
            """);

        var decision = SomeRules.Decide(rules, "host=db-1 severity=critical");

        Assert.Equal(["root > databases > copy", "root > databases"], decision.Matched.Select(m => m.Path));
        Assert.Equal(("databases", "net dba"), (decision.Team, string.Join(' ', decision.Channels)));
        Assert.Contains(decision.Trace, t => t is { Result: "route root > databases", Rule: "databases: host =~ \"db.*\" (host is db-1); every route below databases that matches goes on" });
    }

    [Fact]
    public void OfSeveralThatNameATeam_TheFirstGivesIt()
    {
        var rules = SomeRules.Tree("""
              routes:
                - { name: first, match: severity = critical, continue: true, team: network }
                - { name: second, match: host = a, team: databases, category: software }
            """);

        var decision = SomeRules.Decide(rules, "host=a severity=critical");

        Assert.Equal(("root > first", "network", "software"), (decision.Path, decision.Team, decision.Category));
        Assert.Equal(["net", "dba"], decision.Channels);
        Assert.Contains(decision.Trace, t => t.Result == "for its channels: team databases");
    }

    [Fact]
    public void TheTrace_NamesThePathItsMatchersAndTheFacts()
    {
        var trace = SomeRules.Decide(Rules, "host=db-1 severity=error title=disk_full labels.secret=x").Trace;

        var step = trace.Single(t => t.Result == "route root > databases > storage");
        Assert.Equal("databases: host =~ \"db.*\" (host is db-1); storage: title =~ \".*disk.*\" (title is disk full) and severity >= warning (severity is error)", step.Rule);
        Assert.Equal(["host=db-1", "title=disk full", "severity=error"], step.Facts.Select(f => $"{f.Key}={f.Value}"));
        Assert.Contains(trace, t => t is { Stage: "priority", Result: "impact medium (no criticality is known: the default) x urgency high (severity error) = P2" });
        Assert.Contains(trace, t => t is { Rule: "the route names it", Result: "team databases" });
        Assert.Contains(trace, t => t.Result == "tell dba when opened, reopened, priority-raised, resolved");
        Assert.DoesNotContain(trace.SelectMany(t => t.Facts.Keys), f => f == "labels.secret");
    }

    [Fact]
    public void ARouteThatNamesItsOwnTeam_IsNotOverriddenByAnAncestorsFacts()
    {
        var rules = SomeRules.Tree("""
              teamFrom: [labels.team]
              categoryFrom: [labels.category]
              category: other
              routes:
                - { name: own, match: host = a, team: databases, category: access }
                - { name: inherits, match: host = b }
            """);

        Assert.Equal(("databases", "access"), Chosen(SomeRules.Decide(rules, "host=a labels.team=network labels.category=email")));
        Assert.Equal(("network", "email"), Chosen(SomeRules.Decide(rules, "host=b labels.team=network labels.category=email")));
        Assert.Equal(("service-desk", "other"), Chosen(SomeRules.Decide(rules, "host=b labels.team=unknown")));
    }

    [Fact]
    public void TheSameFactsAtTheSameTime_GiveTheSameDecision()
    {
        var (first, second) = (SomeRules.Decide(Rules, "host=db-1 severity=critical"), SomeRules.Decide(Rules, "host=db-1 severity=critical"));

        Assert.Equal(first.Trace.Select(t => (t.Rule, t.Result)), second.Trace.Select(t => (t.Rule, t.Result)));
    }

    /// <summary>The tree against the plainest evaluation of the same matchers: no index, no cutting short.</summary>
    [Fact]
    public void TheTree_DecidesAsANaiveEvaluationDoes()
    {
        var matcher = Gen.Elements("host = a", "host = b", "host in [a, c]", "host != a", "service = x", "service = y", "service not in [x, z]", "severity >= error", "host =~ \"[ab]\"", "service = \"\"");
        var route = Gen.Zip(matcher.ListOf(2), Gen.Elements(true, false, false));
        var trees = Gen.Zip(route.ListOf(6), route.ListOf(3)).ToArbitrary();
        var places = Gen.Zip(Gen.Elements("", "host=a", "host=b host=c", "host=d"), Gen.Elements("", "service=x", "service=x service=y", "service=z"));
        var facts = Gen.Zip(places, Gen.Elements("severity=info", "severity=error")).Select(f => $"{f.Item1.Item1} {f.Item1.Item2} {f.Item2}").ToArbitrary();
        Prop.ForAll(trees, facts, (tree, fact) =>
        {
            var inner = tree.Item2.Select((r, i) => Node($"inner{i}", r, [])).ToList();
            var nodes = tree.Item1.Select((r, i) => Node($"route{i}", r, i % 2 == 0 ? inner : [])).ToList();
            var root = Node("root", ([], false), nodes);
            var set = SomeRules.Facts(fact);
            var seen = new RoutingFacts(set, Rules.Priority.Decide(set));
            var matched = new List<IReadOnlyList<RouteNode>>();
            root.Walk(seen, [], matched);
            return matched.Select(RoutingTrace.Text).SequenceEqual(Naive(root, "root", seen));
        }).QuickCheckThrowOnFailure();
    }

    private static RouteNode Node(string name, (IEnumerable<string> Matchers, bool Continue) route, IReadOnlyList<RouteNode> children) =>
        new(name, [.. route.Matchers.Select(m => MatcherText.Parse(m, out _, out _)!)], route.Continue, Rules.Root.Settings, children);

    private static List<string> Naive(RouteNode node, string path, RoutingFacts facts)
    {
        var found = new List<string>();
        foreach (var child in node.Routes)
        {
            if (!child.Matchers.All(m => m.IsMet(facts))) continue;
            found.AddRange(Naive(child, $"{path} > {child.Name}", facts));
            if (!child.Continue) return found;
        }

        return [.. found, path];
    }

    private static (string, string) Chosen(RoutingDecision decision) => (decision.Team, decision.Category);
}
