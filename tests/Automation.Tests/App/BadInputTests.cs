using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Alerts.Intake;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>Whatever is posted is accepted, or refused by name and kept; never an answer that makes a sender give up.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class BadInputTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("", 400, "body")]
    [InlineData("{", 400, "body")]
    [InlineData("null", 400, "body")]
    [InlineData("7", 400, "body")]
    [InlineData("\"text\"", 400, "body")]
    [InlineData("{}", 400, "body")]
    [InlineData("[]", 400, "body")]
    [InlineData("""{"hello": "world"}""", 400, "body")]
    [InlineData("""{"title": 7}""", 400, "title")]
    [InlineData("""{"title": "a", "severity": "loud"}""", 400, "severity")]
    public async Task WhatCantBeAccepted_IsRefusedByNameAndKept(string body, int expected, string field)
    {
        using var app = new TestApp(azurite.ConnectionString);

        var (status, problem) = await app.PostAsync(body, "/api/alerts/tool");

        Assert.Equal(expected, status);
        Assert.Equal(field, problem["errors"]![0]!["field"]!.GetValue<string>());
        var kept = (await app.GetAsync("/api/rejected?limit=5")).Answer["rejected"]!.AsArray().Single(r => AlertFlowTests.Text(r!, "id") == problem["rejected"]!.GetValue<string>())!;
        Assert.Equal((body, "tool", "intake", expected), (AlertFlowTests.Text(kept, "body"), AlertFlowTests.Text(kept, "source"), AlertFlowTests.Text(kept, "stage"), kept["status"]!.GetValue<int>()));
        Assert.Empty(app.Queue.Messages);
    }

    [Fact]
    public async Task AForm_IsTakenInTheBodyAndInTheAddress()
    {
        using var app = new TestApp(azurite.ConnectionString);

        var (status, answer) = await app.PostAsync("Token=t&Status=Down&StatusCode=503&Name=Cart&URL=https%3A%2F%2Fshop.example.com", contentType: "application/x-www-form-urlencoded");
        Assert.Equal((202, "statuscake|Cart|https://shop.example.com"), (status, AlertFlowTests.Text(answer["alerts"]![0]!, "dedupKey")));
        app.Take();

        (status, answer) = await app.PostAsync("NOTIFICATIONTYPE=PROBLEM&HOSTNAME=db01&SERVICEDESC=Disk&SERVICESTATE=CRITICAL&SERVICEOUTPUT=%22%2Fvar%22+is+full&TIMET=1795341600", "/api/alerts/nagios", "application/x-www-form-urlencoded");
        Assert.Equal((202, "nagios|db01|Disk"), (status, AlertFlowTests.Text(answer["alerts"]![0]!, "dedupKey")));
        app.Take();

        (status, answer) = await app.PostAsync("", "/api/alerts/uptimerobot?code=k&monitorID=7&monitorFriendlyName=Shop&alertType=1&monitorURL=https%3A%2F%2Fshop.example.com");
        Assert.Equal((202, "uptimerobot|7|"), (status, AlertFlowTests.Text(answer["alerts"]![0]!, "dedupKey")));
        var kept = AlertMessages.Unpack(AlertMessages.Read(Assert.Single(app.Take())).Payload);
        Assert.Equal("monitorID=7&monitorFriendlyName=Shop&alertType=1&monitorURL=https%3A%2F%2Fshop.example.com", Encoding.UTF8.GetString(kept));
    }

    [Theory]
    [InlineData("application/xml")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    public async Task AWrongMediaType_Is415WithWhatIsTaken(string contentType)
    {
        using var app = new TestApp(azurite.ConnectionString);
        var content = new ByteArrayContent("{\"title\":\"a\"}"u8.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);

        var (status, problem) = await app.PostAsync(content);

        Assert.Equal((415, "Content-Type"), (status, problem["errors"]![0]!["field"]!.GetValue<string>()));
        Assert.Contains("application/json", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-20T10:00:00%2B01:00")]
    [InlineData("2026-11-20T10:00:00+01:00")]
    [InlineData("2026-11-20 10:00:00Z")]
    [InlineData("2026-11-20")]
    public async Task Since_IsReadAsPeopleTypeIt(string since)
    {
        using var app = new TestApp(azurite.ConnectionString);

        Assert.Equal(200, (await app.GetAsync($"/api/tickets?limit=1&since={since}")).Status);
    }

    [Fact]
    public async Task ABodyOfTwoMegabytes_IsAccepted()
    {
        using var app = new TestApp(azurite.ConnectionString);

        var (status, _) = await app.PostAsync($$"""{"title": "a", "description": "{{new string('x', 2_000_000)}}"}""");

        Assert.Equal(202, status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ABodyOverTheLimit_Is413AndItsBeginningIsKept(bool chunked)
    {
        using var app = new TestApp(azurite.ConnectionString);
        var mark = AlertFlowTests.Key();
        var bytes = Encoding.UTF8.GetBytes($$"""{"title": "{{mark}}", "description": "{{new string('x', 17 * 1024 * 1024)}}"}""");
        using HttpContent content = chunked ? new StreamContent(new Unseekable(bytes)) : new ByteArrayContent(bytes);

        var (status, problem) = await app.PostAsync(content);

        Assert.Equal(413, status);
        var kept = (await app.GetAsync("/api/rejected?limit=5")).Answer["rejected"]!.AsArray().Single(r => AlertFlowTests.Text(r!, "id") == problem["rejected"]!.GetValue<string>())!;
        Assert.Contains(mark, AlertFlowTests.Text(kept, "body"), StringComparison.Ordinal);
        Assert.InRange(AlertFlowTests.Text(kept, "body").Length, 1000, 32 * 1024);
    }

    [Fact]
    public async Task AChunkedBody_IsReadAsAnyOther()
    {
        using var app = new TestApp(azurite.ConnectionString);

        var (status, _) = await app.PostAsync(new StreamContent(new Unseekable("""{"title": "chunked"}"""u8.ToArray())));

        Assert.Equal(202, status);
    }

    [Fact]
    public async Task RefusedMembersBesideGoodOnes_AreNamedAndKept()
    {
        using var app = new TestApp(azurite.ConnectionString);

        var (status, answer) = await app.PostAsync("""[{"title": "a"}, {"title": 7}]""");

        Assert.Equal((202, 1), (status, answer["accepted"]!.GetValue<int>()));
        Assert.Equal("[1].title", answer["rejected"]![0]!["field"]!.GetValue<string>());
        Assert.Contains((await app.GetAsync("/api/rejected?limit=5")).Answer["rejected"]!.AsArray(), r => r!["status"]!.GetValue<int>() == 202);
    }

    [Fact]
    public async Task ASecretInARefusedBody_IsMaskedWhereItIsKept()
    {
        using var app = new TestApp(azurite.ConnectionString);

        var (_, problem) = await app.PostAsync("""{"password": "hunter2hunter2", "note": "Bearer abcdefghijk"}""");

        var list = (await app.GetAsync("/api/rejected?limit=5")).Answer.ToJsonString();
        Assert.Contains(problem["rejected"]!.GetValue<string>(), list, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", list, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefghijk", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AQueueThatIsDown_Is503WithRetryAfterAndNothingIsAccepted()
    {
        using var app = new TestApp(azurite.ConnectionString);
        app.Queue.IsDown = true;

        using var response = await app.Client.PostAsync("/api/alerts", new StringContent("""{"title": "a"}""", Encoding.UTF8, "application/json"));

        Assert.Equal(503, (int)response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("GET", "/api/tickets")]
    [InlineData("GET", "/api/tickets/482-913-077")]
    [InlineData("GET", "/api/rejected")]
    [InlineData("POST", "/api/alerts")]
    public async Task StorageThatIsDown_Is503WithRetryAfter(string method, string path)
    {
        using var app = new TestApp(UnreachableStorage.ConnectionString);
        var valid = Automation.Flow.TicketNumber.Of("any", 0);
        using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("482-913-077", valid, StringComparison.Ordinal));
        if (method == "POST") request.Content = new StringContent("{ broken", Encoding.UTF8, "application/json");

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task AnAlertWhileOnlyStorageIsDown_IsAccepted()
    {
        using var app = new TestApp(UnreachableStorage.ConnectionString);

        var (status, _) = await app.PostAsync("""{"title": "a"}""");

        Assert.Equal(202, status);
        Assert.Single(app.Queue.Messages);
    }

    [Theory]
    [InlineData("/api/tickets?state=odd", "state")]
    [InlineData("/api/tickets?since=yesterday", "since")]
    [InlineData("/api/tickets?limit=0", "limit")]
    [InlineData("/api/tickets?limit=9999999999", "limit")]
    [InlineData("/api/tickets?since=12:00:00.000", "since")]
    [InlineData("/api/tickets?since=0001-01-01T00:00:00Z", "since")]
    [InlineData("/api/tickets?next=%21", "next")]
    [InlineData("/api/tickets?next=eA", "next")]
    [InlineData("/api/tickets?next=YS9iL2M", "next")]
    [InlineData("/api/rejected?limit=x", "limit")]
    [InlineData("/api/rejected?next=YWJj", "next")]
    public async Task AQueryThatCantBeUsed_IsRefusedByName(string path, string field)
    {
        using var app = new TestApp(azurite.ConnectionString);

        var (status, problem) = await app.GetAsync(path);

        Assert.Equal((400, field), (status, problem["errors"]![0]!["field"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("/api/alerts/x")]
    [InlineData("/api/alerts/x/raw")]
    [InlineData("/api/tickets/123-456-789")]
    [InlineData("/api/tickets/'%20or%20''='")]
    public async Task WhatIsNotThere_Is404(string path)
    {
        using var app = new TestApp(azurite.ConnectionString);

        Assert.Equal(404, (await app.GetAsync(path)).Status);
    }

    [Theory]
    [InlineData("x' or '1' eq '1")]
    [InlineData("%00")]
    [InlineData("Ünïcode/☃?#&")]
    public async Task AHostileFilterValue_FindsNothing(string host)
    {
        using var app = new TestApp(azurite.ConnectionString);
        await app.RecordAsync(AlertFlowTests.Firing(app, AlertFlowTests.Key()));

        var (status, list) = await app.GetAsync($"/api/tickets?host={Uri.EscapeDataString(host)}");

        Assert.Equal((200, 0), (status, list["tickets"]!.AsArray().Count));
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }
}
