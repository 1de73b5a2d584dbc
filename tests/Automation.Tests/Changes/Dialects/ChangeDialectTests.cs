using System.Text.Json;
using Automation.Changes;
using Automation.Changes.Dialects;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Changes.Dialects;

/// <summary>Reports shaped as each tool's documentation shows them: what is a change, of what, when, and what is none.</summary>
public sealed class ChangeDialectTests
{
    private const string Vm = "/subscriptions/11111111-2222/resourceGroups/rg-shop/providers/Microsoft.Compute/virtualMachines/web01";
    private const string Nsg = "/subscriptions/11111111-2222/resourceGroups/rg-shop/providers/Microsoft.Network/networkSecurityGroups/nsg-web";

    [Theory]
    [InlineData("created", "Running", null)]
    [InlineData("in_progress", "Running", null)]
    [InlineData("success", "Succeeded", "2026-11-22T11:58:00Z")]
    [InlineData("failure", "Failed", "2026-11-22T11:58:00Z")]
    [InlineData("error", "Failed", "2026-11-22T11:58:00Z")]
    public void GitHubDeployments_AreOneChangeOfTheRepository(string state, string status, string? endedAt)
    {
        var (dialect, change) = Read(GitHub(state));

        Assert.Equal(("github", ChangeKind.Deployment, "acme/orders/deployments/42", "orders v1.4.2 to production"), (dialect, change.Kind, change.Id, change.Title));
        Assert.Equal((status, "ada", "2026-11-22T11:50:00Z", endedAt), (change.Status.ToString(), change.By, Time(change.StartedAt), change.EndedAt is { } end ? Time(end) : null));
        Assert.Equal(["orders"], change.Services);
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("queued")]
    [InlineData("waiting")]
    [InlineData("inactive")]
    public void GitHubDeploymentsThatHaveNotBegunOrAreOver_AreIgnored(string state) => Assert.Contains(state, Ignored(GitHub(state)), StringComparison.Ordinal);

    [Fact]
    public void AGitHubPayload_NamesWhatItAlters()
    {
        var (_, change) = Read(GitHub("success").Replace("\"payload\": {}", "\"payload\": {\"services\": [\"orders-api\"], \"hosts\": [\"web01\", \"web02\"]}", StringComparison.Ordinal));

        Assert.Equal(["orders-api"], change.Services);
        Assert.Equal(["web01", "web02"], change.Hosts);
    }

    [Fact]
    public void AGitHubRelease_IsAChangeWhenPublished()
    {
        static string Release(string action) => $$$$"""
            {"action": "{{{{action}}}}", "release": {"id": 7, "tag_name": "v2", "name": "Two", "draft": false, "html_url": "https://github.com/acme/orders/releases/v2",
             "published_at": "2026-11-22T11:00:00Z", "author": {"login": "bob"}}, "repository": {"name": "orders", "full_name": "acme/orders"}}
            """;
        var (_, change) = Read(Release("published"));

        Assert.Equal(("acme/orders/releases/7", "orders release Two", "bob", "2026-11-22T11:00:00Z"), (change.Id, change.Title, change.By, Time(change.StartedAt)));
        Assert.Contains("edited", Ignored(Release("edited")), StringComparison.Ordinal);
    }

