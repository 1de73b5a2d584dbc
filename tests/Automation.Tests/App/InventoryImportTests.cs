using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using static Automation.Tests.App.AlertFlowTests;

namespace Automation.Tests.App;

/// <summary>What is put into the inventory: forms, partial updates and what is refused, through the whole app on real tables.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class InventoryImportTests(AzuriteFixture azurite) : IDisposable
{
    private readonly TestApp app = new(azurite.ConnectionString);
    private readonly string key = Key();

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task APartialUpdate_LeavesWhatIsNotGivenAndNullClears()
    {
        await app.StoreAsync("hosts", $$"""{"name": "h-{{key}}", "owner": "web", "os": "Linux", "aliases": ["old-{{key}}"], "ips": ["10.1.1.1"]}""");
        await app.StoreAsync("hosts", $$"""{"name": "H-{{key}}", "os": null, "location": "Oslo", "aliases": ["new-{{key}}"]}""");

        var (_, host) = await app.GetAsync($"/api/hosts/h-{key}");

        Assert.Equal(($"H-{key}", "web", null, "Oslo", "10.1.1.1"), (Text(host, "name"), Text(host, "owner"), host["os"], Text(host, "location"), host["ips"]![0]!.GetValue<string>()));
        Assert.Equal(404, (await app.GetAsync($"/api/hosts/old-{key}")).Status);
        Assert.Equal(200, (await app.GetAsync($"/api/hosts/new-{key}")).Status);
    }

    [Fact]
    public async Task Csv_WithBomQuotesAndPartialCells_IsReadLikeJson()
    {
        var report = await app.StoreAsync("hosts", $"\uFEFFname;aliases;location;colour\r\n\"c-{key}\";\"ca-{key}|cb-{key}\";\"Row \"\"B\"\";\r\nleft\";red\r\n", "text/csv");
        await app.StoreAsync("hosts", $"name,location,os\nc-{key},,Linux\n", "application/x-www-form-urlencoded");

        var (_, host) = await app.GetAsync($"/api/hosts/cb-{key}");
        Assert.Equal(("Row \"B\"; left", "Linux"), (Text(host, "location"), Text(host, "os")));
        Assert.Equal((1, "colour", "an unknown column"), (report["problems"]![0]!["line"]!.GetValue<int>(), Text(report["problems"]![0]!, "field"), Text(report["problems"]![0]!, "found")));
    }

    [Fact]
    public async Task FiveThousandHosts_AreStoredAndTheBadLinesNamed()
    {
        var csv = new StringBuilder("name,ips,criticality,owner\n");
        for (var i = 1; i <= 5000; i++) csv.Append(CultureInfo.InvariantCulture, $"n{i}-{key},10.{i / 250}.{i % 250}.7,{(i % 100 == 0 ? "urgent" : "low")},{(i % 1000 == 1 ? "a,b" : "ops")}\n");

        var report = await app.StoreAsync("hosts", csv.ToString(), "text/csv");

        Assert.Equal((5000, 4945, 55), (report["received"]!.GetValue<int>(), report["stored"]!.GetValue<int>(), report["rejected"]!.GetValue<int>()));
        Assert.Equal(55, report["problems"]!.AsArray().Count);
        Assert.Equal(
            """{"line":2,"field":"line","found":"5 cells","accepted":"4 cells as in the header"}""",
            report["problems"]![0]!.ToJsonString());
        Assert.Equal((101, "criticality", "'urgent'", "critical, high, medium, low"), (report["problems"]![1]!["line"]!.GetValue<int>(), Text(report["problems"]![1]!, "field"), Text(report["problems"]![1]!, "found"), Text(report["problems"]![1]!, "accepted")));
        Assert.Equal(200, (await app.GetAsync($"/api/hosts/n4999-{key}")).Status);
        Assert.Equal(404, (await app.GetAsync($"/api/hosts/n100-{key}")).Status);
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(5_000, 40)]
    public async Task ASecondImport_WritesOnlyWhatIsNotAsStored(int hosts, int changed)
    {
        var count = new CountingPolicy();
        using var counted = new TestApp(azurite.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton(count.Client(azurite.ConnectionString))));
        string Csv(string owner) => string.Concat(Enumerable.Range(1, hosts).Select(i => $"u{i}-{key},a{i}-{key}|{key}-b{i},10.{i / 250}.{i % 250}.8,low,{(i <= changed ? owner : "ops")},\n").Prepend("name,aliases,ips,criticality,owner,os\n"));
        await counted.StoreAsync("hosts", Csv("ops"), "text/csv");
        count.Take();

        var again = await counted.StoreAsync("hosts", Csv("ops"), "text/csv");
        Assert.Equal(hosts, again["stored"]!.GetValue<int>());
        Assert.DoesNotContain(count.Take(), o => !o.StartsWith("GET ", StringComparison.Ordinal));

        await counted.StoreAsync("hosts", Csv("web"), "text/csv");
        Assert.InRange(count.Take().Count(o => o == "POST $batch"), 1, changed);
        Assert.Equal("web", Text((await counted.GetAsync($"/api/hosts/u1-{key}")).Answer, "owner"));
    }

    [Fact]
    public async Task MoreThanAThousandProblems_AreCountedAndTheFirstShown()
    {
        var json = new JsonArray { new JsonObject { ["name"] = $"good-{key}" } };
        for (var i = 0; i < 1500; i++) json.Add(new JsonObject { ["name"] = $"bad{i}-{key}", ["ips"] = new JsonArray("1.2.3") });

        var report = await app.StoreAsync("hosts", json.ToJsonString());

        Assert.Equal((1500, 1000, 1), (report["problemCount"]!.GetValue<int>(), report["problems"]!.AsArray().Count, report["stored"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("""{"name": "a\u0000b"}""", "name")]
    [InlineData("""{"name": ""}""", "name")]
    [InlineData("""{"owner": "x"}""", "name")]
    [InlineData("""{"name": "a", "ips": ["1.2.3.4.5"]}""", "ips")]
    [InlineData("""{"name": "a", "ips": "7"}""", "ips")]
    [InlineData("""{"name": "a", "azureResourceId": "vm1"}""", "azureResourceId")]
    [InlineData("""{"name": "a", "owner": 7}""", "owner")]
    [InlineData("""{"name": "a", "owner": ["x", "y"]}""", "owner")]
    [InlineData("""{"name": "a", "os": "bell\u0007"}""", "os")]
    [InlineData("[]", "body")]
    [InlineData("", "body")]
    [InlineData("owner\nweb", "header")]
    public async Task WhatCantBeStored_Is400WithTheField(string body, string field)
    {
        using var response = await app.Client.PutAsync("/api/hosts", new StringContent(body, Encoding.UTF8, "text/plain"));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(400, (int)response.StatusCode);
        Assert.EndsWith(field, Text(problem["errors"]![0]!, "field"), StringComparison.Ordinal);
        Assert.NotEmpty(Text(problem["errors"]![0]!, "accepted"));
    }

    [Fact]
    public async Task ANameOfThreeHundredCharacters_IsRefusedAndNotFound()
    {
        var name = new string('n', 300);
        using var response = await app.Client.PutAsync("/api/hosts", new StringContent($$"""{"name": "{{name}}"}""", Encoding.UTF8, "application/json"));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("a name of 300 characters", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(404, (await app.GetAsync($"/api/hosts/{name}")).Status);
    }

    [Fact]
    public async Task StorageThatIsDown_Is503()
    {
        using var down = new TestApp(UnreachableStorage.ConnectionString);
        using var response = await down.Client.PutAsync("/api/hosts", new StringContent("""{"name": "a"}""", Encoding.UTF8, "application/json"));

        Assert.Equal(503, (int)response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }
}
