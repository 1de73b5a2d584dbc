using System.Text.Json.Nodes;
using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Hosts;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.App;

/// <summary>Hosts and services in, out and looked up, through the whole app on real tables.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class InventoryTests(AzuriteFixture azurite) : IDisposable
{
    private readonly TestApp app = new(azurite.ConnectionString);
    private readonly string key = AlertFlowTests.Key();

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task AHost_IsFoundByEveryName()
    {
        var id = $"/subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/virtualMachines/vm-{key}";
        await app.StoreAsync("hosts", $$"""
            {"name": "Web-{{key}}.Example.com", "aliases": ["www-{{key}}.example.com"], "ips": ["fe80::{{key[^3..].TrimStart('0')}}"], "azureResourceId": "{{id}}",
             "environment": "prod", "location": "Berlin", "os": "Ubuntu 24.04", "criticality": "HIGH", "owner": "web", "onCall": "+49 30 1", "services": ["Shop"], "dependsOn": ["sw-01"]}
            """);

        foreach (var name in new[] { $"web-{key}", $"WEB-{key}.example.com:443", $"www-{key}", $"fe80::{key[^3..].TrimStart('0')}", id, $"vm-{key}", Uri.EscapeDataString(id), id[1..] })
        {
            var (status, host) = await app.GetAsync($"/api/hosts/{name}");
            Assert.Equal((200, $"Web-{key}.Example.com"), (status, host["name"]?.GetValue<string>()));
            Assert.Equal(("high", "Shop", "sw-01"), (Text(host, "criticality"), host["services"]![0]!.GetValue<string>(), host["dependsOn"]![0]!.GetValue<string>()));
        }
    }

    [Fact]
    public async Task AFullName_FindsTheHostThatIsStoredByItsFirstLabel()
    {
        await app.StoreAsync("hosts", $$"""{"name": "db-{{key}}"}""");

        Assert.Equal(200, (await app.GetAsync($"/api/hosts/db-{key}.corp.example.com")).Status);
    }

    [Fact]
    public async Task AnAmbiguousFirstLabel_FindsNoneAndNamesThem()
    {
        await app.StoreAsync("hosts", $$"""[{"name": "x-{{key}}.a.com"}, {"name": "x-{{key}}.b.com"}]""");

        var (status, problem) = await app.GetAsync($"/api/hosts/x-{key}");

        Assert.Equal(404, status);
        Assert.Contains($"x-{key}.a.com, x-{key}.b.com", Text(problem, "detail"), StringComparison.Ordinal);
        Assert.Equal(200, (await app.GetAsync($"/api/hosts/x-{key}.a.com")).Status);
        Assert.Equal(404, (await app.GetAsync($"/api/hosts/x-{key}.c.com")).Status);
        Assert.Equal($"host x-{key} could be any of x-{key}.a.com, x-{key}.b.com", (await Inventory.FindHostAsync($"x-{key}", default)).Missing);
    }

    [Fact]
    public async Task TwoResourcesOfOneName_AreToldApartByTheirIds()
    {
        static string Id(string group, string key) => $"/subscriptions/s/resourceGroups/{group}/providers/Microsoft.Compute/virtualMachines/vm-{key}";
        await app.StoreAsync("hosts", $$"""[{"name": "a-{{key}}", "azureResourceId": "{{Id("a", key)}}"}, {"name": "b-{{key}}", "azureResourceId": "{{Id("b", key)}}"}]""");

        Assert.Equal($"b-{key}", Text((await app.GetAsync("/api/hosts" + Id("b", key))).Answer, "name"));
        Assert.Equal(404, (await app.GetAsync("/api/hosts" + Id("c", key))).Status);
        Assert.Equal(404, (await app.GetAsync($"/api/hosts/vm-{key}")).Status);
    }

    [Fact]
    public async Task AnAliasThatMoves_FollowsItsNewHost()
    {
        await app.StoreAsync("hosts", $$"""[{"name": "a-{{key}}", "aliases": ["vip-{{key}}"]}, {"name": "b-{{key}}"}]""");
        Assert.Equal($"a-{key}", Text((await app.GetAsync($"/api/hosts/vip-{key}")).Answer, "name"));

        await app.StoreAsync("hosts", $$"""[{"name": "a-{{key}}", "aliases": []}, {"name": "b-{{key}}", "aliases": ["vip-{{key}}"]}]""");

        Assert.Equal($"b-{key}", Text((await app.GetAsync($"/api/hosts/vip-{key}")).Answer, "name"));
    }

    [Theory]
    [InlineData("rack/7 \\ 'left' #1? % \"q\" é☃")]
    [InlineData("a'b' or 'x' eq 'x")]
    [InlineData("..")]
    public async Task AnOddName_IsStoredAndFound(string odd)
    {
        var name = $"{odd} {key}";
        await app.StoreAsync("hosts", new JsonObject { ["name"] = name, ["owner"] = "x" }.ToJsonString());

        Assert.Equal(name, Text((await app.GetAsync($"/api/hosts/{Uri.EscapeDataString(name)}")).Answer, "name"));
    }

    [Fact]
    public async Task CyclicDependencies_AreStoredWithAWarningAndContainedWhenLookedUp()
    {
        var report = await app.StoreAsync("hosts", $$"""[{"name": "a-{{key}}", "dependsOn": ["b-{{key}}"]}, {"name": "b-{{key}}", "dependsOn": ["a-{{key}}", "gone-{{key}}"]}]""");

        var around = await Inventory.SurroundingsAsync($"a-{key}", null, default);

        Assert.Equal($"cyclic dependency: a-{key} -> b-{key} -> a-{key}", report["warnings"]![0]!.GetValue<string>());
        Assert.Equal([$"b-{key}", $"gone-{key}"], around.Dependencies.Select(d => d.Name));
        Assert.Equal([$"a-{key} -> b-{key} -> a-{key}"], around.Cycles);
        Assert.Contains($"gone-{key}, on which this host depends, is not in the inventory", around.Missing);
    }

    [Fact]
    public async Task Surroundings_AreHostServicesAndEverythingAboveNearestFirst()
    {
        await app.StoreAsync("services", $$"""
            {"services": [{"name": "Shop {{key}}", "dependsOn": ["pay {{key}}", "lb-{{key}}"], "runbook": "https://wiki/shop", "changeWindow": "48h"},
                          {"name": "Pay {{key}}", "owner": "payments", "dependsOn": ["db-{{key}}"]}]}
            """);
        await app.StoreAsync("hosts", $$"""
            [{"name": "web-{{key}}", "services": ["shop {{key}}"], "dependsOn": ["sw-{{key}}"]}, {"name": "sw-{{key}}", "dependsOn": ["core-{{key}}"]},
             {"name": "core-{{key}}"}, {"name": "lb-{{key}}"}, {"name": "db-{{key}}"}]
            """);

        var around = await Inventory.SurroundingsAsync($"web-{key}.example.com", null, default);

        Assert.Equal(TimeSpan.FromHours(48), Assert.Single(around.Services).Service!.ChangeWindow);
        Assert.Equal(
            [$"1 sw-{key} of ", $"1 Pay {key} of Shop {key}", $"1 lb-{key} of Shop {key}", $"2 core-{key} of ", $"2 db-{key} of Shop {key}"],
            around.Dependencies.Select(d => $"{d.Distance} {d.Name} of {d.Of}"));
        Assert.Empty(around.Missing);
        Assert.Equal([$"web-{key}.example.com", $"web-{key}"], around.HostNames);
    }

    [Fact]
    public async Task DeepAndWideDependencies_EndAtTheLimitAndSaySo()
    {
        var json = new JsonArray();
        for (var i = 0; i < 12; i++) json.Add(new JsonObject { ["name"] = $"l{i}-{key}", ["dependsOn"] = new JsonArray($"l{i + 1}-{key}") });
        json.Add(new JsonObject { ["name"] = $"wide-{key}", ["dependsOn"] = new JsonArray([.. Enumerable.Range(0, 50).Select(i => JsonValue.Create($"w{i}-{key}"))]) });
        for (var i = 0; i < 50; i++) json.Add(new JsonObject { ["name"] = $"w{i}-{key}", ["dependsOn"] = new JsonArray($"l0-{key}") });
        await app.StoreAsync("hosts", json.ToJsonString());

        var (deep, wide) = (await Inventory.SurroundingsAsync($"l0-{key}", null, default), await Inventory.SurroundingsAsync($"wide-{key}", null, default));

        Assert.Equal((8, "dependencies beyond 8 levels were not followed"), (deep.Dependencies.Count, deep.Missing[0]));
        Assert.Equal((50, "dependencies beyond 50 names were not followed"), (wide.Dependencies.Count, wide.Missing[0]));
    }

    [Fact]
    public async Task AHostThatIsNotThere_IsSaid()
    {
        var around = await Inventory.SurroundingsAsync($"web-{key}", $"shop {key}", default);

        Assert.Equal([$"host web-{key} is not in the inventory", $"service shop {key} is not in the inventory"], around.Missing);
    }

    [Fact]
    public async Task Lists_ShowEveryRecordOnceAndFilter()
    {
        await app.StoreAsync("services", $$"""[{"name": "s1 {{key}}", "owner": "T-{{key}}", "criticality": "low"}, {"name": "s2 {{key}}", "owner": "t-{{key}}"}, {"name": "s3 {{key}}", "owner": "t-{{key}}"}, {"name": "s4 {{key}}"}]""");
        var seen = new List<string>();
        for (var next = $"/api/services?owner=t-{key}&limit=2"; next is not null;)
        {
            var (_, page) = await app.GetAsync(next);
            seen.AddRange(page["services"]!.AsArray().Select(s => Text(s!, "name")));
            next = page["next"]?.GetValue<string>();
        }

        Assert.Equal([$"s1 {key}", $"s2 {key}", $"s3 {key}"], seen.Order(StringComparer.Ordinal));
        Assert.Single((await app.GetAsync($"/api/services?owner=t-{key}&criticality=low")).Answer["services"]!.AsArray());
        Assert.Equal(400, (await app.GetAsync("/api/hosts?next=YWJj")).Status);
    }

    [Fact]
    public async Task ADeletedHost_IsGoneByEveryNameAndOnlyItsOwnNameDeletes()
    {
        await app.StoreAsync("hosts", $$"""{"name": "d-{{key}}.example.com", "aliases": ["da-{{key}}"]}""");

        Assert.Equal(404, await DeleteAsync($"/api/hosts/da-{key}"));
        Assert.Equal(404, await DeleteAsync($"/api/hosts/d-{key}"));
        Assert.Equal(200, await DeleteAsync($"/api/hosts/D-{key}.example.com"));
        Assert.Equal(404, await DeleteAsync($"/api/hosts/d-{key}.example.com"));
        Assert.Equal(404, (await app.GetAsync($"/api/hosts/da-{key}")).Status);
    }

    [Fact]
    public async Task AWarmLookUp_CostsNoStorageOperationAndAStoredHostIsSeenAtOnce()
    {
        Assert.Equal(404, (await app.GetAsync($"/api/hosts/w-{key}.example.com")).Status);
        await app.StoreAsync("hosts", $$"""{"name": "w-{{key}}", "owner": "one"}""");
        Assert.Equal("one", (await Inventory.FindHostAsync($"w-{key}.example.com", default)).Host!.Owner);
        await app.StoreAsync("hosts", $$"""{"name": "w-{{key}}", "owner": "two"}""");
        Assert.Equal("two", (await Inventory.FindHostAsync($"w-{key}", default)).Host!.Owner);
    }

    [Fact]
    public async Task ALookUpByAnyName_IsTwoPointReads()
    {
        var id = $"/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm-{key}";
        await app.StoreAsync("hosts", $$"""{"name": "h-{{key}}.example.com", "aliases": ["a-{{key}}.example.com"], "ips": ["fd00::{{key[^4..]}}:1"], "azureResourceId": "{{id}}"}""");
        foreach (var name in new[] { $"h-{key}", $"h-{key}.example.com", $"a-{key}", $"a-{key}.example.com", $"fd00::{key[^4..].TrimStart('0')}:1", id, $"vm-{key}" })
        {
            var count = new CountingPolicy();
            using var cold = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton(count.Client(azurite.ConnectionString))));

            Assert.Equal($"h-{key}.example.com", (await cold.Services.GetRequiredService<IInventory>().FindHostAsync(name, default)).Host?.Name);
            Assert.Equal(["GET HostNames", "GET Hosts"], count.Take());
        }
    }

    [Fact]
    public async Task ImportsAtOnce_LoseNoHostAndNoName()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(w => app.StoreAsync("hosts", new JsonArray(
            [.. Enumerable.Range(0, 150).Select(i => new JsonObject { ["name"] = $"m{i * (w + 1)}-{key}", ["aliases"] = new JsonArray($"w{w}n{i}-{key}") })]).ToJsonString())));

        for (var w = 0; w < 4; w++)
        {
            foreach (var i in new[] { 0, 1, 73, 149 }) Assert.Equal(200, (await app.GetAsync($"/api/hosts/m{i * (w + 1)}-{key}")).Status);
        }

        Assert.Equal($"m{149 * 4}-{key}", Text((await app.GetAsync($"/api/hosts/w3n149-{key}")).Answer, "name"));
    }

    [Fact]
    public async Task NamesOfAnImportThatDied_LeadNowhereUntilItIsRepeated()
    {
        await new NameTable(new TableServiceClient(azurite.ConnectionString), "HostNames", TimeProvider.System).AddAsync(
            [new(InventoryName.OfHost($"h-{key}")!, InventoryName.OfHost($"h-{key}")!), new(InventoryName.OfHost($"a-{key}")!, InventoryName.OfHost($"h-{key}")!)], new Patience(TimeProvider.System), default);
        Assert.Equal((404, 404), ((await app.GetAsync($"/api/hosts/h-{key}")).Status, (await app.GetAsync($"/api/hosts/a-{key}")).Status));

        await app.StoreAsync("hosts", $$"""{"name": "h-{{key}}", "aliases": ["a-{{key}}"]}""");
        Assert.Equal((200, 200), ((await app.GetAsync($"/api/hosts/h-{key}")).Status, (await app.GetAsync($"/api/hosts/a-{key}")).Status));
        Assert.Equal(200, await DeleteAsync($"/api/hosts/h-{key}"));
        Assert.Equal(404, (await app.GetAsync($"/api/hosts/a-{key}")).Status);
        await app.StoreAsync("hosts", $$"""{"name": "h-{{key}}", "aliases": ["a-{{key}}"]}""");
        Assert.Equal(200, (await app.GetAsync($"/api/hosts/a-{key}")).Status);
    }

    private IInventory Inventory => app.Services.GetRequiredService<IInventory>();

    private async Task<int> DeleteAsync(string path)
    {
        using var response = await app.Client.DeleteAsync(path);
        return (int)response.StatusCode;
    }

    private static string Text(JsonNode node, string field) => AlertFlowTests.Text(node, field);
}
