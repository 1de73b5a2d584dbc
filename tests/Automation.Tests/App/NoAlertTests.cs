using Automation.Tests.Support;
using static Automation.Tests.App.AlertFlowTests;

namespace Automation.Tests.App;

/// <summary>What is clearly no alert is understood, opens no ticket and can be looked up with its reason, on the real app and real tables.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class NoAlertTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("a handshake", """{"type": "url_verification", "challenge": "KEY"}""", "handshake")]
    [InlineData("a comment", """{"event": "note.created", "title": "Disk full", "text": "KEY looks into it"}""", "comment")]
    [InlineData("a deployment", """{"event": "deployment.created", "title": "Deploy KEY", "service": "shop"}""", "change")]
    [InlineData("a change event of PagerDuty", """{"routing_key": "k", "payload": {"summary": "Deployed KEY", "source": "ci", "timestamp": "2026-11-22T11:50:00Z"}}""", "change")]
    public async Task WhatIsNoAlert_IsAcceptedAsNoneAndKeptWithItsReason(string what, string body, string reason)
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = Key();
        body = body.Replace("KEY", key, StringComparison.Ordinal);

        var (status, answer) = await app.PostAsync(body, "/api/alerts/tool");

        Assert.True((status, answer["accepted"]!.GetValue<int>()) == (202, 0), what);
        Assert.Empty(answer["alerts"]!.AsArray());
        Assert.Contains(reason, Assert.Single(answer["ignored"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(app.Queue.Messages);
        var kept = (await app.GetAsync("/api/rejected?limit=20")).Answer["rejected"]!.AsArray().Single(r => Text(r!, "body").Contains(key, StringComparison.Ordinal))!;
        Assert.Equal(("tool", "intake", 202), (Text(kept, "source"), Text(kept, "stage"), kept["status"]!.GetValue<int>()));
        Assert.Contains(reason, Text(kept, "reason"), StringComparison.Ordinal);
        Assert.DoesNotContain(key, (await app.GetAsync($"/api/tickets?limit=200&since={app.Time.GetUtcNow().AddHours(-1).UtcDateTime:O}")).Answer.ToJsonString(), StringComparison.Ordinal);
    }
}
