using Automation.Flow;
using Automation.Routing;
using Automation.Routing.Files;

namespace Automation.Tests.Support;

/// <summary>Routing rules from a few lines; what a test does not write is the smallest that is accepted.</summary>
internal static class SomeRules
{
    public const string Teams = """
        channels:
          - { name: desk, kind: teams, addressSetting: Channels__Desk }
          - { name: dba, kind: webhook, addressSetting: Channels__Dba, secretSetting: Channels__DbaKey }
          - { name: net, kind: webhook, addressSetting: Channels__Net }
        teams:
          - { name: service-desk, channels: [desk] }
          - { name: databases, channels: [dba] }
          - { name: network, channels: [net] }
        """;

    public const string Root = """
        route:
          name: root
          team: service-desk
        """;

    /// <param name="routes">Lines under the root: its keys, indented by two.</param>
    public static RoutingRules Tree(string routes, string rest = "") => Of(Root + "\n" + routes + "\n" + rest);

    public static RoutingRules Of(string routing, string teams = Teams)
    {
        var reading = Read(routing, teams);
        return reading.Rules ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
    }

    public static RoutingReading Read(string routing, string teams = Teams) => RoutingReading.Of(routing, "routing.yaml", teams, "teams.yaml");

    /// <summary>Facts as <c>host=web-1 severity=error</c>; a value with blanks has underscores for them.</summary>
    public static FactSet Facts(string facts)
    {
        var set = new FactSet();
        foreach (var fact in facts.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = fact.IndexOf('=', StringComparison.Ordinal);
            set.Add(fact[..equals], fact[(equals + 1)..].Replace('_', ' '));
        }

        return set;
    }

    public static RoutingDecision Decide(RoutingRules rules, string facts, DateTimeOffset? at = null) => rules.Decide(Facts(facts), at ?? Some.Noon, []);
}
