using System.Text.Json.Nodes;
using Automation.Alerts.Intake;
using Automation.Tests.Support;
using static Automation.Tests.App.AlertFlowTests;

namespace Automation.Tests.App;

/// <summary>Labels of any size and number: the alert has as much of them as fits, its ticket says what was cut, and the payload keeps the whole.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class OversizedLabelsTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task ALabelOfAMegabyte_IsShortenedAndKeptWholeInThePayload()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var noise = new byte[786_432];
        new Random(7).NextBytes(noise);
        var value = Convert.ToBase64String(noise);
        Assert.Equal(1024 * 1024, value.Length);

        var (alert, ticket) = await OpenAsync(app, new JsonObject { ["title"] = "a", ["dedupKey"] = Key(), ["labels"] = new JsonObject { ["dump"] = value, ["rack"] = "7" } });

        Assert.InRange(Text(alert["labels"]!, "dump").Length, 1000, AlertNormaliser.MaxLabelValue);
        Assert.StartsWith(Text(alert["labels"]!, "dump")[..1000], value, StringComparison.Ordinal);
        Assert.Equal("7", Text(alert["labels"]!, "rack"));
        Assert.Contains("labels: 1 shortened, the payload keeps the whole", Intake(ticket), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TenThousandLabels_AreCountedAndKeptInThePayload()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var labels = new JsonObject(Enumerable.Range(0, 10_000).Select(i => KeyValuePair.Create<string, JsonNode?>($"label{i}", $"value {i}")));

        var (alert, ticket) = await OpenAsync(app, new JsonObject { ["title"] = "a", ["dedupKey"] = Key(), ["labels"] = labels });

        Assert.Equal(AlertNormaliser.MaxLabels, alert["labels"]!.AsObject().Count);
        Assert.Contains($"labels: {AlertNormaliser.MaxLabels} of 10000 kept, the payload keeps all", Intake(ticket), StringComparison.Ordinal);
    }

    private static string Intake(JsonNode ticket) => Text(ticket["trace"]!.AsArray().First(t => Text(t!, "stage") == "intake")!, "result");

    private static async Task<(JsonNode Alert, JsonNode Ticket)> OpenAsync(TestApp app, JsonObject payload)
    {
        var body = payload.ToJsonString();
        var id = await app.RecordAsync(body);
        Assert.Equal(body, await app.Client.GetStringAsync($"/api/alerts/{id}/raw"));
        var (_, alert) = await app.GetAsync($"/api/alerts/{id}");
        return (alert, (await app.GetAsync($"/api/tickets/{Text(alert, "ticket")}")).Answer);
    }
}
