using Automation.Alerts.Dialects;
using Automation.Flow;

namespace Automation.Alerts.Authentication;

/// <summary>
/// Decides at the door of intake whether a request is proven to come from where it says. A source that is configured must
/// sign; and what is read as that source's dialect is taken from signed requests alone, whatever name it is posted under,
/// so that leaving out the name or the signature is no way round.
/// </summary>
internal sealed class SignatureGate(SignatureOptions options, DialectCatalog dialects)
{
    private const string Field = "authentication";

    /// <summary>Names of the dialects that read what Amazon SNS brings.</summary>
    private static readonly string[] SnsNames = ["aws", "sns", "awssns", "cloudwatch", "awscloudwatch"];

    /// <summary>Looks at the source's own signature, before anything of the body is read.</summary>
    public SourceProof Check(string? source, SignedRequest request, DateTimeOffset now)
    {
        if (Find(source) is not { } signer) return new SourceProof(false, null);
        var check = signer.Check(request, options.Window, now);
        return check.Result == SignatureResult.Verified
            ? new SourceProof(true, null)
            : new SourceProof(false, new FieldProblem(Field, Found(check, options.Window), $"a request signed by scheme {signer.Scheme.Name}, as setting Alerts__Signatures asks of source {signer.Name}"));
    }

    /// <summary>For a request without proof: null when it may do without, else what it lacks.</summary>
    /// <param name="dialect">What reads its payload; null when nothing does.</param>
    public FieldProblem? MissingProof(IAlertDialect? dialect)
    {
        if (options.IsRequired) return new FieldProblem(Field, "a request of a source that is not configured to sign", "signed requests only (setting Alerts__RequireSignature): " + Signers());
        if (dialect is null) return null;
        if (options.Sources.FirstOrDefault(s => dialect.IsNamed(s.Name)) is { } signer) return Unsigned(dialect.Name, signer);
        return options.Sns.Verifies && SnsNames.Any(dialect.IsNamed) ? OutsideSns(dialect.Name) : null;
    }

    /// <summary>The same for what was read: one source's payload can carry another's, whose problems it would then speak of.</summary>
    public FieldProblem? MissingProof(IReadOnlyList<AlertDraft> drafts)
    {
        foreach (var signer in options.Sources)
        {
            if (dialects.Named(signer.Name)?.Name is { } dialect && drafts.Any(d => IsOf(d, dialect))) return Unsigned(dialect, signer);
        }

        return options.Sns.Verifies && Array.Find(SnsNames, n => drafts.Any(d => IsOf(d, n))) is { } name ? OutsideSns(name) : null;
    }

    /// <summary>A dedup key begins with its dialect, or with the dialect and what kind of thing it is (pagerduty-incident).</summary>
    private static bool IsOf(AlertDraft draft, string dialect) =>
        draft.DedupKey.Length > dialect.Length && draft.DedupKey.StartsWith(dialect, StringComparison.Ordinal) && draft.DedupKey[dialect.Length] is '|' or '-';

    private static FieldProblem Unsigned(string dialect, SignedSource signer) =>
        new(Field, $"an unsigned payload of {dialect}", $"payloads of {dialect} signed by scheme {signer.Scheme.Name}, posted to /api/alerts/{signer.Name}");

    private static FieldProblem OutsideSns(string dialect) =>
        new(Field, $"a payload of {dialect} outside a signed SNS message", "SNS messages with the signature of Amazon SNS; raw message delivery must be off");

    private SignedSource? Find(string? source) => source is null ? null : options.Sources.FirstOrDefault(s => string.Equals(s.Name, source.Trim(), StringComparison.OrdinalIgnoreCase));

    private string Signers()
    {
        var signers = options.Sources.Select(s => "/api/alerts/" + s.Name);
        return string.Join(", ", options.Sns.Verifies ? signers.Append("messages of the configured SNS topics") : signers);
    }

    /// <summary>Says what is wrong, never what would be right.</summary>
    private static string Found(SignatureCheck check, TimeSpan window) => check.Result switch
    {
        SignatureResult.Missing => $"no header {check.Header}",
        SignatureResult.Malformed => $"a header {check.Header} that has not the form of the scheme",
        SignatureResult.TooOld => $"a time in {check.Header} that is more than {window.TotalSeconds:0} s ago",
        SignatureResult.TooEarly => $"a time in {check.Header} that is more than {window.TotalSeconds:0} s ahead",
        _ => $"a signature in {check.Header} that is not of this body and a secret of this source",
    };
}

/// <param name="IsProven">Whether the source signed the request.</param>
/// <param name="Problem">Why it is refused; null when it is not.</param>
internal readonly record struct SourceProof(bool IsProven, FieldProblem? Problem);
