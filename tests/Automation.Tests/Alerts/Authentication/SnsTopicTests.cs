using Automation.Alerts.Authentication;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Authentication;

/// <summary>Nothing but the SNS endpoint of the topic's own region is ever an address that is fetched.</summary>
public sealed class SnsTopicTests
{
    private const string File = "SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";

    private static readonly SnsTopic Topic = SnsTopic.Find(SnsStation.Topic)!;

    [Theory]
    [InlineData("arn:aws:sns:us-east-1:123456789012:alarms", "sns.us-east-1.amazonaws.com")]
    [InlineData("arn:aws:sns:ap-southeast-2:123456789012:a_B-9", "sns.ap-southeast-2.amazonaws.com")]
    [InlineData("arn:aws-us-gov:sns:us-gov-west-1:123456789012:a", "sns.us-gov-west-1.amazonaws.com")]
    [InlineData("arn:aws-cn:sns:cn-northwest-1:123456789012:a", "sns.cn-northwest-1.amazonaws.com.cn")]
    public void ATopic_HasTheHostOfItsRegion(string arn, string host)
    {
        Assert.Equal(host, SnsTopic.Find(arn)!.Host);
        Assert.NotNull(SnsTopic.Find(arn)!.CertificateAddress($"https://{host}/{File}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("arn:aws:sns:us-east-1:123456789012:")]
    [InlineData("arn:aws:sns:us-east-1:12345:a")]
    [InlineData("arn:aws:sns:evil.example/:123456789012:a")]
    [InlineData("arn:aws:sns:s3-us-east-1:123456789012:a")]
    [InlineData("arn:aws:sns:us-east-1.evil:123456789012:a")]
    [InlineData("arn:aws:sns:us-east-1:123456789012:a\n")]
    [InlineData("arn:aws:sns:us-east-1:123456789012:a:0f1e2d3c-subscription")]
    [InlineData("arn:evil:sns:us-east-1:123456789012:a")]
    public void WhatIsNoTopic_HasNone(string? arn) => Assert.Null(SnsTopic.Find(arn));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("http://sns.eu-west-1.amazonaws.com/" + File)]
    [InlineData("HTTPS://sns.eu-west-1.amazonaws.com/" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com.evil.example/" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com@evil.example/" + File)]
    [InlineData("https://user:pass@sns.eu-west-1.amazonaws.com/" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com:8443/" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com:443/" + File)]
    [InlineData("https://evil.amazonaws.com.s3.eu-west-1.amazonaws.com/" + File)]
    [InlineData("https://sns.s3-eu-west-1.amazonaws.com/" + File)]
    [InlineData("https://s3.eu-west-1.amazonaws.com/" + File)]
    [InlineData("https://sns.us-east-1.amazonaws.com/" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com.cn/" + File)]
    [InlineData("https://xsns.eu-west-1.amazonaws.com/" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com\\@evil.example/" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com#@evil.example/" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com?@evil.example/" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/../" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/%2e%2e/" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/folder/" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com//evil.example/" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/?Action=Publish&Message=" + File)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/" + File + "?a=1")]
    [InlineData("https://sns.eu-west-1.amazonaws.com/" + File + "#a")]
    [InlineData("https://sns.eu-west-1.amazonaws.com/" + File + "\n")]
    [InlineData("https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-.pem")]
    [InlineData("https://sns.eu-west-1.amazonaws.com/other.pem")]
    [InlineData("https://sns.eu-west-1.amazonaws.com/" + File + ".exe")]
    [InlineData("https://ѕns.eu-west-1.amazonaws.com/" + File)]
    [InlineData("file:///etc/passwd.pem")]
    public void AnyOtherCertificateAddress_IsNone(string? address) => Assert.Null(Topic.CertificateAddress(address));

    [Fact]
    public void AnEndlessAddress_IsNone() => Assert.Null(Topic.CertificateAddress($"https://{Topic.Host}/" + new string('a', 1024 * 1024) + ".pem"));

    [Theory]
    [InlineData("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:123456789012:alarms&Token=" + SnsStation.Token)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn%3Aaws%3Asns%3Aeu-west-1%3A123456789012%3Aalarms&Token=" + SnsStation.Token)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/?TopicArn=arn:aws:sns:eu-west-1:123456789012:alarms&Token=" + SnsStation.Token + "&Action=ConfirmSubscription")]
    public void AConfirmationOfTheTopicAndToken_IsRebuiltFromThem(string address) => Assert.Equal(
        $"https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn%3Aaws%3Asns%3Aeu-west-1%3A123456789012%3Aalarms&Token={SnsStation.Token}",
        Topic.ConfirmationAddress(address, SnsStation.Token)!.AbsoluteUri);

    [Theory]
    [InlineData(null)]
    [InlineData("http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:123456789012:alarms&Token=" + SnsStation.Token)]
    [InlineData("https://evil.example/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:123456789012:alarms&Token=" + SnsStation.Token)]
    [InlineData("https://sns.eu-west-1.amazonaws.com@evil.example/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:123456789012:alarms&Token=" + SnsStation.Token)]
    [InlineData("https://sns.eu-west-1.amazonaws.com:8443/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:123456789012:alarms&Token=" + SnsStation.Token)]
    [InlineData("https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:123456789012:alarms&Token=" + SnsStation.Token)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&TopicArn=arn:aws:sns:eu-west-1:123456789012:alarms&Token=" + SnsStation.Token)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:123456789012:other&Token=" + SnsStation.Token)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:123456789012:alarms&Token=other")]
    [InlineData("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:123456789012:alarms")]
    [InlineData("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Action=Publish&TopicArn=arn:aws:sns:eu-west-1:123456789012:alarms&Token=" + SnsStation.Token)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/a?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:123456789012:alarms&Token=" + SnsStation.Token)]
    public void AnyOtherSubscribeUrl_IsNone(string? address) => Assert.Null(Topic.ConfirmationAddress(address, SnsStation.Token));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a&Action=Publish")]
    [InlineData("a b")]
    public void AStrangeToken_IsNone(string? token) =>
        Assert.Null(Topic.ConfirmationAddress($"{SnsStation.Host}/?Action=ConfirmSubscription&TopicArn={SnsStation.Topic}&Token={Uri.EscapeDataString(token ?? "")}", token));
}
