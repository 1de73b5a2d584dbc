using Automation.Alerts.Authentication;
using Automation.Flow;
using Automation.Tests.Support;
using static Automation.Tests.Support.SignedText;

namespace Automation.Tests.Alerts.Authentication;

public sealed class SignatureSettingsTests
{
    [Fact]
    public void SourcesWithTheirSchemesAndSecrets_AreRead()
    {
        var (options, problems) = Read(
            ("Alerts__Signatures", "pagerduty=pagerduty-v3:AlertSecrets__PagerDuty, GitHub = github : AlertSecrets__GitHub"),
            ("AlertSecrets__PagerDuty", $"{OtherSecret}, {Secret}"),
            ("AlertSecrets__GitHub", Secret));

        Assert.Empty(problems);
        Assert.Equal([("pagerduty", "pagerduty-v3"), ("GitHub", "github")], options.Sources.Select(s => (s.Name, s.Scheme.Name)));
        Assert.All(options.Sources, s => Assert.Equal(SignatureResult.Verified, s.Check(Request("a", (((HmacScheme)s.Scheme).Header, ((HmacScheme)s.Scheme).Prefix + Hmac("a"))), options.Window, Some.Noon).Result));
    }

    [Fact]
    public void HeadersOfGrafana_CanBeNamedAndATimestampIsRequiredThen()
    {
        var (options, problems) = Read(("Alerts__Signatures", "grafana=grafana:AlertSecrets__Grafana:X-Sig:X-When"), ("AlertSecrets__Grafana", Secret));
        var time = Unix(Some.Noon);

        Assert.Empty(problems);
        Assert.Equal(new SignatureCheck(SignatureResult.Missing, "X-Sig"), Check(("X-Grafana-Alerting-Signature", Hmac("a"))));
        Assert.Equal(new SignatureCheck(SignatureResult.Missing, "X-When"), Check(("X-Sig", Hmac("a"))));
        Assert.Equal(SignatureResult.Verified, Check(("X-Sig", Hmac($"{time}:a")), ("X-When", time)).Result);

        SignatureCheck Check(params (string, string)[] headers) => options.Sources[0].Check(Request("a", headers), options.Window, Some.Noon);
    }

    [Theory]
    [InlineData("pagerduty")]
    [InlineData("=github:AlertSecrets__A")]
    [InlineData("a b=github:AlertSecrets__A")]
    [InlineData("github=sha1:AlertSecrets__A")]
    [InlineData("github=github")]
    [InlineData("github=github:")]
    [InlineData("github=github:ServiceBus")]
    [InlineData("github=github:AlertSecrets__None")]
    [InlineData("github=github:AlertSecrets__Short")]
    [InlineData("github=github:AlertSecrets__A:X-Sig")]
    [InlineData("grafana=grafana:AlertSecrets__A:X-Sig:X-When:more")]
    [InlineData("grafana=grafana:AlertSecrets__A:X Sig")]
    [InlineData("a=github:AlertSecrets__A,A=sentry:AlertSecrets__A")]
    public void WhatCantBeUsed_IsRefusedAtStart(string setting)
    {
        var (_, problems) = Read(("Alerts__Signatures", setting), ("AlertSecrets__A", Secret), ("AlertSecrets__Short", "short"));

        Assert.Single(problems);
    }

    [Theory]
    [InlineData("github=github:my-pasted-secret")]
    [InlineData("github=my-pasted-secret")]
    [InlineData("my-pasted-secret")]
    [InlineData("github=github:AlertSecrets__A:my-pasted-secret:a:b:c")]
    public void ASecretInTheWrongPlace_IsNotRepeated(string setting)
    {
        var (_, problems) = Read(("Alerts__Signatures", setting), ("AlertSecrets__A", Secret));

        Assert.DoesNotContain("my-pasted-secret", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void AShortSecret_IsRefusedByItsLengthOnly()
    {
        var (_, problems) = Read(("Alerts__Signatures", "github=github:AlertSecrets__A"), ("AlertSecrets__A", Secret + ",my-short"));

        Assert.Equal("AlertSecrets__A: found a value of 32 characters (not shown); accepted: one secret of 16 to 1024 characters, or up to 5 separated by commas", Assert.Single(problems));
    }

    [Theory]
    [InlineData("arn:aws:sns:eu-west-1:123456789012:alarms,arn:aws-cn:sns:cn-north-1:123456789012:a", 2)]
    [InlineData("arn:aws:sqs:eu-west-1:123456789012:alarms", 0)]
    [InlineData("alarms", 0)]
    public void Topics_AreArnsOfSns(string setting, int topics)
    {
        var (options, problems) = Read(("Alerts__Sns__Topics", setting));

        Assert.Equal((topics, topics == 0), (options.Sns.Topics.Count, problems.Count > 0));
    }

    [Fact]
    public void SignaturesRequiredOfNobody_AreRefusedAtStart()
    {
        Assert.Contains("nobody who signs", Assert.Single(Read(("Alerts__RequireSignature", "true")).Problems), StringComparison.Ordinal);
        Assert.Empty(Read(("Alerts__RequireSignature", "true"), ("Alerts__Sns__Topics", SnsStation.Topic)).Problems);
    }

    [Fact]
    public void WithoutSettings_NobodyMustSign()
    {
        var (options, problems) = Read();

        Assert.Empty(problems);
        Assert.Equal((0, false, 300.0, 0, true, false), (options.Sources.Count, options.IsRequired, options.Window.TotalSeconds, options.Sns.Topics.Count, options.Sns.VerifySignatures, options.Sns.Verifies));
    }

    private static (SignatureOptions Options, IReadOnlyList<string> Problems) Read(params (string Name, string Value)[] settings)
    {
        var reader = new SettingReader(settings.ToDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal).GetValueOrDefault);
        return (SignatureOptions.Read(reader), reader.Problems);
    }
}
