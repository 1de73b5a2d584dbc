using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Automation.Alerts.Authentication;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Authentication;

public sealed class SigningCertificateTests
{
    private static readonly SnsTopic Topic = SnsTopic.Find(SnsStation.Topic)!;

    [Theory]
    [InlineData("sns.amazonaws.com", true)]
    [InlineData("sns.eu-west-1.amazonaws.com", true)]
    [InlineData("sns-signing.eu-west-1.amazonaws.com", true)]
    [InlineData("sns-signing.us-east-1.amazonaws.com", false)]
    [InlineData("sns.amazonaws.com.evil.example", false)]
    [InlineData("*.amazonaws.com", false)]
    [InlineData("*.eu-west-1.amazonaws.com", false)]
    [InlineData("s3.amazonaws.com", false)]
    [InlineData("evil.example", false)]
    public void TheName_IsOneOfSns(string name, bool isTrusted)
    {
        using var sns = new SnsStation(Some.Noon, name: name);

        Assert.Equal(isTrusted, SigningCertificate.Problem(sns.Certificate, Topic, Some.Noon) is null);
    }

    [Fact]
    public void ACertificateOfGovCloud_IsOfUsGovWest()
    {
        using var sns = new SnsStation(Some.Noon, name: "sns-us-gov-west-1.amazonaws.com");

        Assert.Null(SigningCertificate.Problem(sns.Certificate, SnsTopic.Find("arn:aws-us-gov:sns:us-gov-east-1:123456789012:a")!, Some.Noon));
        Assert.NotNull(SigningCertificate.Problem(sns.Certificate, Topic, Some.Noon));
    }

    [Theory]
    [InlineData(-61, false)]
    [InlineData(-59, true)]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public void ACertificate_CountsWhileItIsValid(int days, bool isTrusted)
    {
        using var sns = new SnsStation(Some.Noon);

        Assert.Equal(isTrusted, SigningCertificate.Problem(sns.Certificate, Topic, Some.Noon.AddDays(days)) is null);
    }

    [Fact]
    public void ASmallKey_IsRefused()
    {
        using var sns = new SnsStation(Some.Noon, keySize: 1024);

        Assert.Contains("2048 bits", SigningCertificate.Problem(sns.Certificate, Topic, Some.Noon), StringComparison.Ordinal);
    }

    [Fact]
    public void AKeyThatIsNotRsa_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=sns.amazonaws.com", key, HashAlgorithmName.SHA256).CreateSelfSigned(Some.Noon.AddDays(-1), Some.Noon.AddDays(1));

        Assert.Contains("2048 bits", SigningCertificate.Problem(certificate, Topic, Some.Noon), StringComparison.Ordinal);
    }
}
