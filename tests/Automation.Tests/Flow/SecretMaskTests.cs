using System.Text;
using Automation.Flow;

namespace Automation.Tests.Flow;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("""{"password": "s3cr3t-value"}""")]
    [InlineData("""{"db_password":"s3cr3t-value","x":1}""")]
    [InlineData("""{"apiKey" : "s3cr3t-value"}""")]
    [InlineData("""{"x-api-key": "a\"s3cr3t-value"}""")]
    [InlineData("""{"routing_key": "s3cr3t-value""")]
    [InlineData("""{"token": s3cr3t-value, "b": 2""")]
    [InlineData("""https://host/api?code=s3cr3t-value&x=1""")]
    [InlineData("""https://x.blob.core.windows.net/a?sv=1&sig=s3cr3t-value""")]
    [InlineData("""https://user:s3cr3t-value@host/path""")]
    [InlineData("""AccountName=a;AccountKey=s3cr3t-value;EndpointSuffix=b""")]
    [InlineData("""Endpoint=sb://a/;SharedAccessKeyName=n;SharedAccessKey=s3cr3t-value""")]
    [InlineData("""Authorization: Bearer s3cr3t-value""")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\ns3cr3t-value\n-----END RSA PRIVATE KEY-----")]
    public void ASecret_IsMasked(string text)
    {
        var masked = SecretMask.Apply(text);

        Assert.DoesNotContain("s3cr3t-value", masked, StringComparison.Ordinal);
        Assert.Contains(SecretMask.Mask, masked, StringComparison.Ordinal);
    }

    [Fact]
    public void AJsonWebToken_IsMaskedWhereverItStands() =>
        Assert.Equal("""{"note":"***"}""", SecretMask.Apply("""{"note":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"}"""));

    [Theory]
    [InlineData("""{"title": "Disk full", "host": "db01", "labels": {"team": "databases"}}""")]
    [InlineData("""http://prometheus:9090/graph?g0.expr=up""")]
    [InlineData("2026-11-22T12:00:00Z error code 500")]
    public void OrdinaryText_StaysAsItIs(string text) => Assert.Equal(text, SecretMask.Apply(text));

    [Fact]
    public void AHostileText_IsMaskedInLinearTime()
    {
        var text = string.Concat(Enumerable.Repeat("token.pass-", 30_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        SecretMask.Apply(Encoding.UTF8.GetBytes(text));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
