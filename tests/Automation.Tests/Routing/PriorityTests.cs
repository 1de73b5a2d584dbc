using Automation.Tests.Support;

namespace Automation.Tests.Routing;

public sealed class PriorityTests
{
    /// <summary>The default tables.</summary>
    [Theory]
    [InlineData("severity=critical", "medium", "critical", "P1")]
    [InlineData("severity=error", "medium", "high", "P2")]
    [InlineData("severity=warning", "medium", "medium", "P3")]
    [InlineData("severity=info", "medium", "low", "P4")]
    [InlineData("severity=critical host.criticality=critical", "high", "critical", "P1")]
    [InlineData("severity=error host.criticality=high", "high", "high", "P1")]
    [InlineData("severity=warning service.criticality=critical", "high", "medium", "P2")]
    [InlineData("severity=info service.criticality=high", "high", "low", "P3")]
    [InlineData("severity=critical host.criticality=low", "low", "critical", "P2")]
    [InlineData("severity=error host.criticality=low", "low", "high", "P3")]
    [InlineData("severity=warning host.criticality=low", "low", "medium", "P4")]
    [InlineData("severity=info host.criticality=low", "low", "low", "P4")]
    [InlineData("severity=warning host.criticality=low service.criticality=low service.criticality=critical", "high", "medium", "P2")]
    [InlineData("severity=warning affected=1", "medium", "medium", "P3")]
    [InlineData("severity=warning affected=49 host.criticality=low", "medium", "medium", "P3")]
    [InlineData("severity=warning affected=50", "high", "medium", "P2")]
    [InlineData("severity=loud", "medium", "medium", "P3")]
    [InlineData("", "medium", "medium", "P3")]
    [InlineData("severity=error host.criticality=tier-9", "medium", "high", "P2")]
    public void ImpactTimesUrgency_GivesThePriority(string facts, string impact, string urgency, string priority)
    {
        var decision = SomeRules.Decide(SomeRules.Of(SomeRules.Root), facts);

        Assert.Equal((impact, urgency, priority), (decision.Impact, decision.Urgency, decision.Priority));
    }

    [Theory]
    [InlineData("severity=warning host.criticality=critical", "impact high (host criticality critical) x urgency medium (severity warning) = P2")]
    [InlineData("severity=warning host.criticality=high service.criticality=critical affected=70", "impact high (host criticality high, service criticality critical, 70 affected) x urgency medium (severity warning) = P2")]
    [InlineData("severity=info host.criticality=gold", "impact medium (no criticality is known: the default, host criticality 'gold' is not in the table) x urgency low (severity info) = P4")]
    [InlineData("severity=loud", "impact medium (no criticality is known: the default) x urgency medium (severity loud: the default) = P3")]
    public void TheArithmetic_StandsInTheTrace(string facts, string arithmetic) => Assert.Equal(arithmetic, SomeRules.Decide(SomeRules.Of(SomeRules.Root), facts).Trace[0].Result);

    [Fact]
    public void TheFilesTables_ReplaceTheDefaults()
    {
        var rules = SomeRules.Of(SomeRules.Root + "\n" + """
            priority:
              urgency: { critical: high, error: high, warning: low, info: low }
              impact:
                default: low
                criticality: { gold: high, silver: medium }
                affected: { medium: 3 }
              matrix:
                high: { critical: P1, high: P1, medium: P1, low: P1 }
                medium: { critical: P2, high: P2, medium: P2, low: P2 }
                low: { critical: P3, high: P3, medium: P3, low: P4 }
            """);

        Assert.Equal("P1", SomeRules.Decide(rules, "severity=info host.criticality=Gold").Priority);
        Assert.Equal("P2", SomeRules.Decide(rules, "severity=info affected=3").Priority);
        Assert.Equal("P3", SomeRules.Decide(rules, "severity=critical").Priority);
        Assert.Equal("P4", SomeRules.Decide(rules, "severity=warning").Priority);
    }
}
