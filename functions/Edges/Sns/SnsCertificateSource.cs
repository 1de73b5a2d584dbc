using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Automation.Alerts.Authentication;
using Automation.Flow;

namespace Automation.Edges.Sns;

/// <summary>
/// Fetches signing certificates and keeps them: SNS changes them about once a year. One fetch at a time, and a failure is
/// kept for some seconds too, so that a flood of messages is no flood of fetches and nobody waits in line behind failures.
/// </summary>
internal sealed class SnsCertificateSource(SnsHttp http, CertificateChain chain, TimeProvider clock) : ICertificateSource, IDisposable
{
    public const int MaxKept = 64;
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);
    public static readonly TimeSpan RefusalKeptFor = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan FailureKeptFor = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim fetching = new(1, 1);
    private readonly Lock gate = new();
    private readonly Dictionary<Uri, Kept> kept = [];

    public async Task<SigningCertificate> FindAsync(Uri address, CancellationToken cancellationToken)
    {
        if (Find(address) is { } known) return known;
        await fetching.WaitAsync(cancellationToken);
        try
        {
            return Find(address) ?? await FetchAsync(address, cancellationToken);
        }
        finally
        {
            fetching.Release();
        }
    }

    public void Dispose() => fetching.Dispose();

    private async Task<SigningCertificate> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            var (status, body) = await http.GetAsync(address, cancellationToken);
            var found = status == HttpStatusCode.OK ? Read(body) : new SigningCertificate(null, $"a certificate that SNS does not have: {address.Host} answered {(int)status}");
            Keep(address, new Kept(found, null, clock.GetUtcNow() + (found.Refusal is null ? KeptFor : RefusalKeptFor)));
            return found;
        }
        catch (DependencyUnavailableException e)
        {
            Keep(address, new Kept(null, e, clock.GetUtcNow() + FailureKeptFor));
            throw;
        }
    }

    private SigningCertificate Read(byte[] body)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Encoding.ASCII.GetString(body));
        }
        catch (CryptographicException)
        {
            // The same to whoever sent the message as a file without any certificate.
            certificates.Clear();
        }

        if (certificates.Count == 0) return new SigningCertificate(null, "a SigningCertURL under which there is no certificate");
        return chain.Problem(certificates[0], certificates, clock.GetUtcNow()) is { } problem ? new SigningCertificate(null, problem) : new SigningCertificate(certificates[0], null);
    }

    private SigningCertificate? Find(Uri address)
    {
        lock (gate)
        {
            if (!kept.TryGetValue(address, out var found) || found.Until <= clock.GetUtcNow()) return null;
            return found.Failure is null ? found.Certificate : throw new DependencyUnavailableException("Amazon SNS service", "it failed a moment ago", found.Failure);
        }
    }

    private void Keep(Uri address, Kept entry)
    {
        lock (gate)
        {
            if (kept.Count >= MaxKept && !kept.ContainsKey(address)) kept.Remove(kept.MinBy(k => k.Value.Until).Key);
            kept[address] = entry;
        }
    }

    private sealed record Kept(SigningCertificate? Certificate, Exception? Failure, DateTimeOffset Until);
}
