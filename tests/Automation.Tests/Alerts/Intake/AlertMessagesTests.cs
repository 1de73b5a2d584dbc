using System.Text;
using Automation.Alerts;
using Automation.Alerts.Intake;
using Automation.Flow;
using Automation.Tests.Alerts.Dialects;

namespace Automation.Tests.Alerts.Intake;

public sealed class AlertMessagesTests
{
    [Fact]
    public void TenThousandAlerts_AreSplitIntoMessagesOfBoundedSizeAndNoneIsLost()
    {
        var alerts = DialectReader.Read($"[{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$"""{"title":"alert {{i}}","description":"{{new string('d', i % 3000)}}"}"""))}]").Alerts;
        var body = new byte[1_000_000];
        new Random(7).NextBytes(body);

        var messages = AlertMessages.Write(AlertMessages.Envelope(SortableId.New(DateTimeOffset.UnixEpoch), "application/json", body), alerts);

        Assert.All(messages, m => Assert.InRange(Encoding.UTF8.GetByteCount(m.Body), 1, OutgoingMessage.MaxBytes));
        Assert.Equal(messages.Count, messages.Select(m => m.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(alerts.Select(a => a.Id), messages.SelectMany(m => AlertMessages.Read(m.Body).Alerts).Select(a => a.Id));
    }

    [Theory]
    [InlineData("😀")]
    [InlineData("\\u0001")]
    [InlineData("漢")]
    [InlineData("\\\"")]
    public void AnAlertAtEveryLimitAtOnce_StillFitsAMessage(string filler)
    {
        var text = string.Concat(Enumerable.Repeat(filler, 60_000));
        var labels = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"l{i}\":\"{text[..(filler.Length * 1000)]}\""));
        var alert = DialectReader.One($$"""{"title":"{{text}}","description":"{{text}}","host":"{{text}}","service":"{{text}}","dedupKey":"{{text}}","labels":{ {{labels}} } }""");
        var noise = new byte[AlertMessages.MaxInlinePayload];
        new Random(7).NextBytes(noise);

        var messages = AlertMessages.Write(AlertMessages.Envelope(SortableId.New(DateTimeOffset.UnixEpoch), "application/json", noise), [alert]);

        Assert.InRange(Encoding.UTF8.GetByteCount(Assert.Single(messages).Body), 1, OutgoingMessage.MaxBytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(30_000)]
    public void ThePayload_ComesBackByteForByte(int length)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);
        var alert = DialectReader.One("""{"title":"a"}""");

        var message = Assert.Single(AlertMessages.Write(AlertMessages.Envelope(SortableId.New(DateTimeOffset.UnixEpoch), null, body), [alert]));

        Assert.Equal(body, AlertMessages.Unpack(AlertMessages.Read(message.Body).Payload));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"version":99,"payload":{"id":"x","size":0,"encoding":"identity"},"alerts":[]}""")]
    [InlineData("""{"version":1,"payload":{"id":"x","size":0,"encoding":"identity"},"alerts":[null]}""")]
    public void WhatIsNoBatch_IsPoison(string body) => Assert.Throws<PoisonMessageException>(() => AlertMessages.Read(body));
}
