using System.Text;
using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

public sealed class GoogleMonitoringDialectTests
{
    [Theory]
    [InlineData("open", nameof(AlertStatus.Firing))]
    [InlineData("OPEN", nameof(AlertStatus.Firing))]
    [InlineData("closed", nameof(AlertStatus.Resolved))]
    public void AnIncident_IsTheProblem(string state, string status)
    {
        foreach (var alert in new[] { DialectReader.One(Incident(state)), DialectReader.One(Push(Incident(state))), DialectReader.One(Incident(state), "gcp") })
        {
            Assert.Equal((Enum.Parse<AlertStatus>(status), "gcpmonitoring|0.abc", Severity.Critical, "db01"), (alert.Status, alert.DedupKey, alert.Severity, alert.Host));
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795345200), alert.StartedAt);
            Assert.Equal(Enum.Parse<AlertStatus>(status) == AlertStatus.Resolved ? DateTimeOffset.FromUnixTimeSeconds(1795345800) : null, alert.EndedAt);
        }
    }

    [Theory]
    [InlineData("""{"incident_id":"1","policy_name":"p","resource_name":"web-1","resource_id":"77"}""", "web-1")]
    [InlineData("""{"incident_id":"1","policy_name":"p","resource":{"type":"k8s_pod","labels":{"pod_name":"orders-1","cluster_name":"prod"} } }""", "orders-1")]
    [InlineData("""{"incident_id":"1","policy_name":"p","resource":{"type":"gce_instance","labels":{"instance_id":"4711"} },"resource_display_name":"vm-1"}""", "vm-1")]
    [InlineData("""{"incident_id":"1","policy_name":"p","resource_name":"proj Cloud Run labels {project_id=proj}","resource":{"labels":{"service_name":"orders"} } }""", "orders")]
    [InlineData("""{"incident_id":"1","policy_name":"p","resource":{"type":"gce_instance","labels":{"instance_id":"4711"} },"metric":{"labels":{"instance_name":"vm-2"} } }""", "vm-2")]
    [InlineData("""{"incident_id":"1","policy_name":"p","resource":{"type":"gae_app","labels":{"module_id":"default","version_id":"v1"} },"resource_display_name":"shop"}""", "shop")]
    [InlineData("""{"incident_id":"1","policy_name":"p"}""", null)]
    public void TheHost_IsTheThingOfTheResource(string incident, string? host) => Assert.Equal(host, DialectReader.One($$"""{"version":"1.2","incident":{{incident}} }""").Host);

    [Fact]
    public void AMissingSeverity_IsSaid() =>
        Assert.Contains(DialectReader.One("""{"version":"1.2","incident":{"incident_id":"1","policy_name":"p","severity":"No severity","state":"open"} }""").Reading, r => r.Contains("severity: incident.severity is missing", StringComparison.Ordinal));

    [Fact]
    public void AMessageThatIsNoJson_IsNoAlert() =>
        Assert.Contains("no JSON", DialectReader.Ignored("""{"message":{"data":"aGVsbG8=","messageId":"1"},"subscription":"projects/p/subscriptions/s"}"""), StringComparison.Ordinal);

    [Fact]
    public void AnotherTypeAnywhere_NeverThrows()
    {
        Assert.NotEqual(0, DialectFuzz.ReadAll(Incident("open"), "gcpmonitoring"));
        Assert.NotEqual(0, DialectFuzz.ReadAll(Incident("open"), "gcpmonitoring", Push));
        Assert.NotEqual(0, DialectFuzz.ReadAll(Push(Incident("open")), "gcpmonitoring"));
    }

    private static string Push(string payload) => $$"""
        {"message": {"data": "{{Convert.ToBase64String(Encoding.UTF8.GetBytes(payload))}}", "messageId": "1", "publishTime": "2026-11-22T11:00:00Z", "attributes": {} }, "subscription": "projects/p/subscriptions/s"}
        """;

    private static string Incident(string state) => $$"""
        {
          "version": "1.2",
          "incident": {
            "incident_id": "0.abc", "scoping_project_id": "shop", "url": "https://console.cloud.google.com/monitoring/alerting/incidents/0.abc", "started_at": 1795345200, "ended_at": 1795345800, "state": "{{state}}",
            "summary": "CPU of db01 is above 90 %", "severity": "Critical", "policy_name": "Databases", "condition_name": "CPU", "observed_value": "0.97", "threshold_value": "0.9",
            "resource": {"type": "gce_instance", "labels": {"instance_id": "4711", "zone": "europe-west1-b"} }, "resource_display_name": "db01", "resource_name": "shop db01 labels {project_id=shop}",
            "metadata": {"system_labels": {"name": "db01"}, "user_labels": {"team": "data"} }, "metric": {"type": "compute.googleapis.com/instance/cpu/utilization", "labels": {} }, "policy_user_labels": {"service": "orders"}
          }
        }
        """;
}
