using System.Security.Cryptography.X509Certificates;
using Automation.Flow;

namespace Automation.Alerts.Authentication;

/// <summary>Fetches the certificates that SNS signs with. The address has been checked; nobody else's is ever fetched.</summary>
internal interface ICertificateSource
{
    /// <exception cref="DependencyUnavailableException">It could not be fetched or checked now; later it may.</exception>
    Task<SigningCertificate> FindAsync(Uri address, CancellationToken cancellationToken);
}

/// <summary>Tells SNS that a subscription is wanted. Safe to repeat: a token that was used before gives the same subscription.</summary>
internal interface ISubscriptionConfirmer
{
    /// <summary>Null when it is confirmed, else why SNS refuses it for good.</summary>
    /// <exception cref="DependencyUnavailableException">SNS did not answer; later it may.</exception>
    Task<string?> ConfirmAsync(Uri address, CancellationToken cancellationToken);
}

/// <summary>A certificate, or why there is none that can be trusted; exactly one of both.</summary>
internal sealed record SigningCertificate(X509Certificate2? Certificate, string? Refusal)
{
    /// <summary>Bits; Amazon signs with 2,048.</summary>
    public const int MinKey = 2048;

    /// <summary>Why this certificate can't vouch for a message of a topic at this time; null when it can. Its chain was checked when it was fetched.</summary>
    public static string? Problem(X509Certificate2 certificate, SnsTopic topic, DateTimeOffset now)
    {
        if (now.UtcDateTime < certificate.NotBefore.ToUniversalTime() || now.UtcDateTime > certificate.NotAfter.ToUniversalTime()) return "a certificate that is not valid at this time";
        using var key = certificate.GetRSAPublicKey();
        if (key is null || key.KeySize < MinKey) return $"a certificate without an RSA key of {MinKey} bits or more";
        return topic.CertificateNames.Any(n => certificate.MatchesHostname(n, allowWildcards: false)) ? null : "a certificate that was not issued to Amazon SNS of the topic's region";
    }
}
