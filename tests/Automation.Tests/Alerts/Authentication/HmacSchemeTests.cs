using System.Text;
using Automation.Alerts.Authentication;
using Automation.Tests.Support;
using static Automation.Tests.Support.SignedText;

namespace Automation.Tests.Alerts.Authentication;

/// <summary>Every scheme, over the same table of requests: only what was signed with the secret, over these bytes, at this time, passes.</summary>
public sealed class HmacSchemeTests
{
    private const string Body = """{"title":"Disk full"}""";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Made with openssl dgst -sha256 -hmac, so that no mistake of ours is on both sides.</summary>
    [Theory]
    [InlineData("github", "X-Hub-Signature-256", "sha256=62dbbb028e7ee0f898bf21c203879ca0121530c5aac3c0f51f791c6bd2c6ec87", null)]
    [InlineData("pagerduty-v3", "X-PagerDuty-Signature", "v1=62dbbb028e7ee0f898bf21c203879ca0121530c5aac3c0f51f791c6bd2c6ec87", null)]
    [InlineData("sentry", "Sentry-Hook-Signature", "62dbbb028e7ee0f898bf21c203879ca0121530c5aac3c0f51f791c6bd2c6ec87", null)]
    [InlineData("grafana", "X-Grafana-Alerting-Signature", "62dbbb028e7ee0f898bf21c203879ca0121530c5aac3c0f51f791c6bd2c6ec87", null)]
    [InlineData("grafana", "X-Grafana-Alerting-Signature", "2a78c4cdbf22954d4dfcbf42e14a43f5084d45fc639810859943a11d9f611d47", "X-Grafana-Alerting-Timestamp")]
    [InlineData("automation", "X-Automation-Signature", "v1=788c43da5dadf75c6b8d5f163098ec20684e1162f753b4b9a1e219f1d3eaa60a", "X-Automation-Timestamp")]
    public void ARequestAsTheSourceSignsIt_IsVerified(string scheme, string header, string signature, string? timestampHeader)
    {
        (string, string)[] headers = timestampHeader is null ? [(header, signature)] : [(header, signature), (timestampHeader, "1795348800")];

        Assert.Equal(SignatureResult.Verified, Check(scheme, Request(Body, headers)));
        Assert.Equal(SignatureResult.Verified, Check(scheme, Request(Body, [(header, signature.ToUpperInvariant()), .. headers.Skip(1)])));
        Assert.Equal(SignatureResult.Wrong, Check(scheme, Request(Body + " ", headers)));
        Assert.Equal(SignatureResult.Wrong, Check(scheme, Request("\uFEFF" + Body, headers)));
    }

