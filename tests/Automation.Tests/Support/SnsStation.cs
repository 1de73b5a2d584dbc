using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Alerts.Authentication;

namespace Automation.Tests.Support;

/// <summary>
/// Amazon SNS as far as a receiver sees it: a certificate with its own authority, messages signed with it, and the two
/// addresses, which count how often they are asked.
/// </summary>
internal sealed class SnsStation : ICertificateSource, ISubscriptionConfirmer, IDisposable
{
    public const string Topic = "arn:aws:sns:eu-west-1:123456789012:alarms";
    public const string Host = "https://sns.eu-west-1.amazonaws.com";
    public const string Token = "2336412f37fb687f5d51e6e241d09c805a5a57b30d712f79";

    private readonly RSA key;
    private readonly X509Certificate2 root;

    public SnsStation(DateTimeOffset now, int keySize = 2048, string name = "sns.amazonaws.com", int validDays = 30)
    {
        using var rootKey = RSA.Create(2048);
        var authority = new CertificateRequest($"CN=Test authority {Id()}", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        root = authority.CreateSelfSigned(now.AddYears(-5), now.AddYears(5));
        key = RSA.Create(keySize);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        Certificate = request.Create(root, now.AddDays(-60), now.AddDays(validDays), [1, 2, 3, 4]);
    }

    public X509Certificate2 Certificate { get; }

    public X509Certificate2Collection Roots => [root];

    /// <summary>What FindAsync answers in place of the certificate.</summary>
    public string? Refusal { get; set; }

    public Exception? Failure { get; set; }

    public string? ConfirmationRefusal { get; set; }

    public List<Uri> Fetched { get; } = [];

    public List<Uri> Confirmed { get; } = [];

    public Task<SigningCertificate> FindAsync(Uri address, CancellationToken cancellationToken)
    {
        Fetched.Add(address);
        if (Failure is not null) throw Failure;
        return Task.FromResult(Refusal is null ? new SigningCertificate(Certificate, null) : new SigningCertificate(null, Refusal));
    }

    public Task<string?> ConfirmAsync(Uri address, CancellationToken cancellationToken)
    {
        Confirmed.Add(address);
        return Failure is null ? Task.FromResult(ConfirmationRefusal) : throw Failure;
    }

    public JsonObject Notification(DateTimeOffset sent, string message, string? subject = null, string version = "2", string topic = Topic)
    {
        var signed = new JsonObject { ["Type"] = "Notification", ["MessageId"] = Id(), ["TopicArn"] = topic, ["Message"] = message, ["Timestamp"] = Time(sent) };
        if (subject is not null) signed["Subject"] = subject;
        return Sign(signed, ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"], version);
    }

    public JsonObject Confirmation(DateTimeOffset sent, string topic = Topic, string? subscribeUrl = null, string type = "SubscriptionConfirmation") => Sign(
        new JsonObject
        {
            ["Type"] = type,
            ["MessageId"] = Id(),
            ["Token"] = Token,
            ["TopicArn"] = topic,
            ["Message"] = $"You have chosen to subscribe to the topic {topic}.",
            ["SubscribeURL"] = subscribeUrl ?? $"{Host}/?Action=ConfirmSubscription&TopicArn={topic}&Token={Token}",
            ["Timestamp"] = Time(sent),
        },
        ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
        "1");

    public void Dispose()
    {
        key.Dispose();
        root.Dispose();
        Certificate.Dispose();
    }

    private JsonObject Sign(JsonObject message, string[] names, string version)
    {
        var text = string.Concat(names.Where(message.ContainsKey).Select(n => $"{n}\n{message[n]!.GetValue<string>()}\n"));
        message["SignatureVersion"] = version;
        message["Signature"] = Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), version == "1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        message["SigningCertURL"] = $"{Host}/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";
        return message;
    }

    private static string Id() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
