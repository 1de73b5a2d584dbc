using Automation.Alerts.Enrichment;
using Automation.Edges.ResourceGraph;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.ResourceGraph;

public sealed class ResourceGraphTests
{
    private const string VmId = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-shop/providers/Microsoft.Compute/virtualMachines/db01";

    private readonly FakeTime time = new();

    [Fact]
    public async Task AResourceById_HasItsPlaceSizeAndTags()
    {
        await using var azure = await FakeResourceGraph.StartAsync(_ => GraphAnswer.Of(Vm("db01", VmId)));

        var found = Assert.Single(await Lookup(azure).FindAsync(VmId.ToUpperInvariant() + "/", CancellationToken.None));

        Assert.Equal((VmId, "db01", "microsoft.compute/virtualmachines", "westeurope"), (found.Id, found.Name, found.Type, found.Location));
        Assert.Equal(("rg-shop", "11111111-2222-3333-4444-555555555555", "Standard_D4s_v5"), (found.ResourceGroup, found.SubscriptionId, found.Sku));
        Assert.Equal([KeyValuePair.Create("owner", "dba"), KeyValuePair.Create("empty", "")], found.Tags);
        Assert.Contains($"id in~ ('{VmId.ToLowerInvariant()}')", Assert.Single(azure.Queries), StringComparison.Ordinal);
        var request = Assert.Single(azure.Requests);
        Assert.Equal("POST /providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01 {\"resultFormat\":\"objectArray\",\"$top\":1000}", request.Address);
        Assert.Equal("Bearer " + FakeResourceGraph.Token, request.Authorization);
        Assert.Equal([azure.Endpoint.GetLeftPart(UriPartial.Authority) + "/.default"], azure.Credential.Scopes);
    }

