using System.Text;
using System.Text.Json.Nodes;
using Automation.Changes;
using Automation.Flow;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Automation.Tests.App;

/// <summary>Changes in, found and listed, through the whole app on real tables.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class ChangeTests(AzuriteFixture azurite) : IDisposable
{
    private readonly TestApp app = new(azurite.ConnectionString);
    private readonly string key = AlertFlowTests.Key();

    private DateTimeOffset Now => app.Time.GetUtcNow();

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task AChange_IsFoundByHostAndByServiceWithinItsTime()
    {
        var (status, answer) = await PostAsync(Change("c1", -60, -50));

        Assert.Equal((202, 1, "c1-" + key), (status, answer["accepted"]!.GetValue<int>(), answer["changes"]![0]!["id"]!.GetValue<string>()));
        Assert.Equal(["c1-" + key], await FindAsync([$"WEB-{key}"], [], -55, 0));
        Assert.Equal(["c1-" + key], await FindAsync([$"web-{key}.example.com"], [], -120, 0));
        Assert.Equal(["c1-" + key], await FindAsync([$"web-{key}"], [$"Shop {key}"], -51, 0));
        Assert.Empty(await FindAsync([$"web-{key}"], [], -49, 0));
        Assert.Empty(await FindAsync([$"web-{key}"], [], -120, -61));
        Assert.Empty(await FindAsync([$"web2-{key}"], [$"other {key}"], -120, 0));
    }

    [Fact]
    public async Task ReportsOfOneChangeInAnyOrder_AreOneChange()
    {
        await PostAsync(Change("c", -60, null, "running"));
        await PostAsync(Change("c", -58, -50));
        await PostAsync(Change("c", -60, null, "running"));
        await PostAsync(Change("c", -58, -50));

        var (_, list) = await app.GetAsync($"/api/changes?host=web-{key}");

        var change = Assert.Single(list["changes"]!.AsArray())!;
        Assert.Equal(("succeeded", Now.AddMinutes(-60)), (AlertFlowTests.Text(change, "status"), change["startedAt"]!.GetValue<DateTimeOffset>()));
    }

    [Fact]
    public async Task ManyReportsOfOneChangeAtOnce_AreOneChange()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => PostAsync(Change("race", -60 + i, -50))));

        Assert.Single((await app.GetAsync($"/api/changes?service=Shop%20{key}")).Answer["changes"]!.AsArray());
        Assert.Single(await FindAsync([$"web-{key}"], [], -120, 0));
    }

    [Fact]
    public async Task AChangeOfAnAlias_IsFoundByTheInventorysName()
    {
        using var put = await app.Client.PutAsync("/api/hosts", new StringContent($$"""{"name": "real-{{key}}", "aliases": ["web-{{key}}"]}""", Encoding.UTF8, "application/json"));
        await PostAsync(Change("c", -60, -50));

        Assert.Equal(["c-" + key], await FindAsync([$"real-{key}.example.com"], [], -120, 0));
    }

    [Fact]
    public async Task Lists_PageNewestFirstAndFilter()
    {
        for (var i = 1; i <= 5; i++) await PostAsync(Change($"c{i}", -i * 600, null));
        await PostAsync($$"""{"id": "x-{{key}}", "title": "t", "hosts": ["web-{{key}}.other.com"], "startedAt": "{{Now.AddMinutes(-5):O}}"}""");

        var seen = new List<string>();
        for (var next = $"/api/changes?host=web-{key}.example.com&since={Now.AddMinutes(-2500).UtcDateTime:O}&limit=2"; next is not null;)
        {
            var (_, page) = await app.GetAsync(next);
            seen.AddRange(page["changes"]!.AsArray().Select(c => AlertFlowTests.Text(c!, "id")));
            next = page["next"]?.GetValue<string>();
        }

        Assert.Equal([$"c1-{key}", $"c2-{key}", $"c3-{key}", $"c4-{key}"], seen);
        Assert.Equal($"x-{key}", AlertFlowTests.Text((await app.GetAsync("/api/changes?limit=1")).Answer["changes"]![0]!, "id"));
        Assert.Equal(400, (await app.GetAsync("/api/changes?next=YWJj")).Status);
    }

    [Fact]
    public async Task WhatIsNoChange_IsSaidAndNotStored()
    {
        var (status, answer) = await PostAsync($$"""[{"id": "p", "title": "t", "hosts": ["web-{{key}}"], "status": "planned"}]""");

        Assert.Equal((202, 0), (status, answer["accepted"]!.GetValue<int>()));
        Assert.Equal("""[{"id":"p","reason":"status planned: nothing was changed"}]""", answer["ignored"]!.ToJsonString());
        Assert.Empty((await app.GetAsync($"/api/changes?host=web-{key}")).Answer["changes"]!.AsArray());
    }

    [Fact]
    public async Task AGitHubPing_IsToldByItsHeader()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/changes") { Content = new StringContent("""{"zen": "x"}""", Encoding.UTF8, "application/json") };
        request.Headers.Add("X-GitHub-Event", "ping");
        using var response = await app.Client.SendAsync(request);

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Contains("ping", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ broken", 400)]
    [InlineData("""{"message": "hello"}""", 400)]
    [InlineData("""{"title": "a", "hosts": [7]}""", 400)]
    public async Task WhatCantBeRead_IsRefusedAndKept(string body, int expected)
    {
        var (status, problem) = await PostAsync(body, $"/api/changes/tool-{key}");

        Assert.Equal(expected, status);
        Assert.NotEmpty(problem["errors"]!.AsArray());
        Assert.Contains((await app.GetAsync("/api/rejected?limit=20")).Answer["rejected"]!.AsArray(), r => AlertFlowTests.Text(r!, "id") == problem["rejected"]!.GetValue<string>());
    }

    [Fact]
    public async Task RefusedMembersBesideGoodOnes_AreNamed()
    {
        var (status, answer) = await PostAsync($$"""[{"title": "a", "hosts": ["web-{{key}}"]}, {"title": "b"}]""");

        Assert.Equal((202, 1, "[1].hosts"), (status, answer["accepted"]!.GetValue<int>(), answer["rejected"]![0]!["field"]!.GetValue<string>()));
    }

    [Fact]
    public async Task StorageThatIsDown_Is503()
    {
        using var down = new TestApp(UnreachableStorage.ConnectionString);
        using var response = await down.Client.PostAsync("/api/changes", new StringContent("""{"title": "a", "hosts": ["b"]}""", Encoding.UTF8, "application/json"));

        Assert.Equal(503, (int)response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task ExpiredChanges_ArePurgedFromEveryPlace()
    {
        await PostAsync(Change("old", -60, -50));
        app.Time.Advance(TimeSpan.FromDays(10));
        await PostAsync(Change("young", -60, -50));

        var store = app.Services.GetRequiredService<IChangeStore>();
        await store.PurgeAsync(Now.AddDays(-5), CancellationToken.None);

        Assert.Equal([$"young-{key}"], await FindAsync([$"web-{key}"], [$"Shop {key}"], -60 * 24 * 30, 0));
        var old = (await store.FindAsync(new ChangePlace(true, $"web-{key}"), Now.AddDays(-30), Now, 10, CancellationToken.None)).Count;
        Assert.Equal(1, old);
    }

    [Fact]
    public async Task ChangesOfTheLast90Days_OutliveThePurge()
    {
        await PostAsync(Change("day91", 0, null));
        app.Time.Advance(TimeSpan.FromDays(2));
        await PostAsync(Change("day89", 0, null));
        app.Time.Advance(TimeSpan.FromDays(89));

        Assert.Equal(200, await app.RunTimerAsync("PurgeExpired"));

        Assert.Equal([$"day89-{key}"], await FindAsync([$"web-{key}"], [$"Shop {key}"], -60 * 24 * 100, 0));
        Assert.Equal([$"day89-{key}"], (await app.GetAsync($"/api/changes?host=web-{key}")).Answer["changes"]!.AsArray().Select(c => AlertFlowTests.Text(c!, "id")));
    }

    [Fact]
    public async Task AStormOnOneHost_ReadsItsChangesOnceAndSeesANewOneAtOnce()
    {
        await PostAsync(Change("first", -60, -50));
        var counting = new CountingStore(app.Services.GetRequiredService<IChangeStore>());
        var log = new ChangeLog(counting, app.Services.GetRequiredService<ChangeOptions>(), app.Time);

        for (var i = 0; i < 1000; i++) Assert.Single(await log.FindAsync([$"web-{key}"], [], Now.AddHours(-24).AddSeconds(-i), Now.AddSeconds(-i), CancellationToken.None));
        Assert.InRange(counting.Reads, 1, 2);
        await log.RecordAsync((await log.FindAsync([$"web-{key}"], [], Now.AddHours(-24), Now, CancellationToken.None))[0] with { Id = "second" }, CancellationToken.None);
        Assert.Equal(2, (await log.FindAsync([$"web-{key}"], [], Now.AddHours(-24), Now, CancellationToken.None)).Count);
    }

    private async Task<List<string>> FindAsync(string[] hosts, string[] services, int from, int to) =>
        [.. (await app.Services.GetRequiredService<IChangeLog>().FindAsync(hosts, services, Now.AddMinutes(from), Now.AddMinutes(to), CancellationToken.None)).Select(c => c.Id)];

    private Task<(int Status, JsonNode Answer)> PostAsync(string body, string path = "/api/changes/pipeline") => app.PostAsync(body, path);

    private string Change(string id, int start, int? end, string status = "succeeded") => $$"""
        {"id": "{{id}}-{{key}}", "kind": "deployment", "title": "Deploy", "hosts": ["web-{{key}}"], "services": ["shop  {{key}}"], "status": "{{status}}",
         "startedAt": "{{Now.AddMinutes(start):O}}" {{(end is { } minutes ? $", \"endedAt\": \"{Now.AddMinutes(minutes):O}\"" : "")}} }
        """;

    private sealed class CountingStore(IChangeStore inner) : IChangeStore
    {
        public int Reads { get; private set; }

        public Task<StoredChange?> ReadAsync(Change change, CancellationToken cancellationToken) => inner.ReadAsync(change, cancellationToken);

        public Task<bool> SaveAsync(Change change, StoredChange? read, CancellationToken cancellationToken) => inner.SaveAsync(change, read, cancellationToken);

        public Task<IReadOnlyList<Change>> FindAsync(ChangePlace place, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
        {
            Reads++;
            return inner.FindAsync(place, from, to, limit, cancellationToken);
        }

        public bool IsPosition(string text) => inner.IsPosition(text);

        public Task<(IReadOnlyList<Change> Changes, string? Next)> ListAsync(ChangeQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

        public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.PurgeAsync(before, cancellationToken);
    }
}
