using Automation.Flow;
using Automation.Routing.Maintenance;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Automation.Tests.App;

[Collection(AzuriteCollection.Name)]
public sealed class MaintenanceTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AWindow_IsMadeListedAndEnded()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var host = AlertFlowTests.Key();

        var (status, made) = await app.PostAsync($$"""{ "hosts": ["{{host}}"], "duration": "2h", "reason": "firmware", "by": "Ada" }""", "/api/maintenance");
        Assert.Equal(201, status);
        var id = AlertFlowTests.Text(made, "id");
        Assert.Equal("active", AlertFlowTests.Text(made, "state"));
        var calendar = app.Services.GetRequiredService<MaintenanceCalendar>();
        Assert.Contains(await calendar.CurrentAsync(CancellationToken.None), w => w.Id == id && w.Hosts.Contains(host));
        Assert.Contains(id, await ListedAsync(app, "/api/maintenance"));

        app.Time.Advance(TimeSpan.FromMinutes(10));
        using var ended = await app.Client.DeleteAsync($"/api/maintenance/{id}");
        Assert.Equal(200, (int)ended.StatusCode);
        var text = await ended.Content.ReadAsStringAsync();
        Assert.Contains("\"state\":\"over\"", text, StringComparison.Ordinal);

        Assert.DoesNotContain(id, await ListedAsync(app, "/api/maintenance"));
        Assert.Contains(id, await ListedAsync(app, "/api/maintenance?all=true"));
        Assert.DoesNotContain(await calendar.CurrentAsync(CancellationToken.None), w => w.Id == id);

        app.Time.Advance(TimeSpan.FromMinutes(10));
        using var again = await app.Client.DeleteAsync($"/api/maintenance/{id}");
        Assert.Equal(text, await again.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("hosts", "KEY")]
    [InlineData("hosts", "KEY.example.com:443")]
    [InlineData("hosts", "www-KEY")]
    [InlineData("hosts", "10.20.30.40")]
    [InlineData("services", "KEY  orders")]
    [InlineData("services", "KEY shop front")]
    public async Task AWindow_HoldsByAnyNameThatTheInventoryKnows(string kind, string named)
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = AlertFlowTests.Key();
        await PutAsync(app, "hosts", $$"""{ "name": "{{key}}.example.com", "aliases": ["www-{{key}}"], "ips": ["10.20.30.40"], "services": ["{{key}} Orders"] }""");
        await PutAsync(app, "services", $$"""{ "name": "{{key}} Orders", "aliases": ["{{key}} Shop Front"] }""");
        await app.PostAsync($$"""{ "{{kind}}": ["{{named.Replace("KEY", key, StringComparison.Ordinal)}}"], "duration": "1h", "reason": "firmware", "by": "Ada" }""", "/api/maintenance");

        await app.RecordAsync(AlertFlowTests.Firing(app, key, host: key));

        var number = AlertFlowTests.Text(await AlertFlowTests.OnlyTicketAsync(app, key), "number");
        var ticket = (await app.GetAsync($"/api/tickets/{number}")).Answer;
        Assert.NotEmpty(ticket["told"]!.AsArray());
        Assert.All(ticket["told"]!.AsArray(), t => Assert.StartsWith($"maintenance of {kind.TrimEnd('s')} ", AlertFlowTests.Text(t!, "heldBackBy"), StringComparison.Ordinal));
        Assert.Equal($"{key} Orders", AlertFlowTests.Text(ticket, "service"));
        Assert.Contains(ticket["trace"]!.AsArray(), t => AlertFlowTests.Text(t!, "result") == $"service {key} Orders");

        // What is held back and open would be told by the sweep of another test.
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.RecordAsync(AlertFlowTests.Resolved(app, key));
    }

    [Fact]
    public async Task AWindowToCome_IsListedAndHoldsNothingYet()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var from = app.Time.GetUtcNow().AddHours(3);

        var (status, made) = await app.PostAsync($$"""{ "services": ["orders"], "from": "{{from:yyyy-MM-dd'T'HH:mm:ss'Z'}}", "duration": "1h", "reason": "release", "by": "Bo" }""", "/api/maintenance");

        Assert.Equal((201, "coming"), (status, AlertFlowTests.Text(made, "state")));
        var id = AlertFlowTests.Text(made, "id");
        Assert.Contains(id, await ListedAsync(app, "/api/maintenance"));
        app.Time.Advance(TimeSpan.FromHours(5));
        Assert.DoesNotContain(id, await ListedAsync(app, "/api/maintenance"));
    }

    [Fact]
    public async Task AllWindows_AreListedOncePageByPageNewestFirst()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            app.Time.Advance(TimeSpan.FromMinutes(1));
            made.Insert(0, AlertFlowTests.Text((await app.PostAsync("""{ "hosts": ["a"], "duration": "1h", "reason": "r", "by": "b" }""", "/api/maintenance")).Answer, "id"));
        }

        var seen = new List<string>();
        for (var next = "/api/maintenance?all=true&limit=2"; next is not null && seen.Count < 5;)
        {
            var (_, page) = await app.GetAsync(next);
            seen.AddRange(page["windows"]!.AsArray().Select(w => AlertFlowTests.Text(w!, "id")));
            next = page["next"]?.GetValue<string>();
        }

        Assert.Equal(made, seen.Take(5));
    }

    [Fact]
    public async Task ARequestThatIsRepeated_MakesOneWindow()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var body = $$"""{ "hosts": ["{{AlertFlowTests.Key()}}"], "duration": "1h", "reason": "r", "by": "b" }""";
        var (_, first) = await app.PostAsync(body, "/api/maintenance");
        var id = AlertFlowTests.Text(first, "id");

        var (status, again) = await app.PostAsync(body, "/api/maintenance");

        Assert.Equal((201, first.ToJsonString()), (status, again.ToJsonString()));
        Assert.Single(await ListedAsync(app, "/api/maintenance"), i => i == id);
        using var ended = await app.Client.DeleteAsync($"/api/maintenance/{id}");
        Assert.Equal("active", AlertFlowTests.Text((await app.PostAsync(body, "/api/maintenance")).Answer, "state"));
        app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual(id, AlertFlowTests.Text((await app.PostAsync(body, "/api/maintenance")).Answer, "id"));
    }

    [Theory]
    [InlineData("""{ "hosts": ["a\ud800"], "duration": "1h", "reason": "r\udc00", "by": "b" }""", 201)]
    [InlineData("""{ "hosts": ["a"], "duration": "1h", "reason": "r", "by": "b", "x\ud800": 1 }""", 400)]
    public async Task HalfACharacter_IsReadAsAnUnknownOne(string body, int expected)
    {
        using var app = new TestApp(azurite.ConnectionString);

        Assert.Equal(expected, (await app.PostAsync(body, "/api/maintenance")).Status);
    }

    [Theory]
    [InlineData("{ no json", 400, "body")]
    [InlineData("{}", 400, "hosts")]
    [InlineData("""{ "matchers": ["host =~ \"(\""], "duration": "1h", "reason": "r", "by": "b" }""", 400, "matchers")]
    public async Task ABadWindow_IsAnsweredWithItsFields(string body, int expected, string field)
    {
        using var app = new TestApp(azurite.ConnectionString);

        var (status, answer) = await app.PostAsync(body, "/api/maintenance");

        Assert.Equal(expected, status);
        Assert.Contains(answer["errors"]!.AsArray(), e => AlertFlowTests.Text(e!, "field") == field);
    }

    [Theory]
    [InlineData("/api/maintenance?all=perhaps")]
    [InlineData("/api/maintenance?all=true&limit=0")]
    [InlineData("/api/maintenance?all=true&next=bm90LWFuLWlk")]
    public async Task ABadQuery_IsAnsweredWithItsParameter(string path)
    {
        using var app = new TestApp(azurite.ConnectionString);

        Assert.Equal(400, (await app.GetAsync(path)).Status);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("01JD0000000000000000000000")]
    public async Task AWindowThatIsNotThere_CannotBeEnded(string id)
    {
        using var app = new TestApp(azurite.ConnectionString);

        using var answer = await app.Client.DeleteAsync($"/api/maintenance/{id}");

        Assert.Equal(404, (int)answer.StatusCode);
    }

    private static async Task<List<string>> ListedAsync(TestApp app, string path) =>
        [.. (await app.GetAsync(path)).Answer["windows"]!.AsArray().Select(w => AlertFlowTests.Text(w!, "id"))];

    private static async Task PutAsync(TestApp app, string what, string body)
    {
        using var response = await app.Client.PutAsync($"/api/{what}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(200, (int)response.StatusCode);
    }
}
