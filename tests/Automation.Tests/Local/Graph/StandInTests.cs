using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Tests.Edges.Graph;

namespace Automation.Tests.Local.Graph;

/// <summary>The stand-in by plain HTTP: what the v1.0 reference promises beyond the calls that the product makes.</summary>
public sealed class StandInTests : IAsyncLifetime
{
    private const string Messages = "/users/support@contoso.example/messages";

    private readonly GraphStation station = new();

    public Task InitializeAsync() => station.InitializeAsync();

    public Task DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task WithoutImmutableIds_AMoveChangesTheId()
    {
        await station.DropAsync("From: a@example.org\nSubject: x\n\ny");
        var (_, list) = await station.CallAsync(HttpMethod.Get, Messages);
        var id = (string)list!["value"]![0]!["id"]!;

        var (status, moved) = await station.CallAsync(HttpMethod.Post, $"{Messages}/{id}/move", new JsonObject { ["destinationId"] = "archive" });

        Assert.Equal(201, status);
        Assert.NotEqual(id, (string)moved!["id"]!);
        var (gone, error) = await station.CallAsync(HttpMethod.Get, $"{Messages}/{id}");
        Assert.Equal((404, "ErrorItemNotFound"), (gone, (string)error!["error"]!["code"]!));
        Assert.NotNull(error["error"]!["innerError"]!["request-id"]);
    }

    [Fact]
    public async Task HeadersOfAMail_ComeOnlyWhenSelected()
    {
        var id = await station.DropAsync("From: a@example.org\nSubject: x\n\ny");

        Assert.Null((await station.CallAsync(HttpMethod.Get, $"{Messages}/{id}")).Body!["internetMessageHeaders"]);
        Assert.NotNull((await station.CallAsync(HttpMethod.Get, $"{Messages}/{id}?$select=internetMessageHeaders")).Body!["internetMessageHeaders"]);
    }

    [Theory]
    [InlineData("""[{"name":"Auto-Submitted","value":"x"}]""", "InvalidInternetMessageHeader")]
    [InlineData("""[{"name":"x-1","value":"x"},{"name":"x-2","value":"x"},{"name":"x-3","value":"x"},{"name":"x-4","value":"x"},{"name":"x-5","value":"x"},{"name":"x-6","value":"x"}]""", "InvalidInternetMessageHeaderCollection")]
    public async Task HeadersThatGraphRefuses_AreRefused(string headers, string code)
    {
        var (status, error) = await station.CallAsync(HttpMethod.Post, Messages, new JsonObject { ["internetMessageHeaders"] = JsonNode.Parse(headers) });

        Assert.Equal((400, code), (status, (string)error!["error"]!["code"]!));
    }

    [Fact]
    public async Task ABatch_AnswersEachAndSkipsWhatDependsOnAFailure()
    {
        var (_, reply) = await station.CallAsync(HttpMethod.Post, "/$batch", JsonNode.Parse("""
            {"requests":[{"id":"1","method":"GET","url":"/users/ada@contoso.example?$select=displayName"},{"id":"2","method":"GET","url":"/users/nobody@contoso.example"},
              {"id":"3","method":"GET","url":"/users/ben@contoso.example","dependsOn":["2"]}]}
            """));

        Assert.Equal([("1", 200), ("2", 404), ("3", 424)], reply!["responses"]!.AsArray().Select(r => ((string)r!["id"]!, (int)r["status"]!)));
        Assert.Equal("Ada Berger", (string)reply["responses"]![0]!["body"]!["displayName"]!);
    }

    [Theory]
    [InlineData("department eq 'Sales' and startswith(displayName,'Gi')", "giulia")]
    [InlineData("accountEnabled eq false", "kim")]
    [InlineData("proxyAddresses/any(a:a eq 'smtp:helpdesk@contoso.example')", "support")]
    [InlineData("not(department ne 'Logistics')", "femke")]
    [InlineData("mail in ('ines@contoso.example','x')", "ines")]
    public async Task AFilterOnUsers_FindsThem(string filter, string alias)
    {
        var (_, reply) = await station.CallAsync(HttpMethod.Get, $"/users?$filter={Uri.EscapeDataString(filter)}&$select=mail");

        Assert.Equal($"{alias}@contoso.example", (string)Assert.Single(reply!["value"]!.AsArray())!["mail"]!);
    }

    [Fact]
    public async Task AFilterThatIsNone_IsABadRequest() => Assert.Equal(400, (await station.CallAsync(HttpMethod.Get, "/users?$filter=mail eq")).Status);

