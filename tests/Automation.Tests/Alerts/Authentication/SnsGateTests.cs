using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Alerts.Authentication;
using Automation.Flow;
using Automation.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Automation.Tests.Alerts.Authentication;

/// <summary>What SNS really signed, of a topic that is configured, within the time in which it is delivered; and nothing else.</summary>
public sealed class SnsGateTests : IDisposable
{
    private readonly SnsStation sns = new(Some.Noon);
    private readonly Log log = new();

    public void Dispose() => sns.Dispose();

    [Theory]
    [InlineData("1", null)]
    [InlineData("1", "ALARM: disk")]
    [InlineData("2", null)]
    [InlineData("2", "ALARM: \"disk\" in EU (Ireland)")]
    public async Task ASignedNotification_IsVerified(string version, string? subject)
    {
        var verdict = await CheckAsync(sns.Notification(Some.Noon, "{\"AlarmName\":\"Disk \\u00fc\",\n\"x\":1}", subject, version));

        Assert.Equal((SnsOutcome.Verified, $"signature of Amazon SNS verified for topic {SnsStation.Topic}"), (verdict.Outcome, verdict.Note));
        Assert.Equal($"{SnsStation.Host}/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem", Assert.Single(sns.Fetched).AbsoluteUri);
    }

    [Theory]
    [InlineData("Message", "{\"AlarmName\":\"other\"}", "not of this message")]
    [InlineData("Subject", "added", "not of this message")]
    [InlineData("MessageId", "other", "not of this message")]
    [InlineData("Timestamp", "2026-11-22T12:00:01.000Z", "not of this message")]
    [InlineData("SignatureVersion", "1", "not of this message")]
    [InlineData("SignatureVersion", "3", "SignatureVersion other than 1 and 2")]
    [InlineData("SignatureVersion", null, "SignatureVersion other than 1 and 2")]
    [InlineData("Signature", null, "without Signature")]
    [InlineData("Signature", "", "without Signature")]
    [InlineData("Signature", "***", "no base64")]
    [InlineData("Signature", "AAAA", "not of this message")]
    [InlineData("MessageId", null, "without MessageId")]
    [InlineData("Message", null, "without Message")]
    [InlineData("SigningCertURL", null, "SigningCertURL")]
    [InlineData("SigningCertURL", "https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-a.pem", "SigningCertURL")]
    public async Task AChangedNotification_IsRefusedWithItsReason(string member, string? value, string reason)
    {
        var message = sns.Notification(Some.Noon, "{\"AlarmName\":\"Disk\"}");
        message[member] = value;

        var verdict = await CheckAsync(message);

        Assert.Equal((SnsOutcome.Refused, 401), (verdict.Outcome, verdict.Status));
        Assert.Contains(reason, verdict.Problem!.Found, StringComparison.Ordinal);
        Assert.All(sns.Fetched, a => Assert.Equal("sns.eu-west-1.amazonaws.com", a.Host));
    }