    [Theory]
    [InlineData("db01", new[] { "db01" }, 1)]
    [InlineData("DB01.example.com", new[] { "db01" }, 1)]
    [InlineData("db01.example.com", new[] { "db01", "db01.example.com" }, 1)]
    [InlineData("db01", new[] { "db02" }, 0)]
    [InlineData("10.0.0.4", new[] { "10" }, 0)]
    [InlineData("db01", new[] { "db01", "db01" }, 2)]
    public async Task AResourceByName_IsFoundWithAndWithoutItsDomain(string asked, string[] there, int count)
    {
        await using var azure = await FakeResourceGraph.StartAsync(_ => GraphAnswer.Of(there.Select((n, i) => Vm(n, $"/subscriptions/s/{i}/{n}"))));

        Assert.Equal(count, (await Lookup(azure).FindAsync(asked, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task AMachine_IsMeantBeforeAnythingElseOfItsName()
    {
        await using var azure = await FakeResourceGraph.StartAsync(_ => GraphAnswer.Of("""{"id": "/a", "name": "db01", "type": "microsoft.network/publicipaddresses", "tags": null}""", Vm("db01", "/b")));

        Assert.Equal("/b", Assert.Single(await Lookup(azure).FindAsync("db01", CancellationToken.None)).Id);
    }

    [Theory]
    [InlineData("db01') or 1==1 //", @"'db01\') or 1==1 //'")]
    [InlineData(@"db01\", @"'db01\\'")]
    [InlineData(@"db01\') | take 1", @"'db01\\\') | take 1'")]
    [InlineData("db01\"|`x", "'db01\"|`x'")]
    public void WhatStandsInAnAlert_StaysInsideItsLiteral(string name, string literal) => Assert.Contains($"name in~ ({literal}", ResourceQuery.Of([ResourceQuery.Key(name)!]), StringComparison.Ordinal);

    [Theory]
    [InlineData("db01\n| project secrets")]
    [InlineData("")]
    [InlineData(" / ")]
    public async Task WhatIsNoName_IsNotAskedFor(string name)
    {
        await using var azure = await FakeResourceGraph.StartAsync(_ => GraphAnswer.Of());

        Assert.Empty(await Lookup(azure).FindAsync(name, CancellationToken.None));
        Assert.Empty(azure.Queries);
    }

    [Fact]
    public async Task AnswersAndMisses_AreKeptForTenMinutes()
    {
        await using var azure = await FakeResourceGraph.StartAsync(_ => GraphAnswer.Of(Vm("db01", VmId)));
        var lookup = Lookup(azure);

        for (var i = 0; i < 3; i++)
        {
            Assert.Single(await lookup.FindAsync("db01", CancellationToken.None));
            Assert.Empty(await lookup.FindAsync("gone", CancellationToken.None));
        }

        Assert.Equal(2, azure.Queries.Count);
        time.Advance(ResourceLookup.KeepFor);
        await lookup.FindAsync("DB01", CancellationToken.None);
        Assert.Equal(3, azure.Queries.Count);
    }

    [Fact]
    public async Task WhatIsAskedForDuringAQuery_TravelsTogetherInTheNext()
    {
        var first = new TaskCompletionSource();
        await using var azure = await FakeResourceGraph.StartAsync(async n =>
        {
            if (n == 0) await first.Task;
            return GraphAnswer.Of(Vm("db01", "/1"), Vm("db07", "/7"));
        });
        var lookup = Lookup(azure);

        var asked = new List<Task<IReadOnlyList<ResourceDetails>>> { lookup.FindAsync("db01", CancellationToken.None) };
        for (var i = 0; i < ResourceLookup.MaxKeysPerQuery; i++) asked.Add(lookup.FindAsync($"db{i:00}", CancellationToken.None));
        first.SetResult();
        var found = await Task.WhenAll(asked);

        Assert.Equal(2, azure.Queries.Count);
        Assert.Equal(["/1", "/1", "/7"], found.SelectMany(f => f).Select(f => f.Id));
    }

    [Fact]
    public async Task AThrottledQuery_IsRepeatedWhenTheServiceSays()
    {
        await using var azure = await FakeResourceGraph.StartAsync(n => n == 0 ? new GraphAnswer(429, """{"error": {"code": "RateLimiting", "message": "slow down"}}""", ("Retry-After", "0")) : GraphAnswer.Of(Vm("db01", VmId)));

        Assert.Single(await Lookup(azure).FindAsync("db01", CancellationToken.None));
        Assert.Equal(2, azure.Queries.Count);
    }

    [Fact]
    public async Task AUsedUpQuota_HoldsTheNextQueryBackUntilItIsWhole()
    {
        await using var azure = await FakeResourceGraph.StartAsync(_ => GraphAnswer.Of() with { Headers = [("x-ms-user-quota-remaining", "0"), ("x-ms-user-quota-resets-after", "00:00:05")] });
        var lookup = Lookup(azure);
        await lookup.FindAsync("db01", CancellationToken.None);
        var second = lookup.FindAsync("db02", CancellationToken.None);
        while (time.Waiting == 0) await Task.Yield();

        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Single(azure.Queries);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await second.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(2, azure.Queries.Count);
    }

    [Theory]
    [InlineData(403, """{"error": {"code": "AuthorizationFailed", "message": "no"}}""", "it answered 403 (AuthorizationFailed); this app's identity needs the role Reader on the subscriptions")]
    [InlineData(429, """{"error": {"code": "RateLimiting"}}""", "it answered 429 (RateLimiting); too many queries, also after waiting")]
    [InlineData(502, "<html>Bad gateway</html>", "it answered 502")]
    [InlineData(400, "[]", "it answered 400")]
    [InlineData(200, "<html>Sign in</html>", "its answer can't be read")]
    [InlineData(200, "[]", "its answer can't be read")]
    [InlineData(200, "{}", "its answer can't be read")]
    [InlineData(200, """{"data": {"columns": [], "rows": []}}""", "its answer can't be read")]
    public async Task AFailure_IsSaidInWordsAndNotKept(int status, string body, string reason)
    {
        await using var azure = await FakeResourceGraph.StartAsync(n => n < 3 && (status is 429 or 502 || n == 0) ? new GraphAnswer(status, body, ("Retry-After", "0")) : GraphAnswer.Of(Vm("db01", VmId)));
        var lookup = Lookup(azure);

        var e = await Assert.ThrowsAsync<DependencyUnavailableException>(() => lookup.FindAsync("db01", CancellationToken.None));

        Assert.Equal($"Azure Resource Graph is unavailable: {reason}", e.Message);
        Assert.Single(await lookup.FindAsync("db01", CancellationToken.None));
    }

    [Fact]
    public async Task RowsThatAreNoResources_ArePassedOver()
    {
        await using var azure = await FakeResourceGraph.StartAsync(_ => GraphAnswer.Of("null", "7", "{}", """{"id": 1, "name": []}""", """{"id": "/x", "name": "db01", "type": 7, "tags": [], "sku": {"name": "x"}}"""));

        var found = Assert.Single(await Lookup(azure).FindAsync("db01", CancellationToken.None));
        Assert.Equal(("/x", (string?)null, (string?)null, 0), (found.Id, found.Type, found.Sku, found.Tags.Count));
    }

    [Fact]
    public async Task AMissInAnAnswerThatWasCutShort_IsNotKept()
    {
        await using var azure = await FakeResourceGraph.StartAsync(_ => new GraphAnswer(200, """{"totalRecords": 5000, "count": 1000, "resultTruncated": "true", "data": []}"""));
        var lookup = Lookup(azure);

        await lookup.FindAsync("db01", CancellationToken.None);
        await lookup.FindAsync("db01", CancellationToken.None);

        Assert.Equal(2, azure.Queries.Count);
    }

    [Fact]
    public async Task TheTokenOfThePublicCloud_IsForItsResourceManager()
    {
        var (credential, transport) = (new FixedTokenCredential("t"), new ScriptedTransport(_ => new ScriptedResponse(200, """{"data": []}""")));
        await new ResourceGraphClient(ResourceGraphOptions.PublicCloud, credential, new ResourceGraphClientOptions { Transport = transport }).QueryAsync("Resources", CancellationToken.None);

        Assert.Equal(["https://management.azure.com/.default"], credential.Scopes);
        Assert.Equal("https://management.azure.com/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01", Assert.Single(transport.Sent).Uri);
    }

    private ResourceLookup Lookup(FakeResourceGraph azure) => new(azure.Client(), time);

    private static string Vm(string name, string id) =>
        $$"""
        {"id": "{{id}}", "name": "{{name}}", "type": "microsoft.compute/virtualmachines", "location": "westeurope", "resourceGroup": "rg-shop",
         "subscriptionId": "11111111-2222-3333-4444-555555555555", "tags": {"owner": "dba", "empty": ""}, "sku": "Standard_D4s_v5"}
        """;
}
