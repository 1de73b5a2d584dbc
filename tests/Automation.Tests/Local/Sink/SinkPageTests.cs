using Automation.Local.Sink;
using Automation.Notifications.Channels;
using Automation.Tests.Support;

namespace Automation.Tests.Local.Sink;

/// <summary>The page shows what strangers wrote, so nothing of it may act.</summary>
public sealed class SinkPageTests
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> \" ' & [a](javascript:alert(1))";

    [Fact]
    public void ATeamsCard_IsDrawnAsTheReaderSeesIt()
    {
        var body = TeamsCard.Render(new Notice(Some.Notification() with { Title = "Disk_of_db01 is *full*" }, null, false), Some.NotificationOptions(ticketUrl: "https://desk.example.com/{number}"));

        var html = Render(body);

        Assert.Contains("<p class=\"large bolder\">Disk_of_db01 is *full*</p>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>Owner</dt><dd>Storage crew</dd>", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://desk.example.com/482-913-077\"", html, StringComparison.Ordinal);
        Assert.Contains("class=\"container warning\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void AWebhookBody_IsDrawnAsACardToo() =>
        Assert.Contains("<dt>Changed before</dt><dd>deployed to this host 7 minutes before</dd>", Render(WebhookChannel.Render(new Notice(Some.Notification(), null, false), Some.NotificationOptions())), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"type\":\"message\",\"attachments\":[{\"content\":{\"type\":\"AdaptiveCard\",\"body\":[{\"type\":\"Container\",\"style\":\"HOSTILE\",\"items\":[{\"type\":\"TextBlock\",\"size\":\"HOSTILE\",\"text\":\"HOSTILE\"}]},{\"type\":\"FactSet\",\"facts\":[{\"title\":\"HOSTILE\",\"value\":\"HOSTILE\"}]}],\"actions\":[{\"type\":\"Action.OpenUrl\",\"title\":\"HOSTILE\",\"url\":\"javascript:alert(1)\"},{\"type\":\"Action.OpenUrl\",\"title\":\"HOSTILE\",\"url\":\"https://example.com/\\\"onclick=alert(1)\"}]}}]}")]
    [InlineData("{\"type\":\"notification\",\"team\":\"HOSTILE\",\"why\":\"HOSTILE\",\"reason\":\"HOSTILE\",\"ticket\":{\"number\":\"HOSTILE\",\"title\":\"HOSTILE\",\"priority\":\"HOSTILE\",\"url\":\"javascript:alert(1)\"},\"facts\":[{\"name\":\"HOSTILE\",\"value\":\"HOSTILE\"}]}")]
    [InlineData("HOSTILE")]
    [InlineData("{\"type\":7,\"attachments\":[1,{\"content\":3}]}")]
    [InlineData("[[[[1]]]]")]
    public void HostileText_IsShownAndNeverActs(string body)
    {
        var json = System.Text.Json.JsonEncodedText.Encode(Hostile, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

        var html = Render(body.Replace("HOSTILE", json, StringComparison.Ordinal), channel: Hostile);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"javascript", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"onclick", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void ThePolicy_AllowsTheOneStyleSheetAndNothingElse() =>
        Assert.Matches("^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$", SinkPage.Policy);

    private static string Render(string body, string channel = "desk-teams") =>
        SinkPage.Render([new SinkEntry(1, Some.Noon, channel, "key", true, "valid", 202, body)], [(channel, 1)], channel, refreshes: true);
}
