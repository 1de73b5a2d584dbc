using Automation.Alerts;

namespace Automation.Tests.Alerts.Dialects;

public sealed class GoogleNoticeTests
{
    [Theory]
    [InlineData("ACTIVE", nameof(AlertStatus.Firing))]
    [InlineData("INACTIVE", nameof(AlertStatus.Resolved))]
    public void AFindingOfSecurityCommandCenter_IsAlive_WhileItIsActive(string state, string status)
    {
        var alert = DialectReader.One(Finding(state));

        Assert.Equal((Enum.Parse<AlertStatus>(status), Severity.Error, "vm-1", "PUBLIC_IP_ADDRESS: vm-1", "gcpmonitoring|finding|organizations/1/sources/2/findings/3"), (alert.Status, alert.Severity, alert.Host, alert.Title, alert.DedupKey));
    }

    [Fact]
    public void ABudgetThatPassedAThreshold_IsAWarning()
    {
        var alert = DialectReader.One(Budget(""","alertThresholdExceeded":0.9"""), "gcp");

        Assert.Equal((AlertStatus.Firing, Severity.Warning, "Budget shop: 140.3 USD spent of 152.5 (90 %)"), (alert.Status, alert.Severity, alert.Title));
    }

    [Fact]
    public void TheDailyStateOfABudget_IsNoAlert() => Assert.Contains("no threshold", DialectReader.Ignored(Budget("")), StringComparison.Ordinal);

    [Fact]
    public void AnotherTypeAnywhere_NeverThrows()
    {
        foreach (var payload in new[] { Finding("ACTIVE"), Budget(""","alertThresholdExceeded":0.9""") }) Assert.NotEqual(0, DialectFuzz.ReadAll(payload, "gcpmonitoring"));
    }

    private static string Finding(string state) => $$"""
        {"notificationConfigName": "organizations/1/notificationConfigs/n", "finding": {"name": "organizations/1/sources/2/findings/3", "resourceName": "//compute.googleapis.com/projects/p/zones/z/instances/vm-1", "state": "{{state}}", "category": "PUBLIC_IP_ADDRESS", "severity": "HIGH", "eventTime": "2026-11-22T11:50:00Z"} }
        """;

    private static string Budget(string threshold) => $$"""{"budgetDisplayName":"shop","costAmount":140.3,"costIntervalStart":"2026-11-01T00:00:00Z","budgetAmount":152.5,"currencyCode":"USD"{{threshold}}}""";
}