    [Fact]
    public void GitHubPingsAndOtherEvents_AreIgnored()
    {
        Assert.Contains("ping", Ignored("""{"zen": "Keep it simple.", "hook_id": 1, "repository": {"full_name": "acme/orders"}}"""), StringComparison.Ordinal);
        Assert.Contains("ping", Ignored("""{"zen": "Keep it simple."}""", "ping"), StringComparison.Ordinal);
        Assert.Contains("push is no change", Ignored("""{"ref": "refs/heads/main"}""", "push"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("succeeded", "Succeeded")]
    [InlineData("partiallySucceeded", "Succeeded")]
    [InlineData("rejected", "Failed")]
    public void AnAzureDevOpsDeployment_IsAChangeOfItsDefinition(string status, string expected)
    {
        var (dialect, change) = Read(AzureDevOps("completed", status));

        Assert.Equal(("azuredevops", "Acme/Orders.CD/12/Production/1", "Orders.CD Release-12 to Production", expected), (dialect, change.Id, change.Title, change.Status.ToString()));
        Assert.Equal(("Orders.CD", "2026-11-22T11:40:00Z", "2026-11-22T11:52:30Z"), (change.Services[0], Time(change.StartedAt), Time(change.EndedAt!.Value)));
    }

    [Fact]
    public void AnAzureDevOpsDeploymentThatStarts_RunsUnderTheSameId()
    {
        var (_, change) = Read(AzureDevOps("started", "inProgress"));

        Assert.Equal((ChangeStatus.Running, "Acme/Orders.CD/12/Production/1"), (change.Status, change.Id));
    }

    [Theory]
    [InlineData("completed", "canceled")]
    [InlineData("approval-pending", "queued")]
    public void AzureDevOpsEventsBeforeAnyDeployment_AreIgnored(string type, string status) => Assert.NotEmpty(Ignored(AzureDevOps(type, status)));

    [Theory]
    [InlineData("Microsoft.Compute/virtualMachines/restart/action", Vm, "Restart", Vm)]
    [InlineData("Microsoft.Compute/virtualMachines/deallocate/action", Vm, "Restart", Vm)]
    [InlineData("Microsoft.Compute/virtualMachines/write", Vm, "Config", Vm)]
    [InlineData("Microsoft.Network/networkSecurityGroups/securityRules/write", Nsg + "/securityRules/allow-https", "Firewall", Nsg)]
    [InlineData("Microsoft.Compute/virtualMachines/installPatches/action", Vm, "Patch", Vm)]
    [InlineData("Microsoft.Web/sites/slotsswap/action", Vm, "Deployment", Vm)]
    public void AnActivityLogAlert_IsAChangeOfTheResource(string operation, string scope, string kind, string host)
    {
        var (dialect, change) = Read(ActivityLog(operation, scope, "Succeeded"));

        Assert.Equal(("activitylog", kind, "ada@example.com", "2026-11-22T11:30:00Z"), (dialect, change.Kind.ToString(), change.By, Time(change.StartedAt)));
        Assert.Equal([host], change.Hosts);
        Assert.Equal($"c0ffee/{operation.ToLowerInvariant()}", change.Id);
    }

    [Theory]
    [InlineData("Started", "Running")]
    [InlineData("Accepted", "Running")]
    [InlineData("Failed", "Failed")]
    public void TheStatesOfAnOperation_AreOneChange(string status, string expected)
    {
        var (_, change) = Read(ActivityLog("Microsoft.Compute/virtualMachines/write", Vm, status));

        Assert.Equal((expected, "c0ffee/microsoft.compute/virtualmachines/write"), (change.Status.ToString(), change.Id));
    }

    [Theory]
    [InlineData("Administrative", "Succeeded", "Succeeded")]
    [InlineData("Administrative", "Started", "Running")]
    public void TheOlderActivityLogSchema_IsTheSameChange(string source, string status, string expected)
    {
        var (dialect, change) = Read(OlderActivityLog(source, status));

        Assert.Equal(("activitylog", expected, "ada@example.com", "2026-11-22T11:30:00Z"), (dialect, change.Status.ToString(), change.By, Time(change.StartedAt)));
        Assert.Equal([Vm], change.Hosts);
        Assert.Equal("c0ffee/microsoft.compute/virtualmachines/write", change.Id);
    }

    [Fact]
    public void AServiceHealthEventInTheOlderSchema_IsNoChange() => Assert.Contains("ServiceHealth", Ignored(OlderActivityLog("ServiceHealth", "Active")), StringComparison.Ordinal);

    [Fact]
    public void AMetricAlert_IsNoChange() =>
        Assert.Contains("Platform", Ignored("""{"schemaId": "azureMonitorCommonAlertSchema", "data": {"essentials": {"monitoringService": "Platform"}}}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("Succeeded", "Succeeded")]
    [InlineData("Running", "Running")]
    [InlineData("Error", "Failed")]
    public void AnArgoCdSync_IsAChangeOfTheApplication(string phase, string expected)
    {
        var (dialect, change) = Read(ArgoCd(phase));

        Assert.Equal(("argocd", "argocd/orders/2026-11-22T11:45:00Z", "orders synced to 0123abcd", expected), (dialect, change.Id, change.Title, change.Status.ToString()));
        Assert.Equal(("orders", "Argo CD (automated sync)", expected == "Running" ? null : "2026-11-22T11:46:10Z"), (change.Services[0], change.By, change.EndedAt is { } end ? Time(end) : null));
    }

    [Fact]
    public void AnArgoCdApplicationThatNeverSynced_IsIgnored() => Assert.Contains("nothing was synced", Ignored(ArgoCd("<no value>")), StringComparison.Ordinal);

    [Theory]
    [InlineData("-1", "", "Running")]
    [InlineData("Implement", "", "Running")]
    [InlineData("0", "", "Succeeded")]
    [InlineData("3", "successful", "Succeeded")]
    [InlineData("Closed", "unsuccessful", "Failed")]
    public void AServiceNowChange_IsReadByValueOrLabel(string state, string closeCode, string expected)
    {
        var (dialect, change) = Read(ServiceNow(state, closeCode, "cmdb_ci_linux_server"));

        Assert.Equal(("servicenow", "CHG0030007", "CHG0030007 Patch the web hosts (standard change)", ChangeKind.Patch, expected), (dialect, change.Id, change.Title, change.Kind, change.Status.ToString()));
        Assert.Equal(["web01", "web02"], change.Hosts);
        Assert.Equal("2026-11-22T10:05:00Z", Time(change.StartedAt));
    }

    [Fact]
    public void AServiceNowServiceItem_IsAService()
    {
        var (_, change) = Read(ServiceNow("3", "", "cmdb_ci_service_auto"));

        Assert.Equal((0, "web01"), (change.Hosts.Count, change.Services[0]));
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("-2")]
    [InlineData("Scheduled")]
    [InlineData("4")]
    [InlineData("Canceled")]
    public void AServiceNowChangeThatIsOnlyPlannedOrCanceled_IsIgnored(string state) => Assert.Contains(state, Ignored(ServiceNow(state, "", "")), StringComparison.Ordinal);

    [Fact]
    public void OurOwnSchema_IsReadWhole()
    {
        var (dialect, change) = Read("""
            {"changes": [{"id": 17, "kind": "Firewall", "title": "Open 443", "description": "for the shop", "hosts": ["fw-01"], "services": ["shop"], "by": "ada",
             "link": "https://wiki/17", "startedAt": 1795348200, "endedAt": "2026-11-22T11:59:00+00:00", "status": "failed"}]}
            """);

        Assert.Equal(("generic", "17", ChangeKind.Firewall, "for the shop", "https://wiki/17", ChangeStatus.Failed), (dialect, change.Id, change.Kind, change.Description, change.Link, change.Status));
        Assert.Equal(("2026-11-22T11:50:00Z", "2026-11-22T11:59:00Z"), (Time(change.StartedAt), Time(change.EndedAt!.Value)));
    }

    [Fact]
    public void OurOwnSchemaWithoutId_HasTheSameIdEachTime()
    {
        const string Change = """{"title": "Restart", "hosts": ["a"], "startedAt": "2026-11-22T11:00:00Z"}""";

        Assert.Equal(Read(Change).Change.Id, Read(Change).Change.Id);
        Assert.NotEqual(Read(Change).Change.Id, Read(Change.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)).Change.Id);
    }

    [Theory]
    [InlineData("""{"title": "a", "hosts": ["b"], "status": "planned"}""")]
    [InlineData("""{"title": "a", "hosts": ["b"], "startedAt": "2026-11-23T12:00:00Z"}""")]
    public void OurOwnPlannedChanges_AreIgnored(string change) => Assert.Contains("planned", Ignored(change), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"title": "a"}""", "hosts")]
    [InlineData("""{"title": 7, "hosts": ["b"]}""", "title")]
    [InlineData("""[{"title": "a", "hosts": "b"}]""", "[0].hosts")]
    [InlineData("""{"changes": [{"title": "a", "hosts": ["b"], "kind": "magic"}]}""", "changes[0].kind")]
    [InlineData("""{"title": "a", "hosts": ["b"], "status": "done?"}""", "status")]
    [InlineData("""{"title": "a", "hosts": ["b"], "startedAt": "now"}""", "startedAt")]
    [InlineData("""{"title": "a", "hosts": ["b"], "startedAt": "2026-11-22T02:00:00Z", "endedAt": "2026-11-22T01:00:00Z"}""", "endedAt")]
    [InlineData("""{"changes": []}""", "changes")]
    [InlineData("""[7]""", "[0]")]
    public void OurOwnSchema_RefusesByName(string payload, string field)
    {
        var (_, reading) = Reading(payload, null);

        Assert.Equal(field, reading.Problems[0].Field);
        Assert.Empty(reading.Drafts);
    }

    private static (string Dialect, Change Change) Read(string payload)
    {
        var (dialect, reading) = Reading(payload, null);
        Assert.Empty(reading.Problems);
        return (dialect, Assert.Single(ChangeNormaliser.Finish(reading, "test", dialect, Some.Noon)));
    }

    private static string Ignored(string payload, string? eventName = null)
    {
        var (dialect, reading) = Reading(payload, eventName);
        Assert.Empty(ChangeNormaliser.Finish(reading, "test", dialect, Some.Noon));
        Assert.Empty(reading.Problems);
        return Assert.Single(reading.Ignored).Reason;
    }

    private static (string Dialect, ChangeReading Reading) Reading(string payload, string? eventName)
    {
        using var document = JsonDocument.Parse(payload);
        var dialect = new ChangeDialects().Choose(null, eventName, document.RootElement);
        Assert.NotNull(dialect);
        var reading = new ChangeReading(eventName);
        dialect.Read(document.RootElement, reading);
        return (dialect.Name, reading);
    }

    private static string Time(DateTimeOffset time) => Automation.Flow.UtcTimeConverter.Text(time);

    private static string GitHub(string state)
    {
        var status = state == "created"
            ? ""
            : $$$$"""
              "deployment_status": {"id": 9, "state": "{{{{state}}}}", "environment": "production", "log_url": "https://ci/9", "created_at": "2026-11-22T11:58:00Z"},
              """;
        return $$$$"""
            {"action": "created", {{{{status}}}} "deployment": {"id": 42, "sha": "0123abcd", "ref": "v1.4.2", "task": "deploy", "environment": "production", "payload": {},
             "creator": {"login": "ada"}, "created_at": "2026-11-22T11:50:00Z"}, "repository": {"id": 1, "name": "orders", "full_name": "acme/orders"}, "sender": {"login": "bot"}}
            """;
    }

    private static string AzureDevOps(string type, string status) => $$$$"""
        {"id": "e1", "eventType": "ms.vss-release.deployment-{{{{type}}}}-event", "publisherId": "rm", "message": {"text": "Deployment of Release-12"},
         "resource": {"environment": {"id": 5, "name": "Production", "status": "{{{{status}}}}", "timeToDeploy": 12.5, "release": {"id": 12, "name": "Release-12"},
         "releaseDefinition": {"id": 3, "name": "Orders.CD"}, "owner": {"displayName": "Ada"}}, "project": {"id": "p", "name": "Acme"}}, "createdDate": "2026-11-22T11:52:30Z"}
        """;

    private static string ActivityLog(string operation, string scope, string status) => $$$$"""
        {"schemaId": "azureMonitorCommonAlertSchema", "data": {"essentials": {"alertId": "a", "alertRule": "Changes", "severity": "Sev4", "signalType": "Activity Log", "monitorCondition": "Fired",
         "monitoringService": "Activity Log - Administrative", "alertTargetIDs": [], "firedDateTime": "2026-11-22T11:31:00Z"},
         "alertContext": {"authorization": {"action": "{{{{operation}}}}", "scope": "{{{{scope}}}}"}, "caller": "ada@example.com", "correlationId": "c0ffee", "eventDataId": "d",
         "eventTimestamp": "2026-11-22T11:30:00Z", "operationName": "{{{{operation}}}}", "status": "{{{{status}}}}"}}}
        """;

    private static string OlderActivityLog(string source, string status) => $$$$$"""
        {"schemaId": "Microsoft.Insights/activityLogs", "data": {"status": "Activated", "properties": {}, "context": {"activityLog":
         {"authorization": {"action": "Microsoft.Compute/virtualMachines/write", "scope": "{{{{{Vm}}}}}"}, "channels": "Operation", "caller": "ada@example.com", "correlationId": "c0ffee", "eventDataId": "d",
          "eventSource": "{{{{{source}}}}}", "eventTimestamp": "2026-11-22T11:30:00Z", "level": "Informational", "operationName": "Microsoft.Compute/virtualMachines/write", "resourceId": "{{{{{Vm}}}}}", "status": "{{{{{status}}}}}"}}}}
        """;

    private static string ArgoCd(string phase) => $$$$"""
        {"argocd": {"app": "orders", "namespace": "argocd", "revision": "0123abcd0123abcd0123abcd0123abcd0123abcd", "phase": "{{{{phase}}}}", "startedAt": "2026-11-22T11:45:00Z",
         "finishedAt": "2026-11-22T11:46:10Z", "message": "synced", "by": "<no value>", "url": "https://argocd.example.com/applications/orders"}}
        """;

    private static string ServiceNow(string state, string closeCode, string type) => $$$$"""
        {"number": "CHG0030007", "short_description": "Patch the web hosts", "type": "Standard", "state": "{{{{state}}}}", "close_code": "{{{{closeCode}}}}", "category": "Software",
         "cmdb_ci": "web01, web02", "cmdb_ci_class": "{{{{type}}}}", "start_date": "2026-11-22 10:00:00", "end_date": "2026-11-22 11:00:00", "work_start": "2026-11-22 10:05:00", "work_end": ""}
        """;
}