    [Fact]
    public async Task ATemporaryAccessPass_IsShownOnceAndOnlyOneIsThere()
    {
        const string passes = "/users/ben@contoso.example/authentication/temporaryAccessPassMethods";
        var (status, made) = await station.CallAsync(HttpMethod.Post, passes, new JsonObject { ["lifetimeInMinutes"] = 60, ["isUsableOnce"] = true });

        Assert.Equal(201, status);
        Assert.NotNull((string?)made!["temporaryAccessPass"]);
        Assert.Equal(400, (await station.CallAsync(HttpMethod.Post, passes, new JsonObject())).Status);
        Assert.Null((string?)(await station.CallAsync(HttpMethod.Get, passes)).Body!["value"]![0]!["temporaryAccessPass"]);
        Assert.Equal(204, (await station.CallAsync(HttpMethod.Delete, $"{passes}/{made["id"]}")).Status);
        Assert.Equal(404, (await station.CallAsync(HttpMethod.Delete, $"{passes}/{made["id"]}")).Status);
    }

    [Fact]
    public async Task AnAdministrator_HoldsADirectoryRole()
    {
        var (_, reply) = await station.CallAsync(HttpMethod.Get, "/users/ines@contoso.example/memberOf/microsoft.graph.directoryRole");

        Assert.Equal("User Administrator", (string)Assert.Single(reply!["value"]!.AsArray())!["displayName"]!);
    }

    [Fact]
    public async Task AnOutOfOfficeReply_ComesOnceAndIsMarked()
    {
        await station.StandInAsync("responder?user=ben&mode=outOfOffice");
        for (var i = 0; i < 2; i++) await SendAsync("support", "ben@contoso.example", $"Question {i}");

        var reply = Assert.Single(await station.MailsAsync("support"))!;
        Assert.Equal("Automatic reply: Question 0", (string)reply["subject"]!);
        Assert.Contains("Auto-Submitted: auto-generated", reply["headers"]!.AsArray().Select(h => (string)h!));
    }

    [Fact]
    public async Task ANaiveReply_ComesAlwaysAndUnmarked()
    {
        await station.StandInAsync("responder?user=ben&mode=naive");
        for (var i = 0; i < 2; i++) await SendAsync("support", "ben@contoso.example", "Question");

        Assert.Equal(2, (await station.MailsAsync("support")).Count(m => !m!["headers"]!.ToJsonString().Contains("Auto-Submitted", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AnAddressThatIsNotThere_Bounces()
    {
        await SendAsync("support", "nobody@contoso.example", "Hello");

        var bounce = Assert.Single(await station.MailsAsync("support"))!;
        Assert.Equal("Undeliverable: Hello", (string)bounce["subject"]!);
        Assert.Contains("Return-Path: <>", bounce["headers"]!.AsArray().Select(h => (string)h!));
    }

    [Fact]
    public async Task ThePage_ShowsMailsAsTextAndLoadsNothing()
    {
        var id = await station.DropAsync("From: <script>alert(1)</script> <a@example.org>\nSubject: <img src=x onerror=alert(2)>\nContent-Type: text/html\n\n<script>alert(3)</script><img src=https://evil.example/x.png><p>hello</p>");

        using var page = await station.Http.GetAsync(station.Page("/mailbox"));
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("&lt;img src=x onerror=alert(2)&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", html, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var body = await station.Http.GetAsync(station.Page($"/mailbox/body?id={Uri.EscapeDataString(id)}"));
        Assert.Contains("sandbox", body.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "dmarc=none")]
    [InlineData("passed", "dmarc=pass")]
    [InlineData("failed", "dmarc=fail")]
    [InlineData("none", "dmarc=none")]
    public async Task AMailWrittenOnThePage_IsProvenAsChosen(string proof, string result)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = "ada", ["from"] = "Ada Berger <ada@contoso.example>", ["to"] = "support@contoso.example", ["subject"] = "Laptop", ["text"] = "lost", ["proof"] = proof });
        using var answer = await station.Http.PostAsync(station.Page("/mailbox/write"), form);

        var mail = Assert.Single(await station.MailsAsync("support"))!;
        Assert.Contains(result, (string)mail["headers"]!.AsArray().First(h => ((string)h!).StartsWith("Authentication-Results", StringComparison.Ordinal))!, StringComparison.Ordinal);
        Assert.Equal(proof.Length == 0, mail["headers"]!.AsArray().Any(h => (string)h! == "X-MS-Exchange-Organization-AuthAs: Internal"));
        Assert.Equal(proof.Length == 0 ? 1 : 0, (await station.MailsAsync("ada", "sentitems")).Count);
    }

    [Fact]
    public async Task AFormOfAnotherPage_IsNotTaken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, station.Page("/mailbox/drop")) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("Subject: x\n\ny")) };
        request.Headers.Add("Origin", "https://evil.example");

        Assert.Equal(HttpStatusCode.Forbidden, (await station.Http.SendAsync(request)).StatusCode);
    }

    private async Task SendAsync(string from, string to, string subject) => Assert.Equal(202, (await station.CallAsync(HttpMethod.Post, $"/users/{from}@contoso.example/sendMail", new JsonObject
    {
        ["message"] = new JsonObject { ["subject"] = subject, ["toRecipients"] = new JsonArray(new JsonObject { ["emailAddress"] = new JsonObject { ["address"] = to } }) },
    })).Status);
}
