using Automation.Alerts.Enrichment;
using Automation.Flow;
using Automation.Hosts;

namespace Automation.Alerts;

/// <summary>What an alert itself says, as the facts that routing looks at; enrichment adds what it knows of host and service.</summary>
internal static class AlertFacts
{
    public static FactSet Of(Alert alert)
    {
        var facts = new FactSet()
            .Add("source", alert.Source)
            .Add("dialect", alert.Dialect)
            .Add("severity", alert.Severity.ToString().ToLowerInvariant())
            .Add("status", alert.Status.ToString().ToLowerInvariant())
            .Add("kind", "incident")
            .Add("title", alert.Title)
            .Add("description", alert.Description)
            .Add("host", alert.Host)
            .Add("service", alert.Service);
        foreach (var (name, value) in alert.Labels) facts.Add($"labels.{name}", value);
        return facts.Add("category", facts.First("labels.category")).Add("environment", facts.First("labels.environment") ?? facts.First("labels.env"));
    }

    /// <summary>With what the inventory knows, as a ticket that the alert opens is routed.</summary>
    public static FactSet Of(Alert alert, Surroundings around)
    {
        var facts = Of(alert).Add("affected", "1");
        var ownEnvironment = facts.First("environment") is not null;
        foreach (var fact in InventoryFacts.Of(around).Where(f => !(ownEnvironment && f.Name == "environment"))) facts.Add(fact.Name, fact.Value);
        return facts;
    }
}