    [Fact]
    public async Task ASignatureOfAMegabyte_IsRefused()
    {
        var message = sns.Notification(Some.Noon, "a");
        message["Signature"] = new string('A', 1024 * 1024);

        Assert.Equal(SnsOutcome.Refused, (await CheckAsync(message)).Outcome);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("true")]
    [InlineData("null")]
    public async Task EveryMemberOfEveryType_IsRefusedNotThrown(string json)
    {
        foreach (var template in (JsonObject[])[sns.Notification(Some.Noon, "a", "s"), sns.Confirmation(Some.Noon)])
        {
            foreach (var (name, _) in template.Where(m => m.Key != "Type").ToList())
            {
                var message = (JsonObject)template.DeepClone();
                message[name] = JsonNode.Parse(json);

                var outcome = (await CheckAsync(message)).Outcome;

                // A subject that is null counts as none, so the text is not the one that was signed.
                Assert.Equal(SnsOutcome.Refused, outcome);
            }
        }

        Assert.Empty(sns.Confirmed);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-60, true)]
    [InlineData(-66, false)]
    [InlineData(4, true)]
    [InlineData(6, false)]
    public async Task AMessage_CountsForTheHourInWhichItIsDelivered(int minutes, bool verified) =>
        Assert.Equal(verified ? SnsOutcome.Verified : SnsOutcome.Refused, (await CheckAsync(sns.Notification(Some.Noon.AddMinutes(minutes), "a"))).Outcome);

    [Fact]
    public async Task AnotherTopic_IsRefusedAndNothingIsFetchedForIt()
    {
        foreach (var message in (JsonObject[])[sns.Notification(Some.Noon, "a", topic: SnsStation.Topic + "2"), sns.Confirmation(Some.Noon, SnsStation.Topic + "2")])
        {
            var verdict = await CheckAsync(message);

            Assert.Equal((SnsOutcome.Refused, 403), (verdict.Outcome, verdict.Status));
            Assert.Contains(SnsStation.Topic + "2", verdict.Problem!.Found, StringComparison.Ordinal);
        }

        Assert.Empty(sns.Fetched);
        Assert.Empty(sns.Confirmed);
    }

    [Fact]
    public async Task AConfirmationOfAListedTopic_IsConfirmedOnce()
    {
        var message = sns.Confirmation(Some.Noon);

        var first = await CheckAsync(message);
        log.Kept.Add(first.KeepAs!);
        var second = await CheckAsync(message);

        Assert.Equal((SnsOutcome.SetAside, $"the subscription of SNS topic {SnsStation.Topic} was confirmed"), (first.Outcome, first.Note));
        Assert.Equal((SnsOutcome.SetAside, $"the subscription of SNS topic {SnsStation.Topic} was confirmed before"), (second.Outcome, second.Note));
        Assert.Equal("sns.eu-west-1.amazonaws.com", Assert.Single(sns.Confirmed).Host);
    }

    [Fact]
    public async Task AConfirmationThatIsNotSignedRight_IsNotConfirmed()
    {
        using var other = new SnsStation(Some.Noon);

        foreach (var message in (JsonObject[])[other.Confirmation(Some.Noon), sns.Confirmation(Some.Noon.AddHours(-2)), sns.Confirmation(Some.Noon, subscribeUrl: "https://evil.example/?Action=ConfirmSubscription")])
        {
            Assert.Equal(SnsOutcome.Refused, (await CheckAsync(message)).Outcome);
        }

        Assert.Empty(sns.Confirmed);
    }

    [Fact]
    public async Task AConfirmationThatSnsRefuses_SaysSo()
    {
        sns.ConfirmationRefusal = "sns.eu-west-1.amazonaws.com answered 403";

        var verdict = await CheckAsync(sns.Confirmation(Some.Noon));

        Assert.Equal((SnsOutcome.Refused, 400, "a Token that SNS refuses: sns.eu-west-1.amazonaws.com answered 403"), (verdict.Outcome, verdict.Status, verdict.Problem!.Found));
    }

    [Fact]
    public async Task AnUnsubscription_IsSetAsideAndNotUndone()
    {
        var verdict = await CheckAsync(sns.Confirmation(Some.Noon, type: "UnsubscribeConfirmation"));

        Assert.Equal((SnsOutcome.SetAside, $"this address was unsubscribed from SNS topic {SnsStation.Topic}"), (verdict.Outcome, verdict.Note));
        Assert.Empty(sns.Confirmed);
    }

    [Fact]
    public async Task WithoutTopics_MessagesAreReadUnverifiedAndNothingIsFetched()
    {
        Assert.Equal(SnsOutcome.Unverified, (await CheckAsync(sns.Notification(Some.Noon, "a"), SnsOptions.None)).Outcome);
        Assert.Equal(
            $"the subscription of SNS topic {SnsStation.Topic} was not confirmed: setting Alerts__Sns__Topics names no topic",
            (await CheckAsync(sns.Confirmation(Some.Noon), SnsOptions.None)).Note);
        Assert.Equal(SnsOutcome.Refused, (await CheckAsync(sns.Notification(Some.Noon, "a"), SnsOptions.None, isRequired: true)).Outcome);
        Assert.Empty(sns.Fetched);
        Assert.Empty(sns.Confirmed);
    }

    [Fact]
    public async Task WithVerificationOff_ListedTopicsAreReadAndNothingIsConfirmed()
    {
        var options = new SnsOptions([SnsTopic.Find(SnsStation.Topic)!], VerifySignatures: false);

        Assert.Equal(SnsOutcome.Unverified, (await CheckAsync(sns.Notification(Some.Noon, "a"), options)).Outcome);
        Assert.Equal(403, (await CheckAsync(sns.Notification(Some.Noon, "a", topic: SnsStation.Topic + "2"), options)).Status);
        Assert.Equal(SnsOutcome.SetAside, (await CheckAsync(sns.Confirmation(Some.Noon), options)).Outcome);
        Assert.Empty(sns.Confirmed);
    }

    [Theory]
    [InlineData("""{"title":"Disk full"}""")]
    [InlineData("""[{"Type":"Notification","TopicArn":"a"}]""")]
    [InlineData("""{"Type":"Notification","Message":"of another tool"}""")]
    [InlineData("""{"Type":7,"TopicArn":"a"}""")]
    [InlineData("\"Notification\"")]
    public async Task WhatIsNoMessageOfSns_IsLeftAlone(string json) => Assert.Equal(SnsOutcome.None, (await CheckAsync(JsonNode.Parse(json)!)).Outcome);

    [Fact]
    public async Task ACertificateThatIsNotThere_IsRefusedAndOneThatCantBeFetchedFails()
    {
        sns.Refusal = "a certificate that this machine does not trust";
        Assert.Equal("a certificate that this machine does not trust", (await CheckAsync(sns.Notification(Some.Noon, "a"))).Problem!.Found);
        sns.Failure = new DependencyUnavailableException("sns", "no answer", null);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => CheckAsync(sns.Notification(Some.Noon, "a")));
    }

    [Fact]
    public void OnlyWhatIsSigned_IsReadOfAVerifiedMessage()
    {
        var message = sns.Notification(Some.Noon, "a", "s");
        message["alerts"] = new JsonArray(new JsonObject { ["title"] = "added by a stranger" });
        message["MessageAttributes"] = new JsonObject();
        using var document = JsonDocument.Parse(message.ToJsonString());

        using var signed = SnsSignature.OnlySigned(document.RootElement);

        Assert.Equal(
            ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type", "SignatureVersion", "Signature", "SigningCertURL"],
            signed.RootElement.EnumerateObject().Select(m => m.Name));
    }

    private async Task<SnsVerdict> CheckAsync(JsonNode message, SnsOptions? options = null, bool isRequired = false)
    {
        options ??= new SnsOptions([SnsTopic.Find(SnsStation.Topic)!], VerifySignatures: true);
        using var document = JsonDocument.Parse(message.ToJsonString());
        return await new SnsGate(SignatureOptions.None with { Sns = options, IsRequired = isRequired }, sns, sns, log, NullLogger<SnsGate>.Instance)
            .CheckAsync(document.RootElement, isProven: false, Some.Noon, CancellationToken.None);
    }

    /// <summary>Knows ids only.</summary>
    private sealed class Log : IRejectionLog
    {
        public List<string> Kept { get; } = [];

        public Task<Rejection?> FindAsync(string id, CancellationToken cancellationToken) =>
            Task.FromResult(Kept.Contains(id) ? new Rejection(id, Some.Noon, "intake", null, 202, "", [], null, 0, "") : null);

        public Task KeepAsync(Rejection rejection, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Rejection>> ListAsync(string? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
