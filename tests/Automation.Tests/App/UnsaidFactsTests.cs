using System.Text.Json.Nodes;
using Automation.Tests.Support;
using static Automation.Tests.App.AlertFlowTests;

namespace Automation.Tests.App;

/// <summary>What an alert leaves out or writes in a form of its own is said on its ticket, on the real app and real tables.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class UnsaidFactsTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AnAlertWithoutHostAndSeverity_OpensATicketThatSaysSo()
    {
        using var app = new TestApp(azurite.ConnectionString);

        var ticket = await OpenAsync(app, $$"""{"title": "a", "dedupKey": "{{Key()}}"}""");

        Assert.Contains("host: not given", Intake(ticket), StringComparison.Ordinal);
        Assert.Contains("severity: warning by default", Intake(ticket), StringComparison.Ordinal);
        Assert.Contains(ticket["missing"]!.AsArray(), m => m!.GetValue<string>() == "no host is named");
        Assert.Equal("warning", Text(ticket["episodes"]![0]!, "severity"));
        Assert.Null(ticket["host"]);
    }

    [Fact]
    public async Task TheHostAsItWasWritten_StaysReadableBesideTheOneThatIsMatched()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();

        var ticket = await OpenAsync(app, $$"""{"title": "a", "dedupKey": "{{key}}", "host": "DB-{{key}}.Example.COM:9100"}""");

        Assert.Equal($"db-{key}.example.com", Text(ticket, "host"));
        Assert.Contains($"host: 'DB-{key}.Example.COM:9100' is matched as 'db-{key}.example.com'", Intake(ticket), StringComparison.Ordinal);
    }

    private static string Intake(JsonNode ticket) => Text(ticket["trace"]!.AsArray().First(t => Text(t!, "stage") == "intake")!, "result");

    private static async Task<JsonNode> OpenAsync(TestApp app, string alert)
    {
        var (_, recorded) = await app.GetAsync($"/api/alerts/{await app.RecordAsync(alert)}");
        return (await app.GetAsync($"/api/tickets/{Text(recorded, "ticket")}")).Answer;
    }
}
