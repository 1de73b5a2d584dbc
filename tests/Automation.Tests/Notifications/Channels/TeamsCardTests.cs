using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Notifications;
using Automation.Notifications.Channels;
using Automation.Notifications.Coalescing;
using Automation.Tests.Support;

namespace Automation.Tests.Notifications.Channels;

/// <summary>The body that the Teams workflow "Post to a channel when a webhook request is received" wants.</summary>
public sealed class TeamsCardTests
{
    [Fact]
    public void ANotification_IsAMessageWithOneAdaptiveCard()
    {
        var message = Render(new Notice(Some.Notification(), null, false), "https://desk.example.com/tickets/{number}");

        Assert.Equal("message", Text(message, "type"));
        var attachment = Assert.Single(message["attachments"]!.AsArray())!;
        Assert.Equal("application/vnd.microsoft.card.adaptive", Text(attachment, "contentType"));
        Assert.True(attachment.AsObject().ContainsKey("contentUrl") && attachment["contentUrl"] is null);
        var card = attachment["content"]!;
        Assert.Equal(("AdaptiveCard", "1.4"), (Text(card, "type"), Text(card, "version")));
        Assert.Equal(["Container", "FactSet", "TextBlock"], card["body"]!.AsArray().Select(e => Text(e!, "type")));
        Assert.Equal(["P2 · Opened", "Disk of db01 is full"], card["body"]![0]!["items"]!.AsArray().Select(e => Text(e!, "text")));
        Assert.Equal(
            ["Ticket=482-913-077", "State=open", "Severity=error", "Host=db01.example.com", "Service=orders", "Owner=Storage crew", "Changed before=deployed to this host 7 minutes before"],
            card["body"]![1]!["facts"]!.AsArray().Select(f => $"{Text(f!, "title")}={Text(f!, "value")}"));
        Assert.Equal("To operations because the service orders is theirs", Text(card["body"]![2]!, "text"));
        var action = Assert.Single(card["actions"]!.AsArray())!;
        Assert.Equal(("Action.OpenUrl", "https://desk.example.com/tickets/482-913-077"), (Text(action, "type"), Text(action, "url")));
    }

    [Theory]
    [InlineData("P1", nameof(NotificationReason.Opened), "attention")]
    [InlineData("P2", nameof(NotificationReason.Reopened), "warning")]
    [InlineData("P3", nameof(NotificationReason.PriorityRaised), "accent")]
    [InlineData("P4", nameof(NotificationReason.Opened), "emphasis")]
    [InlineData("P1", nameof(NotificationReason.Resolved), "good")]
    public void ThePriority_ChoosesTheColour(string priority, string reason, string style)
    {
        var notification = Some.Notification() with { Priority = priority, Reason = Enum.Parse<NotificationReason>(reason) };

        Assert.Equal(style, Text(Body(Render(new Notice(notification, null, false)))[0]!, "style"));
    }

    [Fact]
    public void WithoutATemplate_ThereIsNoLink() => Assert.Null(Render(new Notice(Some.Notification(), null, false))["attachments"]![0]!["content"]!["actions"]);