    /// <summary>Test case 2 of RFC 4231.</summary>
    [Fact]
    public void TheVectorOfTheStandard_IsVerified() => Assert.Equal(
        SignatureResult.Verified,
        SignatureSchemes.Sentry.Check(Request("what do ya want for nothing?", ("Sentry-Hook-Signature", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")), [Encoding.ASCII.GetBytes("Jefe")], Window, Some.Noon).Result);

    public static TheoryData<string> Schemes => ["github", "pagerduty-v3", "sentry", "grafana", "automation"];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void AnythingElse_IsRefusedWithItsReason(string name)
    {
        var scheme = SignatureSchemes.Find(name)!;
        var right = Sign(scheme, Body);

        Assert.Equal(SignatureResult.Missing, Check(scheme, null));
        Assert.Equal(SignatureResult.Missing, Check(scheme, ""));
        Assert.Equal(SignatureResult.Wrong, Check(scheme, Sign(scheme, Body, OtherSecret)));
        Assert.Equal(SignatureResult.Wrong, Check(scheme, Sign(scheme, Body + "\n")));
        foreach (var malformed in (string[])[
            "no signature", scheme.Prefix + "00", right[..^1], right[..^1] + "g", right + "00", "sha1=" + right, scheme.Prefix + new string('0', 1024 * 1024), new string(',', 4000), new string(',', 20),
            scheme.Prefix + Convert.ToBase64String(new byte[32]), scheme.Prefix + "0x" + right[scheme.Prefix.Length..^2]]) Assert.Equal(SignatureResult.Malformed, Check(scheme, malformed));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void ARotatedSecret_IsTakenBesideTheNewOne(string name)
    {
        var scheme = SignatureSchemes.Find(name)!;

        foreach (var secret in (string[])[Secret, OtherSecret]) Assert.Equal(SignatureResult.Verified, Check(scheme, Sign(scheme, Body, secret), Secret, OtherSecret));
        Assert.Equal(SignatureResult.Wrong, Check(scheme, Sign(scheme, Body, "0000000000000000"), Secret, OtherSecret));
    }

    [Theory]
    [InlineData("pagerduty-v3")]
    [InlineData("automation")]
    public void OneOfSeveralSignatures_IsEnough(string name)
    {
        var scheme = SignatureSchemes.Find(name)!;
        var (right, wrong) = (Sign(scheme, Body), Sign(scheme, Body, OtherSecret));

        Assert.Equal(SignatureResult.Verified, Check(scheme, $"{wrong},{right}"));
        Assert.Equal(SignatureResult.Verified, Check(scheme, $"{right}, {wrong}"));
        Assert.Equal(SignatureResult.Verified, Check(scheme, $"v2=whatever,{right}"));
        Assert.Equal(SignatureResult.Wrong, Check(scheme, $"{wrong},{wrong}"));
        Assert.Equal(SignatureResult.Malformed, Check(scheme, $"v2={right[3..]}"));
        Assert.Equal(SignatureResult.Wrong, Check(scheme, string.Join(',', Enumerable.Repeat(wrong, HmacScheme.MaxSignatures)) + "," + right));
    }

    [Theory]
    [InlineData("github")]
    [InlineData("sentry")]
    [InlineData("grafana")]
    public void TwoSignatures_AreMalformedWhereTheSchemeHasOne(string name)
    {
        var scheme = SignatureSchemes.Find(name)!;

        Assert.Equal(SignatureResult.Malformed, Check(scheme, $"{Sign(scheme, Body)},{Sign(scheme, Body)}"));
    }

    [Theory]
    [InlineData(0, nameof(SignatureResult.Verified))]
    [InlineData(-300, nameof(SignatureResult.Verified))]
    [InlineData(300, nameof(SignatureResult.Verified))]
    [InlineData(-301, nameof(SignatureResult.TooOld))]
    [InlineData(301, nameof(SignatureResult.TooEarly))]
    [InlineData(-1_000_000_000, nameof(SignatureResult.TooOld))]
    public void ATimestamp_CountsWithinTheWindowOnBothSides(int seconds, string expected)
    {
        var time = Unix(Some.Noon.AddSeconds(seconds));

        Assert.Equal(expected, Check("automation", Request(Body, ("X-Automation-Timestamp", time), ("X-Automation-Signature", "v1=" + Hmac($"{time}.{Body}")))).ToString());
        Assert.Equal(expected, Check("grafana", Request(Body, ("X-Grafana-Alerting-Timestamp", time), ("X-Grafana-Alerting-Signature", Hmac($"{time}:{Body}")))).ToString());
    }

    [Fact]
    public void AChangedOrMissingTimestamp_IsRefused()
    {
        var signature = ("X-Automation-Signature", "v1=" + Hmac($"{Unix(Some.Noon)}.{Body}"));

        Assert.Equal(SignatureResult.Missing, Check("automation", Request(Body, signature)));
        Assert.Equal(SignatureResult.Wrong, Check("automation", Request(Body, signature, ("X-Automation-Timestamp", Unix(Some.Noon.AddSeconds(1))))));
        foreach (var malformed in (string[])["noon", "-1", "1.5", "1795348800,1795348800", "9999999999999", "٣"]) Assert.Equal(SignatureResult.Malformed, Check("automation", Request(Body, signature, ("X-Automation-Timestamp", malformed))));
    }

    /// <summary>The old time can't be taken off: then the text that was signed is another.</summary>
    [Fact]
    public void AGrafanaRequestWithoutItsTimestamp_IsWrong() =>
        Assert.Equal(SignatureResult.Wrong, Check("grafana", Request(Body, ("X-Grafana-Alerting-Signature", Hmac($"{Unix(Some.Noon.AddDays(-1))}:{Body}")))));

    [Fact]
    public void ATextThatMovesTheSeparator_IsWrong() =>
        Assert.Equal(SignatureResult.Wrong, Check("automation", Request("8" + Body, ("X-Automation-Timestamp", "179534880"), ("X-Automation-Signature", "v1=" + Hmac($"1795348808.{Body}")))));

    private static string Sign(HmacScheme scheme, string body, string secret = Secret) =>
        scheme.Prefix + Hmac(scheme.TimestampHeader is not null && scheme.NeedsTimestamp ? $"{Unix(Some.Noon)}{scheme.Separator}{body}" : body, secret);

    private static SignatureResult Check(HmacScheme scheme, string? signature, params string[] secrets)
    {
        var headers = new List<(string, string)>();
        if (signature is not null) headers.Add((scheme.Header, signature));
        if (scheme.TimestampHeader is not null && scheme.NeedsTimestamp) headers.Add((scheme.TimestampHeader, Unix(Some.Noon)));
        return scheme.Check(Request(Body, [.. headers]), secrets is [] ? [Encoding.UTF8.GetBytes(Secret)] : [.. secrets.Select(Encoding.UTF8.GetBytes)], Window, Some.Noon).Result;
    }

    private static SignatureResult Check(string scheme, SignedRequest request) =>
        SignatureSchemes.Find(scheme)!.Check(request, [Encoding.UTF8.GetBytes(Secret)], Window, Some.Noon).Result;
}
