using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>The custom handler's side of the contract with the Functions host, on the whole app.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class InvocationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task TheRootAddress_AnswersSoThatTheHostSeesTheHandlerIsUp()
    {
        using var app = new TestApp(UnreachableStorage.ConnectionString);

        Assert.True((await app.Client.GetAsync("/")).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("""{"Data":{"items":"[]"},"Metadata":{}}""", "RecordAlerts")]
    [InlineData("""{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":true}},"Metadata":{}}""", "ProbeQueues")]
    [InlineData("""{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"2026-11-22T03:00:00Z","LastUpdated":"2026-11-22T03:00:00Z","Next":"2026-11-22T03:01:00Z"},"IsPastDue":false}},"Metadata":{"sys":{"MethodName":"PurgeExpired"}}}""", "PurgeExpired")]
    public async Task ACompletedInvocation_IsAnsweredWithAnEmptyObject(string envelope, string function)
    {
        using var app = new TestApp(azurite.ConnectionString);

        using var response = await app.Client.PostAsync("/" + function, new StringContent(envelope, Encoding.UTF8, "application/json"));

        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
        Assert.Equal((200, new MediaTypeHeaderValue("application/json")), ((int)response.StatusCode, response.Content.Headers.ContentType));

        // All apps share one set of tables: a probe that nobody sees would wait in the health of the next test.
        await DeliverProbesAsync(app);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"Data":{}}""")]
    [InlineData("""{"Data":7}""")]
    public async Task AnEnvelopeThatCantBeRead_FailsTheInvocationWithAJsonObject(string envelope)
    {
        using var app = new TestApp(azurite.ConnectionString);

        using var response = await app.Client.PostAsync("/RecordAlerts", new StringContent(envelope, Encoding.UTF8, "application/json"));

        Assert.Equal(500, (int)response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(JsonValueKind.Object, answer.RootElement.ValueKind);
    }

    [Fact]
    public async Task AProbe_IsSentAndSeen()
    {
        using var app = new TestApp(azurite.ConnectionString);

        await ProbeAsync(app);
        app.Time.Advance(TimeSpan.FromSeconds(90));
        var (_, waiting) = await app.GetAsync("/api/health");
        await DeliverProbesAsync(app);
        app.Time.Advance(TimeSpan.FromSeconds(10));
        var (_, seen) = await app.GetAsync("/api/health");
        app.Time.Advance(TimeSpan.FromMinutes(10));
        var (_, late) = await app.GetAsync("/api/health");

        Assert.Equal(QueueNames.All.Select(q => (q, 90.0)), Waiting(waiting));
        Assert.Equal(90, waiting["oldestWaitingSeconds"]!.GetValue<double>());
        Assert.Equal(0, seen["oldestWaitingSeconds"]!.GetValue<double>());
        Assert.Equal((false, true), (seen["timersLate"]!.GetValue<bool>(), late["timersLate"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task AQueueThatStandsStill_ShowsBesideOthersThatMove()
    {
        using var app = new TestApp(azurite.ConnectionString);
        await ProbeAsync(app);

        await DeliverProbesAsync(app, QueueNames.Alerts, "RecordAlerts");
        app.Time.Advance(TimeSpan.FromSeconds(30));
        var (status, health) = await app.GetAsync("/api/health");
        await DeliverProbesAsync(app);

        Assert.Equal([(QueueNames.Alerts, 0.0), (QueueNames.Notifications, 30.0), (QueueNames.Mail, 30.0), (QueueNames.Answers, 30.0)], Waiting(health));
        Assert.Equal((200, 30.0), (status, health["oldestWaitingSeconds"]!.GetValue<double>()));
    }

    [Fact]
    public async Task Health_IsReadyOnlyWhileStorageAndQueueAre()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var (ready, _) = await app.GetAsync("/api/health");
        app.Queue.IsDown = true;
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var (withoutQueue, answer) = await app.GetAsync("/api/health");
        using var down = new TestApp(UnreachableStorage.ConnectionString);
        var (withoutStorage, _) = await down.GetAsync("/api/health");

        Assert.Equal((200, 503, 503), (ready, withoutQueue, withoutStorage));
        Assert.Equal((false, true), (answer["queue"]!["reachable"]!.GetValue<bool>(), answer["storage"]!["reachable"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task WhatIsExpired_IsPurgedAndTheRestStays()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var id = await app.RecordAsync(AlertFlowTests.Firing(app, AlertFlowTests.Key()));
        var (_, old) = await app.PostAsync("{ old");
        app.Time.Advance(TimeSpan.FromDays(31));
        var (_, young) = await app.PostAsync("{ young");

        await PurgeAsync(app);
        var rejected = (await app.GetAsync("/api/rejected?limit=5")).Answer["rejected"]!.ToJsonString();
        Assert.DoesNotContain(old["rejected"]!.GetValue<string>(), rejected, StringComparison.Ordinal);
        Assert.Contains(young["rejected"]!.GetValue<string>(), rejected, StringComparison.Ordinal);
        Assert.True((await app.Client.GetAsync($"/api/alerts/{id}/raw")).IsSuccessStatusCode);

        app.Time.Advance(TimeSpan.FromDays(60));
        await PurgeAsync(app);
        Assert.Equal(404, (int)(await app.Client.GetAsync($"/api/alerts/{id}/raw")).StatusCode);
    }

    private static IEnumerable<(string Queue, double Seconds)> Waiting(JsonNode health) =>
        health["queues"]!.AsArray().Select(q => (q!["name"]!.GetValue<string>(), q["oldestWaitingSeconds"]!.GetValue<double>()));

    private static async Task ProbeAsync(TestApp app) => Assert.Equal(200, await app.RunTimerAsync("ProbeQueues"));

    private static async Task DeliverProbesAsync(TestApp app)
    {
        await DeliverProbesAsync(app, QueueNames.Alerts, "RecordAlerts");
        await DeliverProbesAsync(app, QueueNames.Mail, "TakeInMail");
        await DeliverProbesAsync(app, QueueNames.Answers, "SendAnswers");
        Assert.Equal(200, await app.DeliverToAsync("SendNotifications", app.Queue.Notifications.Select(m => m.Body)));
        app.Queue.Notifications.Clear();
        app.Queue.Messages.Clear();
    }

    private static async Task DeliverProbesAsync(TestApp app, string queue, string function)
    {
        var probes = app.Queue.Messages.Where(m => app.Queue.QueueOf[m.Id] == queue).Select(m => m.Body).ToList();
        if (probes.Count > 0) Assert.Equal(200, await app.DeliverToAsync(function, probes));
    }

    private static async Task PurgeAsync(TestApp app) => Assert.Equal(200, await app.RunTimerAsync("PurgeExpired"));
}
