using System.Text.Json;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Azure Monitor's alerts: the common schema of every monitoring service, and the older schemas of each kind of alert.
/// Formats: learn.microsoft.com/azure/azure-monitor/alerts (alerts-common-schema, alerts-non-common-schema-definitions).
/// </summary>
internal sealed class AzureMonitorDialect : IAlertDialect
{
    public string Name => "azuremonitor";

    public IReadOnlyList<string> Aliases { get; } = ["azure", "azure-monitor", "azurealerts", "azure-alerts", "applicationinsights", "azure-metrics", "azureservicehealth"];

    public bool Recognises(JsonElement root) =>
        root.Text("schemaId") == "azureMonitorCommonAlertSchema" || root.At("data", "essentials").IsObject() || AzureLegacyAlert.Recognises(root);

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (AzureLegacyAlert.Recognises(root) && !root.At("data", "essentials").IsObject()) AzureLegacyAlert.Read(root, reading);
        else AzureCommonAlert.Read(root, reading);
    }
}
