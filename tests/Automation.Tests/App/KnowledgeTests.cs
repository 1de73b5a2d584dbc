using System.Net;
using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Knowledge;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.App;

public sealed class KnowledgeTests
{
    [Fact]
    public async Task ASearch_ShowsScoreWordsAndWhereTheTextIs()
    {
        using var app = new TestApp(UnreachableStorage.ConnectionString);

        var (status, page) = await app.GetAsync("/api/knowledge?q=no%20space%20left%20on%20device&limit=2");

        Assert.Equal(200, status);
        Assert.Equal(8, page["total"]!.GetValue<int>());
        Assert.Empty(page["problems"]!.AsArray());
        var first = page["articles"]!.AsArray()[0]!;
        Assert.Equal("disk-full-linux", AlertFlowTests.Text(first, "id"));
        Assert.Contains("space", first["words"]!.AsArray().Select(w => w!.GetValue<string>()));
        Assert.True(first["score"]!.GetValue<double>() > 0);

        using var text = await app.Client.GetAsync(AlertFlowTests.Text(first, "address"));
        Assert.Equal("text/markdown", text.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", Assert.Single(text.Headers.GetValues("X-Content-Type-Options")));
        Assert.StartsWith("# Disk full on Linux\n\nA full file system", await text.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutASearch_AllAreListedByTitle()
    {
        using var app = new TestApp(UnreachableStorage.ConnectionString);

        var (_, page) = await app.GetAsync("/api/knowledge?limit=3");

        Assert.Equal(["disk-full-linux", "dns-failure", "high-cpu"], page["articles"]!.AsArray().Select(a => AlertFlowTests.Text(a!, "id")));
        Assert.Null(page["articles"]![0]!["score"]);
    }

    [Fact]
    public async Task ASearchThatFindsNothing_IsAnEmptyList() =>
        Assert.Empty((await GetAsync("/api/knowledge?q=weather")).Answer["articles"]!.AsArray());

    [Theory]
    [InlineData("/api/knowledge/no-such-article", 404, "No such article")]
    [InlineData("/api/knowledge/..%2f..%2fhost.json", 404, "No such article")]
    [InlineData("/api/knowledge?q=disk&limit=0", 400, "limit")]
    [InlineData("/api/knowledge?q=disk&limit=many", 400, "limit")]
    public async Task BadInput_IsNamed(string address, int status, string said)
    {
        var (found, answer) = await GetAsync(address);

        Assert.Equal(status, found);
        Assert.Contains(said, answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AQueryThatIsTooLong_IsRefused() => Assert.Equal(400, (await GetAsync("/api/knowledge?q=" + new string('x', 1001))).Status);

    [Fact]
    public async Task AnArticleThatCanNotBeRead_IsListedForItsAuthorAndTheOthersAreThere()
    {
        using var folder = new TemporaryFolder();
        folder.Write("good.md", "---\ntitle: Kerberos <script>\n---\n<script>alert(1)</script>");
        folder.Write("bad.md", "---\ntags: [a]\n---\n");
        using var app = new TestApp(UnreachableStorage.ConnectionString, services => services.Replace(ServiceDescriptor.Singleton(new KnowledgeOptions(folder.Path))));

        var (_, page) = await app.GetAsync("/api/knowledge?q=kerberos");

        Assert.Equal("good", AlertFlowTests.Text(Assert.Single(page["articles"]!.AsArray())!, "id"));
        Assert.StartsWith("bad.md:1: found no title", Assert.Single(page["problems"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
        using var text = await app.Client.GetAsync("/api/knowledge/good");
        Assert.Equal(HttpStatusCode.OK, text.StatusCode);
        Assert.Equal("sandbox", Assert.Single(text.Headers.GetValues("Content-Security-Policy")));
    }

    private static async Task<(int Status, JsonNode Answer)> GetAsync(string address)
    {
        using var app = new TestApp(UnreachableStorage.ConnectionString);
        return await app.GetAsync(address);
    }
}
