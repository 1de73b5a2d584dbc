using System.Globalization;
using System.Text.Json;
using Automation.Alerts.Intake;
using Automation.Flow;

namespace Automation.Alerts.Authentication;

/// <summary>
/// Decides about messages of Amazon SNS before a dialect reads them: which topics they may come from, whether SNS signed
/// them, and what becomes of confirmations. Nothing is fetched for a topic that is not configured.
/// </summary>
internal sealed class SnsGate(
    SignatureOptions options, ICertificateSource certificates, ISubscriptionConfirmer confirmer, IRejectionLog log, ILogger<SnsGate> logger)
{
    /// <summary>SNS gives up on an HTTP endpoint after at most 3,600 s (Amazon SNS Developer Guide, "Message delivery retries").</summary>
    public static readonly TimeSpan Delivery = TimeSpan.FromHours(1);

    private const string Field = "authentication";

    /// <param name="isProven">Whether the request is signed in another way, by the source of its address.</param>
    /// <exception cref="DependencyUnavailableException">The certificate or the confirmation needs SNS, which does not answer; the message may come again.</exception>
    public async Task<SnsVerdict> CheckAsync(JsonElement root, bool isProven, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!SnsSignature.IsMessage(root)) return SnsVerdict.None;
        if (options.Sns.Topics.Count == 0) return Unverified(root, isProven, "setting Alerts__Sns__Topics names no topic");
        if (Listed(root) is not { } topic) return Refuse(403, $"a message of the SNS topic {Shown(root, "TopicArn")}", "messages of the topics in setting Alerts__Sns__Topics");
        if (!options.Sns.VerifySignatures) return Unverified(root, isProven, "setting Alerts__Sns__VerifySignatures is false");
        if (await VerifyAsync(root, topic, now, cancellationToken) is { } problem) return Refuse(401, problem, "an SNS message as Amazon SNS signed it");
        return SnsSignature.Value(root, "Type") switch
        {
            SnsSignature.SubscriptionConfirmation => await ConfirmAsync(root, topic, cancellationToken),
            SnsSignature.UnsubscribeConfirmation => Unsubscribed(root),
            _ => new SnsVerdict(SnsOutcome.Verified, $"signature of Amazon SNS verified for topic {topic.Arn}"),
        };
    }

    private SnsTopic? Listed(JsonElement root) => options.Sns.Topics.FirstOrDefault(t => t.Arn == SnsSignature.Value(root, "TopicArn"));

    /// <summary>What is cheap and needs no network comes first. Null when all is well.</summary>
    private async Task<string?> VerifyAsync(JsonElement root, SnsTopic topic, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (SnsSignature.SignedText(root, out var missing) is not { } text) return $"an SNS message without {missing}";
        if (topic.CertificateAddress(SnsSignature.Value(root, "SigningCertURL")) is not { } address) return $"a SigningCertURL that is not a certificate at https://{topic.Host}";
        var certificate = await certificates.FindAsync(address, cancellationToken);
        if ((certificate.Refusal ?? SigningCertificate.Problem(certificate.Certificate!, topic, now)) is { } refusal) return refusal;
        return SnsSignature.Check(root, text, certificate.Certificate!) switch
        {
            SignatureResult.Missing => "an SNS message without Signature, or with a longer one than there is",
            SignatureResult.Malformed => "a Signature that is no base64, or a SignatureVersion other than 1 and 2",
            SignatureResult.Wrong => "a Signature that is not of this message and this certificate",
            _ => Age(root, now),
        };
    }

    /// <summary>A message is sent again for an hour at most; what is older was caught and is played again.</summary>
    private string? Age(JsonElement root, DateTimeOffset now)
    {
        if (Timestamp(root) is not { } sent) return "a Timestamp that is no time";
        if (now - sent > Delivery + options.Window) return "a Timestamp longer ago than SNS delivers a message";
        return sent - now > options.Window ? "a Timestamp in the future" : null;
    }

    /// <summary>
    /// Looked up first: a message that comes again, or is played again, is not confirmed twice. Between the confirmation and
    /// its record a crash leads to a second one, which SNS answers as the first.
    /// </summary>
    private async Task<SnsVerdict> ConfirmAsync(JsonElement root, SnsTopic topic, CancellationToken cancellationToken)
    {
        if (topic.ConfirmationAddress(SnsSignature.Value(root, "SubscribeURL"), SnsSignature.Value(root, "Token")) is not { } address) return Refuse(401, "a SubscribeURL that does not confirm this topic and Token at its SNS endpoint", $"a SubscribeURL at https://{topic.Host}");
        var id = SortableId.From(Timestamp(root)!.Value, $"sns|{topic.Arn}|{SnsSignature.Value(root, "MessageId")}");
        if (await log.FindAsync(id, cancellationToken) is not null) return new SnsVerdict(SnsOutcome.SetAside, $"the subscription of SNS topic {topic.Arn} was confirmed before");
        if (await confirmer.ConfirmAsync(address, cancellationToken) is { } refusal)
        {
            logger.LogWarning("The subscription of SNS topic {Topic} was not confirmed: {Reason}", topic.Arn, refusal);
            return Refuse(400, $"a Token that SNS refuses: {refusal}", "a Token of the last days; subscribe again");
        }

        logger.LogInformation("The subscription of SNS topic {Topic} was confirmed", topic.Arn);
        return new SnsVerdict(SnsOutcome.SetAside, $"the subscription of SNS topic {topic.Arn} was confirmed") { KeepAs = id };
    }

    private SnsVerdict Unverified(JsonElement root, bool isProven, string because)
    {
        if (options.IsRequired && !isProven) return Refuse(401, $"an SNS message that was not verified: {because}", "signed requests only (setting Alerts__RequireSignature)");
        return SnsSignature.Value(root, "Type") switch
        {
            SnsSignature.SubscriptionConfirmation => new(SnsOutcome.SetAside, $"the subscription of SNS topic {Shown(root, "TopicArn")} was not confirmed: {because}"),
            SnsSignature.UnsubscribeConfirmation => Unsubscribed(root),
            _ => new(SnsOutcome.Unverified, $"signature of Amazon SNS not verified: {because}"),
        };
    }

    /// <summary>Its SubscribeURL would undo what somebody asked for, so it is never fetched; a person has to know.</summary>
    private SnsVerdict Unsubscribed(JsonElement root)
    {
        var topic = Shown(root, "TopicArn");
        logger.LogWarning("This address was unsubscribed from SNS topic {Topic}: no more alerts come from it", topic);
        return new SnsVerdict(SnsOutcome.SetAside, $"this address was unsubscribed from SNS topic {topic}");
    }

    private static SnsVerdict Refuse(int status, string found, string accepted) => new(SnsOutcome.Refused, found) { Status = status, Problem = new FieldProblem(Field, found, accepted) };

    private static DateTimeOffset? Timestamp(JsonElement root) =>
        DateTimeOffset.TryParse(SnsSignature.Value(root, "Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var sent) && sent.Year is > 1970 and < 9999 ? sent : null;

    private static string Shown(JsonElement root, string name) => PlainText.Line(SnsSignature.Value(root, name) ?? "without a name", 120);
}

/// <summary>What follows for a payload from its being, or not being, a message of SNS.</summary>
internal enum SnsOutcome
{
    /// <summary>No message of SNS.</summary>
    None,

    /// <summary>Read as it is, without proof.</summary>
    Unverified,

    /// <summary>Read, its signed members only.</summary>
    Verified,

    /// <summary>A confirmation: understood, and no alert.</summary>
    SetAside,
    Refused,
}

/// <param name="Note">Why, in words.</param>
internal sealed record SnsVerdict(SnsOutcome Outcome, string Note)
{
    public static readonly SnsVerdict None = new(SnsOutcome.None, "");

    /// <summary>HTTP status and problem of a refusal.</summary>
    public int Status { get; init; }

    public FieldProblem? Problem { get; init; }

    /// <summary>Id under which what is set aside has to be kept, so that it is found when it comes again; null for any.</summary>
    public string? KeepAs { get; init; }
}
