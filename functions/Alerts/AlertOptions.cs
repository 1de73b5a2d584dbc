using Automation.Alerts.Authentication;
using Automation.Alerts.Dialects.Mapping;
using Automation.Flow;

namespace Automation.Alerts;

/// <summary>Settings of alert intake.</summary>
/// <param name="MaxBodyBytes">Largest request body, bytes; a larger one is answered 413. 1,024 to 104,857,600.</param>
/// <param name="MaxAlertsPerPayload">Most alerts in one payload; more are answered 413. 1 to 100,000.</param>
/// <param name="TimeZone">Zone of timestamps that name none.</param>
/// <param name="DefaultSeverity">Severity of an alert whose source gives none.</param>
/// <param name="Severities">The operator's own names of severities; they go before every dialect's.</param>
/// <param name="Mappings">How payloads of sources that we don't know are read; from the file of setting Alerts__MappingsFile.</param>
internal sealed record AlertOptions(int MaxBodyBytes, int MaxAlertsPerPayload, TimeZoneInfo TimeZone, Severity DefaultSeverity, SeverityMap Severities, IReadOnlyList<AlertMapping> Mappings)
{
    /// <summary>Who must sign; nobody unless configured.</summary>
    public SignatureOptions Signatures { get; init; } = SignatureOptions.None;

    public static AlertOptions Read(SettingReader settings) => new(
        settings.Number("Alerts__MaxBodyBytes", 16 * 1024 * 1024, 1024, 100 * 1024 * 1024, "bytes"),
        settings.Number("Alerts__MaxAlertsPerPayload", 20_000, 1, 100_000, "alerts"),
        settings.TimeZone("Alerts__TimeZone"),
        settings.OneOf("Alerts__DefaultSeverity", Severity.Warning),
        SeverityMap.Read(settings, "Alerts__Severities"),
        MappingsFile.Read(settings))
    {
        Signatures = SignatureOptions.Read(settings),
    };
}
