using System.Security.Cryptography.X509Certificates;
using Automation.Flow;

namespace Automation.Edges.Sns;

/// <summary>
/// Whether a certificate goes back to a root that this machine trusts. SNS serves the certificate alone, so the issuer's is
/// fetched from the address in it. Revocation is not looked at: the certificates live for months, and a responder that is
/// down must not stop alerts.
/// </summary>
/// <param name="roots">Trusted in place of the machine's roots, for tests.</param>
internal sealed class CertificateChain(X509Certificate2Collection? roots = null)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    /// <summary>Null when it is trusted, else why not.</summary>
    /// <exception cref="DependencyUnavailableException">An issuer is missing, which may be because it could not be fetched.</exception>
    public string? Problem(X509Certificate2 certificate, X509Certificate2Collection others, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.UrlRetrievalTimeout = TimeLimit;
        chain.ChainPolicy.ExtraStore.AddRange(others);
        if (roots is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        }

        if (chain.Build(certificate)) return null;
        var problems = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status);
        if (problems == X509ChainStatusFlags.PartialChain) throw new DependencyUnavailableException("Amazon SNS service", "the issuer of the signing certificate could not be found", null);
        return $"a certificate that this machine does not trust ({problems})";
    }
}
