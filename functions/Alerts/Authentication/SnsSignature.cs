using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Automation.Alerts.Dialects;
using Automation.Flow;

namespace Automation.Alerts.Authentication;

/// <summary>
/// What Amazon SNS signs of a message, and whether it did. The form is that of "Verifying the signatures of Amazon SNS
/// messages" in the Amazon SNS Developer Guide. No member beyond those named here is covered by the signature.
/// </summary>
internal static class SnsSignature
{
    public const string Notification = "Notification";
    public const string SubscriptionConfirmation = "SubscriptionConfirmation";
    public const string UnsubscribeConfirmation = "UnsubscribeConfirmation";

    /// <summary>Characters of base64; one of a key of 8,192 bits has 1,368.</summary>
    private const int MaxSignature = 2048;

    private static readonly string[] OfNotification = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
    private static readonly string[] OfConfirmation = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

    /// <summary>Whether a payload is a message of SNS, or says that it is one.</summary>
    public static bool IsMessage(JsonElement root) =>
        Value(root, "Type") is Notification or SubscriptionConfirmation or UnsubscribeConfirmation
        && (root.TryGetProperty("TopicArn", out _) || root.TryGetProperty("Signature", out _) || root.TryGetProperty("SigningCertURL", out _));

    /// <summary>The text of a member; null for anything else than text.</summary>
    public static string? Value(JsonElement root, string name) => root.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The text that is signed; null with the name of what is missing. A subject may be.</summary>
    public static string? SignedText(JsonElement root, out string? missing)
    {
        var text = new StringBuilder();
        foreach (var name in Names(root))
        {
            var value = Value(root, name);
            if (value is null && (name != "Subject" || root.Member(name) is not null))
            {
                missing = name;
                return null;
            }

            if (value is not null) text.Append(name).Append('\n').Append(value).Append('\n');
        }

        missing = null;
        return text.ToString();
    }

    public static SignatureResult Check(JsonElement root, string signedText, X509Certificate2 certificate)
    {
        var hash = Value(root, "SignatureVersion") switch { "1" => HashAlgorithmName.SHA1, "2" => HashAlgorithmName.SHA256, _ => default };
        if (Value(root, "Signature") is not { Length: > 0 and <= MaxSignature } encoded) return SignatureResult.Missing;
        var signature = new byte[MaxSignature];
        if (hash.Name is null || !Convert.TryFromBase64String(encoded, signature, out var length)) return SignatureResult.Malformed;
        using var key = certificate.GetRSAPublicKey();
        return key is not null && key.VerifyData(Encoding.UTF8.GetBytes(signedText), signature.AsSpan(0, length), hash, RSASignaturePadding.Pkcs1)
            ? SignatureResult.Verified
            : SignatureResult.Wrong;
    }

    /// <summary>
    /// The message without what is not signed: whoever caught a message can't have anything read that he added to it. The
    /// caller disposes it.
    /// </summary>
    public static JsonDocument OnlySigned(JsonElement root)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var name in (string[])[.. Names(root), "SignatureVersion", "Signature", "SigningCertURL"])
            {
                if (Value(root, name) is { } value) json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return JsonDocument.Parse(buffer.ToArray());
    }

    private static string[] Names(JsonElement root) => Value(root, "Type") == Notification ? OfNotification : OfConfirmation;
}
