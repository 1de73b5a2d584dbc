using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.App;

[Collection(AzuriteCollection.Name)]
public sealed class TicketListTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Pages_ShowEveryTicketOnceNewestFirst()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var host = AlertFlowTests.Key();
        var numbers = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            numbers.Add(await OpenAsync(app, host));
            app.Time.Advance(TimeSpan.FromHours(9));
        }

        var seen = new List<string>();
        for (var next = $"/api/tickets?host={host.ToUpperInvariant()}&limit=3"; next is not null;)
        {
            var (_, page) = await app.GetAsync(next);
            seen.AddRange(page["tickets"]!.AsArray().Select(t => AlertFlowTests.Text(t!, "number")));
            next = page["next"]?.GetValue<string>();
        }

        numbers.Reverse();
        Assert.Equal(numbers, seen);
    }

    [Fact]
    public async Task TheNextOfAPage_MayBeHandedBackAsParameter()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var host = AlertFlowTests.Key();
        for (var i = 0; i < 3; i++)
        {
            await OpenAsync(app, host);
            app.Time.Advance(TimeSpan.FromMinutes(20));
        }

        var (_, first) = await app.GetAsync($"/api/tickets?host={host}&limit=2");
        var (_, second) = await app.GetAsync($"/api/tickets?next={Uri.EscapeDataString(first["next"]!.GetValue<string>())}");

        Assert.Single(second["tickets"]!.AsArray());
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task Filters_Combine()
    {
        using var folder = new TemporaryFolder();
        var teams = Path.Combine(folder.Path, "teams.yaml");
        await File.WriteAllTextAsync(teams, "teams: [{ name: service-desk }, { name: databases }, { name: network }]");
        using var app = new TestApp(azurite.ConnectionString, settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["Routing__TeamsFile"] = teams });
        var host = AlertFlowTests.Key();
        await OpenAsync(app, host, """ "labels": {"team": "Databases", "category": "software"}, """);
        var middle = app.Time.GetUtcNow().AddMinutes(1);
        app.Time.Advance(TimeSpan.FromMinutes(20));
        var network = await OpenAsync(app, host, """ "labels": {"team": "network"}, """);

        Assert.Equal(2, await CountAsync(app, $"host={host}"));
        Assert.Equal(1, await CountAsync(app, $"host={host}&team=databases"));
        Assert.Equal(1, await CountAsync(app, $"host={host}&category=Software&state=open"));
        Assert.Equal(0, await CountAsync(app, $"host={host}&state=resolved"));
        Assert.Equal(0, await CountAsync(app, $"host={host}&team=databases&category=other"));
        var (_, since) = await app.GetAsync($"/api/tickets?host={host}&since={middle.UtcDateTime:O}");
        Assert.Equal(network, AlertFlowTests.Text(Assert.Single(since["tickets"]!.AsArray())!, "number"));
    }

    private static async Task<int> CountAsync(TestApp app, string query) => ((JsonArray)(await app.GetAsync($"/api/tickets?{query}")).Answer["tickets"]!).Count;

    private static async Task<string> OpenAsync(TestApp app, string host, string more = "")
    {
        var id = await app.RecordAsync($$"""{"title": "t", {{more}} "host": "{{host}}", "dedupKey": "{{AlertFlowTests.Key()}}"}""");
        return AlertFlowTests.Text((await app.GetAsync($"/api/alerts/{id}")).Answer, "ticket");
    }
}
