using System.Net;
using System.Security.Cryptography.X509Certificates;
using Automation.Alerts.Authentication;
using Automation.Edges.Sns;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Sns;

/// <summary>What comes from the network is bounded, trusted only through its chain, and fetched as rarely as can be.</summary>
public sealed class SnsCertificateSourceTests : IDisposable
{
    private static readonly Uri Address = new($"{SnsStation.Host}/SimpleNotificationService-a.pem");

    private readonly FakeTime time = new(Some.Noon);
    private readonly SnsStation sns = new(Some.Noon);

    public void Dispose() => sns.Dispose();

    [Fact]
    public async Task ACertificate_IsFetchedOnceADay()
    {
        var network = new Network(_ => Answer(sns.Certificate.ExportCertificatePem()));
        using var source = Source(network);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => source.FindAsync(Address, CancellationToken.None)));
        Assert.Equal(sns.Certificate.Thumbprint, (await source.FindAsync(Address, CancellationToken.None)).Certificate!.Thumbprint);
        Assert.Single(network.Asked);
        time.Advance(SnsCertificateSource.KeptFor);
        await source.FindAsync(Address, CancellationToken.None);

        Assert.Equal([Address, Address], network.Asked);
    }

    [Fact]
    public async Task ACertificateOfAStrangersAuthority_IsRefused()
    {
        using var stranger = new SnsStation(Some.Noon);
        var pem = stranger.Certificate.ExportCertificatePem() + "\n" + stranger.Roots[0].ExportCertificatePem();
        using var source = Source(new Network(_ => Answer(pem)));

        var found = await source.FindAsync(Address, CancellationToken.None);

        Assert.Null(found.Certificate);
        Assert.Contains("does not trust", found.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACertificateWithoutItsIssuer_CanComeAgain()
    {
        using var stranger = new SnsStation(Some.Noon);
        using var source = Source(new Network(_ => Answer(stranger.Certificate.ExportCertificatePem())));

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => source.FindAsync(Address, CancellationToken.None));
    }

    [Fact]
    public async Task TheMachinesOwnRoots_DoNotTrustATestAuthority()
    {
        var pem = sns.Certificate.ExportCertificatePem() + "\n" + sns.Roots[0].ExportCertificatePem();
        using var source = new SnsCertificateSource(new SnsHttp(time, new Network(_ => Answer(pem))), new CertificateChain(), time);

        Assert.Null((await source.FindAsync(Address, CancellationToken.None)).Certificate);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>not found</html>")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public async Task WhatIsNoCertificate_IsRefused(string text)
    {
        using var source = Source(new Network(_ => Answer(text)));

        Assert.Equal("a SigningCertURL under which there is no certificate", (await source.FindAsync(Address, CancellationToken.None)).Refusal);
    }

    [Theory]
    [InlineData(HttpStatusCode.MovedPermanently)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task ARedirectOrRefusal_IsNotFollowedAndIsKept(HttpStatusCode status)
    {
        var network = new Network(_ => new HttpResponseMessage(status) { Headers = { Location = new Uri("https://evil.example/x.pem") } });
        using var source = Source(network);

        foreach (var _ in (int[])[1, 2]) Assert.Contains($"{(int)status}", (await source.FindAsync(Address, CancellationToken.None)).Refusal, StringComparison.Ordinal);
        Assert.Equal(Address, Assert.Single(network.Asked));
    }

    [Fact]
    public async Task AnAnswerOverTheLimit_Fails()
    {
        using var source = Source(new Network(_ => Answer(new string('a', SnsHttp.MaxAnswer + 1))));

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => source.FindAsync(Address, CancellationToken.None));
    }

    [Fact]
    public async Task AFailure_IsKeptForSecondsSoThatNobodyWaitsInLine()
    {
        var network = new Network(_ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        using var source = Source(network);

        foreach (var _ in (int[])[1, 2, 3]) await Assert.ThrowsAsync<DependencyUnavailableException>(() => source.FindAsync(Address, CancellationToken.None));
        Assert.Single(network.Asked);
        time.Advance(SnsCertificateSource.FailureKeptFor);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => source.FindAsync(Address, CancellationToken.None));

        Assert.Equal(2, network.Asked.Count);
    }

    [Fact]
    public async Task ANetworkThatHangs_IsGivenUpAfterFiveSeconds()
    {
        var network = new Network(null);
        using var source = Source(network);
        var waiting = source.FindAsync(Address, CancellationToken.None);

        Assert.False(waiting.IsCompleted);
        time.Advance(SnsHttp.TimeLimit);

        Assert.Contains("within 5 s", (await Assert.ThrowsAsync<DependencyUnavailableException>(() => waiting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyAddresses_AreKeptUpToALimit()
    {
        var network = new Network(_ => new HttpResponseMessage(HttpStatusCode.NotFound));
        using var source = Source(network);

        for (var i = 0; i <= SnsCertificateSource.MaxKept; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await source.FindAsync(new Uri($"{SnsStation.Host}/SimpleNotificationService-{i}.pem"), CancellationToken.None);
        }

        await source.FindAsync(new Uri($"{SnsStation.Host}/SimpleNotificationService-0.pem"), CancellationToken.None);
        await source.FindAsync(new Uri($"{SnsStation.Host}/SimpleNotificationService-{SnsCertificateSource.MaxKept}.pem"), CancellationToken.None);
        Assert.Equal(SnsCertificateSource.MaxKept + 2, network.Asked.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, null)]
    [InlineData(HttpStatusCode.Forbidden, "sns.eu-west-1.amazonaws.com answered 403")]
    [InlineData(HttpStatusCode.Found, "sns.eu-west-1.amazonaws.com answered 302")]
    public async Task AConfirmation_IsWhatSnsAnswers(HttpStatusCode status, string? refusal)
    {
        using var http = new SnsHttp(time, new Network(_ => new HttpResponseMessage(status)));

        Assert.Equal(refusal, await new SubscriptionConfirmer(http).ConfirmAsync(new Uri($"{SnsStation.Host}/?Token=secret"), CancellationToken.None));
    }

    [Fact]
    public async Task AConfirmationThatFails_DoesNotRepeatItsToken()
    {
        using var http = new SnsHttp(time, new Network(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError)));

        var e = await Assert.ThrowsAsync<DependencyUnavailableException>(() => new SubscriptionConfirmer(http).ConfirmAsync(new Uri($"{SnsStation.Host}/?Token=s3cr3t"), CancellationToken.None));

        Assert.DoesNotContain("s3cr3t", e.ToString(), StringComparison.Ordinal);
    }

    private SnsCertificateSource Source(Network network) => new(new SnsHttp(time, network), new CertificateChain(sns.Roots), time);

    private static HttpResponseMessage Answer(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text) };

    /// <summary>Answers in place of the network, and counts; without an answer it hangs.</summary>
    private sealed class Network(Func<HttpRequestMessage, HttpResponseMessage>? answer) : HttpMessageHandler
    {
        public List<Uri> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!);
            if (answer is null) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return answer!(request);
        }
    }
}
