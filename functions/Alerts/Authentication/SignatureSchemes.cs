namespace Automation.Alerts.Authentication;

/// <summary>The schemes that a source can be configured with. Each names the document that its form was taken from.</summary>
internal static class SignatureSchemes
{
    /// <summary>GitHub, "Validating webhook deliveries"; many tools sign the same way.</summary>
    public static readonly HmacScheme GitHub = new("github", "X-Hub-Signature-256", "sha256=");

    /// <summary>PagerDuty developer documentation, "Verifying Signatures" of v3 webhooks: one signature for each valid secret.</summary>
    public static readonly HmacScheme PagerDutyV3 = new("pagerduty-v3", "X-PagerDuty-Signature", "v1=") { IsList = true };

    /// <summary>Sentry, "Integration Platform: Webhooks". Sentry-Hook-Timestamp is not part of what is signed, so it proves nothing.</summary>
    public static readonly HmacScheme Sentry = new("sentry", "Sentry-Hook-Signature");

    /// <summary>
    /// Grafana, "Configure webhook notifications", HMAC signature. The timestamp header has no name until somebody gives it
    /// one in the contact point; without it the body alone is signed.
    /// </summary>
    public static readonly HmacScheme Grafana = new("grafana", "X-Grafana-Alerting-Signature") { TimestampHeader = "X-Grafana-Alerting-Timestamp", NeedsTimestamp = false };

    /// <summary>As our own outgoing webhooks are signed, for scripts and for another installation of this product.</summary>
    public static readonly HmacScheme Automation = new("automation", "X-Automation-Signature", "v1=") { IsList = true, TimestampHeader = "X-Automation-Timestamp", Separator = "." };

    private static readonly HmacScheme[] All = [GitHub, PagerDutyV3, Sentry, Grafana, Automation];

    public static string Names => string.Join(", ", All.Select(s => s.Name));

    /// <summary>Null for a name that is none of ours.</summary>
    public static HmacScheme? Find(string name) => All.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));
}