    [Fact]
    public void ARepetition_SaysThatItMayBeOne()
    {
        var texts = Body(Render(new Notice(Some.Notification(), null, true))).Select(e => e!["text"]?.GetValue<string>());

        Assert.Contains(texts, t => t?.StartsWith("This may be a repetition", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("[click me](https://evil.example)", "\\[click me\\](https:\u200b//evil.example)")]
    [InlineData("<at>Everybody</at>", "\\<at\\>Everybody\\</at\\>")]
    [InlineData("see www.evil.example or mail me@evil.example", "see www.\u200bevil.example or mail me@\u200bevil.example")]
    [InlineData("**loud** _soft_ `code` ~~gone~~", "\\*\\*loud\\*\\* \\_soft\\_ \\`code\\` \\~\\~gone\\~\\~")]
    [InlineData("# heading", "\\# heading")]
    [InlineData("- item", "\\- item")]
    [InlineData("12. item", "12\\. item")]
    [InlineData("two\nlines\r\nand \u202eturned", "two lines  and turned")]
    [InlineData("C:\\temp at 12:03, db-01.example.com: full", "C:\u200b\\\\temp at 12:03, db-01.example.com: full")]
    public void TextOfStrangers_IsShownAsItIs(string text, string escaped)
    {
        var notification = Some.Notification() with { Title = text, Facts = [new NotificationFact("Fact", text)], Why = null };

        var body = Body(Render(new Notice(notification, null, false)));

        Assert.Equal(escaped, Text(body[0]!["items"]![1]!, "text"));
        Assert.Equal(escaped, Text(body[1]!["facts"]!.AsArray()[^1]!, "value"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("漢")]
    [InlineData("\\")]
    public void ACardThatWouldBeTooLarge_LeavesFactsOutAndSaysSo(string filler)
    {
        var long_ = string.Concat(Enumerable.Repeat(filler, 2000));
        var notification = Some.Notification() with { Title = long_, Why = long_, Facts = [.. Enumerable.Range(0, 200).Select(i => new NotificationFact($"{i}{long_}", long_))] };

        var text = TeamsCard.Render(new Notice(notification, null, true), Some.NotificationOptions());

        Assert.InRange(Encoding.UTF8.GetByteCount(text), 5_000, 28 * 1024);
        Assert.Contains("more facts, which did not fit", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ASummary_TellsHowManyWhereAndTheFirstTwenty()
    {
        var members = Enumerable.Range(0, 500).Select(i => DigestMember.Of(
            Some.Notification($"effect{i}", at: Some.Noon.AddSeconds(i % 60)) with { Ticket = $"{i}", Title = $"Problem {i}", Priority = i % 50 == 7 ? "P1" : "P3", Host = $"host{i % 40}" }, 0)).ToList();
        var digest = new DigestNumber(new DigestPlace("operations", "ops-teams", Some.Noon), 0);

        var body = Body(Render(new Notice(null, DigestSummary.Of(digest, members), false)));

        Assert.Equal("attention", Text(body[0]!, "style"));
        Assert.Equal("500 more notifications for operations at 12:00 UTC", Text(body[0]!["items"]![1]!, "text"));
        Assert.Equal("P1: 10, P3: 490", Text(body[1]!["facts"]![0]!, "value"));
        Assert.EndsWith("and 30 more", Text(body[1]!["facts"]![1]!, "value"), StringComparison.Ordinal);
        var tickets = body[2]!["facts"]!.AsArray();
        Assert.Equal(20, tickets.Count);
        Assert.Equal(10, tickets.Count(t => Text(t!, "title").StartsWith("P1 ", StringComparison.Ordinal)));
        Assert.Equal("... and 480 more.", Text(body[3]!, "text"));
    }

    [Fact]
    public void ASummary_IsTheSameInAnyOrderOfItsMembers()
    {
        var members = Enumerable.Range(0, 100).Select(i => DigestMember.Of(Some.Notification(i.ToString(CultureInfo.InvariantCulture)) with { Host = i % 2 == 0 ? "DB01" : "db01" }, 0)).ToList();
        var digest = new DigestNumber(new DigestPlace("operations", "ops-teams", Some.Noon), 0);

        var texts = new[] { members, [.. members.AsEnumerable().Reverse()] }.Select(m => TeamsCard.Render(new Notice(null, DigestSummary.Of(digest, m), false), Some.NotificationOptions()));

        Assert.Single(texts.Distinct());
    }

    private static JsonNode Render(Notice notice, string? ticketUrl = null) => JsonNode.Parse(TeamsCard.Render(notice, Some.NotificationOptions(ticketUrl: ticketUrl)))!;

    private static JsonArray Body(JsonNode message) => message["attachments"]![0]!["content"]!["body"]!.AsArray();

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
