using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Local.Host;
using Automation.Local.Sink;
using Automation.Notifications.Channels;
using Automation.Tests.Support;

namespace Automation.Tests.Local.Sink;

/// <summary>The sink as its senders and its readers meet it.</summary>
public sealed class SinkServiceTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTime time = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private SinkService sink = null!;
    private IReadOnlyDictionary<string, string> provided = null!;

    public Task InitializeAsync() => StartAsync();

    public async Task DisposeAsync()
    {
        await sink.DisposeAsync();
        client.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task WhatIsSent_IsListedNewestFirstAlsoAfterARestart()
    {
        await PostAsync("desk-teams", "{\"n\":1}");
        await PostAsync("other", "{\"n\":2}");
        await sink.DisposeAsync();
        await StartAsync();
        await PostAsync("desk-teams", "{\"n\":3}");

        Assert.Equal(["{\"n\":3}", "{\"n\":2}", "{\"n\":1}"], (await ReceivedAsync()).Select(r => r["body"]!.GetValue<string>()));
        Assert.Equal(2, (await ReceivedAsync("?channel=desk-teams")).Count);
    }

    [Fact]
    public async Task TheLastThousand_AreKept()
    {
        for (var i = 0; i < SinkStore.Kept + 5; i++) await PostAsync("c", $"{i}");

        var received = await ReceivedAsync();
        Assert.Equal((SinkStore.Kept, "1004", "5"), (received.Count, received[0]["body"]!.GetValue<string>(), received[^1]["body"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(0, false, "valid")]
    [InlineData(0, true, "invalid")]
    [InlineData(-400, false, "stale")]
    public async Task ASignature_IsChecked(int age, bool altered, string expected)
    {
        var timestamp = time.GetUtcNow().AddSeconds(age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = WebhookChannel.Sign(provided["Channels__FallbackSecret"], timestamp, Encoding.UTF8.GetBytes(altered ? "{}" : "{\"n\":1}"));

        await PostAsync("c", "{\"n\":1}", ("X-Automation-Timestamp", timestamp), ("X-Automation-Signature", signature));

        Assert.Equal(expected, Assert.Single(await ReceivedAsync())["signature"]!.GetValue<string>());
    }

    [Fact]
    public async Task ASecondMessageWithTheSameKey_IsMarkedAsRepetition()
    {
        await PostAsync("c?answer=500", "1", ("Idempotency-Key", "k"));
        await PostAsync("c", "2", ("Idempotency-Key", "k"));
        await PostAsync("c", "3", ("Idempotency-Key", "k"));

        Assert.Equal([true, false, false], (await ReceivedAsync()).Select(r => r["isRepetition"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task TroubleOnRequest_IsAnsweredAsAskedFor()
    {
        using var first = await PostAsync("c?answer=429&retryAfter=2&times=1", "1");
        using var second = await PostAsync("c?answer=429&retryAfter=2&times=1", "2");
        using var unknown = await PostAsync("c?answer=700", "3");

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(2)), (first.StatusCode, first.Headers.RetryAfter!.Delta));
        Assert.Equal(HttpStatusCode.Accepted, second.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [Fact]
    public async Task Silence_LastsUntilTheSenderGivesUp()
    {
        using var patience = new CancellationTokenSource();
        var post = client.PostAsync(Url("c?answer=timeout"), new StringContent("1"), patience.Token);
        while ((await ReceivedAsync()).Count == 0) await Task.Yield();
        Assert.False(post.IsCompleted);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => post);
        Assert.Equal(0, Assert.Single(await ReceivedAsync())["answered"]!.GetValue<int>());
    }

    [Fact]
    public async Task ThePage_IsGuarded()
    {
        using var page = await client.GetAsync(new Uri(Sink, "/sink"));

        Assert.Equal(SinkPage.Policy, page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("Nothing has been sent yet", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANameThatAStrangerPointsHere_IsNotAnswered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Sink, "/sink.json"));
        request.Headers.Host = "evil.example";

        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task SettingsOfTheUser_GoBeforeTheSink()
    {
        var settings = new AppSettings(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["channels__fallback"] = "https://example.com" });
        await using var other = new SinkService(0, settings, time);

        Assert.Equal(["Channels__FallbackSecret"], (await other.StartAsync(Context(), CancellationToken.None)).Keys);
    }

    private Uri Sink => new(provided["Channels__Fallback"]);

    private string Url(string channel) => $"{provided["Channels__Fallback"]}/{channel}";

    private async Task StartAsync()
    {
        sink = new SinkService(0, new AppSettings(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)), time);
        provided = await sink.StartAsync(Context(), CancellationToken.None);
    }

    private LocalServiceContext Context() => new(folder.Path, new ChildProcesses(folder.File("processes.json")), new HostOutput(TextWriter.Null, time), () => Task.CompletedTask);

    private async Task<HttpResponseMessage> PostAsync(string channel, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url(channel)) { Content = new StringContent(body) };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await client.SendAsync(request);
    }

    private async Task<List<JsonNode>> ReceivedAsync(string query = "") =>
        [.. JsonNode.Parse(await client.GetStringAsync(new Uri(Sink, "/sink.json" + query)))!["received"]!.AsArray().Select(r => r!)];
}
