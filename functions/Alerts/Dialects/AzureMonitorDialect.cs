using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Azure Monitor's alerts: the common schema of every monitoring service, and the older schemas of each kind of alert.
/// Formats: learn.microsoft.com/azure/azure-monitor/alerts (alerts-common-schema, alerts-non-common-schema-definitions).
/// </summary>
internal sealed class AzureMonitorDialect : IAlertDialect
{
    public string Name => "azuremonitor";

    public IReadOnlyList<string> Aliases { get; } = ["azure", "azure-monitor", "azurealerts", "azure-alerts", "applicationinsights", "azure-metrics", "azureservicehealth"];

    public bool Recognises(JsonElement root) => IsAlert(root) || IsList(root);

    public void Read(JsonElement root, PayloadReading reading)
    {
        foreach (var alert in IsList(root) ? root.EnumerateArray().AsEnumerable() : [root]) ReadAlert(alert, reading);
    }

    private static bool IsAlert(JsonElement root) =>
        root.Text("schemaId") == "azureMonitorCommonAlertSchema" || root.At("data", "essentials").IsObject() || AzureCommonAlert.IsBare(root) || AzureLegacyAlert.Recognises(root);

    /// <summary>Several alerts, as a flow passes them on.</summary>
    private static bool IsList(JsonElement root) => root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 && root.EnumerateArray().All(IsAlert);

    private static void ReadAlert(JsonElement root, PayloadReading reading)
    {
        if (AzureLegacyAlert.Recognises(root) && !root.At("data", "essentials").IsObject()) AzureLegacyAlert.Read(root, reading);
        else AzureCommonAlert.Read(root, reading);
    }
}
