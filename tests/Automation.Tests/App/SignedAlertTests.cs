using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Alerts.Authentication;
using Automation.Flow;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using static Automation.Tests.App.AlertFlowTests;
using static Automation.Tests.Support.SignedText;

namespace Automation.Tests.App;

/// <summary>Signed requests through the whole app, with real headers: what is proven is accepted, the rest is refused, kept and never told too much.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class SignedAlertTests(AzuriteFixture azurite)
{
    private static readonly Dictionary<string, string> Signed = new(StringComparer.Ordinal)
    {
        ["Alerts__Signatures"] = "alertmanager=pagerduty-v3:AlertSecrets__Alertmanager, backup-job=automation:AlertSecrets__Backup",
        ["AlertSecrets__Alertmanager"] = Secret,
        ["AlertSecrets__Backup"] = $"{OtherSecret},{Secret}",
    };

    [Fact]
    public async Task ASignedRequest_IsAccepted()
    {
        using var app = new TestApp(azurite.ConnectionString, settings: Signed);
        var body = "\uFEFF" + Firing(app, Key());
        var time = Unix(app.Time.GetUtcNow());

        var (status, _) = await PostAsync(app, body, "backup-job", ("X-Automation-Timestamp", time), ("X-Automation-Signature", $"v1={Hmac($"{time}.{body}")}"));

        Assert.Equal(202, status);
        Assert.Equal(200, await app.DeliverAsync(app.Take()));
    }

    [Fact]
    public async Task AnUnsignedRequest_IsRefusedByHeaderAndKept()
    {
        using var app = new TestApp(azurite.ConnectionString, settings: Signed);
        var body = Firing(app, Key());

        var (status, problem) = await PostAsync(app, body, "Backup-Job");

        Assert.Equal((401, "authentication", "no header X-Automation-Signature"), (status, Text(problem["errors"]![0]!, "field"), Text(problem["errors"]![0]!, "found")));
        var kept = await KeptAsync(app, problem);
        Assert.Equal((401, body, "Backup-Job"), (kept["status"]!.GetValue<int>(), Text(kept, "body"), Text(kept, "source")));
        Assert.Contains("no header X-Automation-Signature", Text(kept, "reason"), StringComparison.Ordinal);
        Assert.Empty(app.Queue.Messages);
    }

    [Fact]
    public async Task ARequestFromYesterday_IsRefused()
    {
        using var app = new TestApp(azurite.ConnectionString, settings: Signed);
        var body = Firing(app, Key());
        var time = Unix(app.Time.GetUtcNow().AddDays(-1));

        var (status, problem) = await PostAsync(app, body, "backup-job", ("X-Automation-Timestamp", time), ("X-Automation-Signature", $"v1={Hmac($"{time}.{body}")}"));

        Assert.Equal((401, "a time in X-Automation-Timestamp that is more than 300 s ago"), (status, Text(problem["errors"]![0]!, "found")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/prometheus")]
    [InlineData("/anything")]
    public async Task AnotherName_IsNoWayRoundTheSignature(string path)
    {
        using var app = new TestApp(azurite.ConnectionString, settings: Signed);
        const string body = """{"version":"4","groupKey":"a","alerts":[{"status":"resolved","labels":{"alertname":"a"},"fingerprint":"f","endsAt":"2026-11-22T11:00:00Z"}]}""";

        Assert.Equal(401, (await app.PostAsync(body, "/api/alerts" + path)).Status);
        Assert.Equal(202, (await PostAsync(app, body, "alertmanager", ("X-PagerDuty-Signature", $"v1={Hmac(body, OtherSecret)},v1={Hmac(body)}"))).Status);
        Assert.Equal(202, (await app.PostAsync(Firing(app, Key()), "/api/alerts/another-tool")).Status);
    }

    [Fact]
    public async Task WithSignaturesRequired_OnlySignedSourcesAreAccepted()
    {
        using var app = new TestApp(azurite.ConnectionString, settings: new Dictionary<string, string>(Signed, StringComparer.Ordinal) { ["Alerts__RequireSignature"] = "true" });
        var body = Firing(app, Key());
        var time = Unix(app.Time.GetUtcNow());

        foreach (var path in (string[])["", "/generic", "/tool"]) Assert.Equal(401, (await app.PostAsync(body, "/api/alerts" + path)).Status);
        Assert.Equal(202, (await PostAsync(app, body, "backup-job", ("X-Automation-Timestamp", time), ("X-Automation-Signature", $"v1={Hmac($"{time}.{body}", OtherSecret)}"))).Status);
    }

    [Fact]
    public async Task AFloodOfUnsignedRequests_IsAnsweredAndKeptUpToALimit()
    {
        using var app = new TestApp(azurite.ConnectionString, settings: Signed);
        var kept = 0;
        for (var i = 0; i < RefusalBudget.PerMinute + 20; i++)
        {
            var (status, problem) = await PostAsync(app, "{}", "backup-job");
            Assert.Equal(401, status);
            if (problem["rejected"] is not null) kept++;
        }

        Assert.Equal(RefusalBudget.PerMinute, kept);
    }

    [Fact]
    public async Task NoSecretAndNoRightSignature_ReachesAnAnswerALogOrARejection()
    {
        var texts = new Texts();
        using var app = new TestApp(azurite.ConnectionString, services => services.AddSingleton<ILoggerProvider>(texts), Signed);
        var body = $$"""{"title":"a","password":"{{Secret}}"}""";
        var time = Unix(app.Time.GetUtcNow());
        var (right, wrong) = (Hmac($"{time}.{body}"), Hmac(body, "0000000000000000"));

        foreach (var headers in (IEnumerable<(string, string)[]>)[[], [("X-Automation-Signature", "v1=" + right)], [("X-Automation-Signature", "v1=" + wrong), ("X-Automation-Timestamp", time)], [("X-Automation-Signature", right), ("X-Automation-Timestamp", time)]])
        {
            var (status, problem) = await PostAsync(app, body, "backup-job", headers);
            Assert.Equal(401, status);
            texts.Heard.Enqueue(problem.ToJsonString());
            texts.Heard.Enqueue((await KeptAsync(app, problem)).ToJsonString());
        }

        Assert.All(texts.Heard, text => Assert.DoesNotContain((string[])[Secret, OtherSecret, right, wrong], secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task ASnsMessageOfAConfiguredTopic_IsVerifiedAndItsSubscriptionConfirmedOnce()
    {
        SnsStation? sns = null;
        using var app = SnsApp(() => sns!);
        using var station = sns = new SnsStation(app.Time.GetUtcNow());
        var confirmation = sns.Confirmation(app.Time.GetUtcNow()).ToJsonString();

        var first = await app.PostAsync(confirmation, contentType: "text/plain");
        var second = await app.PostAsync(confirmation, contentType: "text/plain");

        Assert.Equal((202, $"the subscription of SNS topic {SnsStation.Topic} was confirmed"), (first.Status, first.Answer["ignored"]![0]!.GetValue<string>()));
        Assert.Equal((202, $"the subscription of SNS topic {SnsStation.Topic} was confirmed before"), (second.Status, second.Answer["ignored"]![0]!.GetValue<string>()));
        Assert.Single(sns.Confirmed);
        var rejected = (await app.GetAsync("/api/rejected?limit=5")).Answer["rejected"]!.ToJsonString();
        Assert.Contains(SnsStation.Topic, rejected, StringComparison.Ordinal);
        Assert.DoesNotContain(SnsStation.Token, rejected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASnsMessageThatIsNotAsSigned_IsRefusedAndKept()
    {
        SnsStation? sns = null;
        using var app = SnsApp(() => sns!);
        using var station = sns = new SnsStation(app.Time.GetUtcNow());
        var changed = sns.Notification(app.Time.GetUtcNow(), "a");
        changed["Message"] = "b";

        var (status, problem) = await app.PostAsync(changed.ToJsonString());

        Assert.Equal(401, status);
        var kept = await KeptAsync(app, problem);
        Assert.DoesNotContain(changed["Signature"]!.GetValue<string>(), kept.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(403, (await app.PostAsync(sns.Notification(app.Time.GetUtcNow(), "a", topic: SnsStation.Topic + "2").ToJsonString())).Status);
        Assert.Empty(app.Queue.Messages);
    }

    [Fact]
    public async Task ACertificateThatCantBeFetched_Is503SoThatSnsSendsAgain()
    {
        SnsStation? sns = null;
        using var app = SnsApp(() => sns!);
        using var station = sns = new SnsStation(app.Time.GetUtcNow()) { Failure = new DependencyUnavailableException("sns", "no answer", null) };

        Assert.Equal(503, (await app.PostAsync(sns.Notification(app.Time.GetUtcNow(), "a").ToJsonString())).Status);
        Assert.Equal(503, (await app.PostAsync(sns.Confirmation(app.Time.GetUtcNow()).ToJsonString())).Status);
    }

    private TestApp SnsApp(Func<SnsStation> sns) => new(
        azurite.ConnectionString,
        services => services.Replace(ServiceDescriptor.Singleton<ICertificateSource>(_ => sns())).Replace(ServiceDescriptor.Singleton<ISubscriptionConfirmer>(_ => sns())),
        new Dictionary<string, string>(StringComparer.Ordinal) { ["Alerts__Sns__Topics"] = SnsStation.Topic });

    private static async Task<(int Status, JsonNode Answer)> PostAsync(TestApp app, string body, string source, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/alerts/{source}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await app.Client.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private static async Task<JsonNode> KeptAsync(TestApp app, JsonNode problem) =>
        (await app.GetAsync("/api/rejected?limit=20")).Answer["rejected"]!.AsArray().Single(r => Text(r!, "id") == Text(problem, "rejected"))!;

    /// <summary>Hears every line of every log.</summary>
    private sealed class Texts : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Heard { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Heard.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
