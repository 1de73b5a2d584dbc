using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Mail.Intake;

/// <summary>Reads what the mail system posts when mail came: who may be believed, and which work follows. No I/O.</summary>
internal static class MailNotifications
{
    /// <summary>More than a batch of the mail system ever holds.</summary>
    public const int MaxBytes = 1 << 20;

    private const int MaxNotifications = 2_000;

    /// <summary>Which subscriptions are ours, without keeping a secret anywhere but in the settings.</summary>
    public static string ClientState(byte[] secret) => Base32.Encode(HMACSHA256.HashData(secret, "mail-client-state"u8));

    /// <summary>The work that the believable ones ask for; null when the body is none that the mail system sends.</summary>
    /// <param name="refused">How many did not know our client state.</param>
    public static IReadOnlyList<MailWork>? Read(ReadOnlyMemory<byte> body, string clientState, out int refused)
    {
        refused = 0;
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("value", out var values) || values.ValueKind != JsonValueKind.Array) return null;
            var work = new List<MailWork>();
            foreach (var item in values.EnumerateArray().Take(MaxNotifications))
            {
                if (item.ValueKind != JsonValueKind.Object || !Equal(Text(item, "clientState"), clientState))
                {
                    refused++;
                    continue;
                }

                if (Of(item) is { } asked) work.Add(asked);
            }

            return [.. work.Distinct()];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static MailWork? Of(JsonElement item) => Text(item, "lifecycleEvent") switch
    {
        "reauthorizationRequired" => new MailWork(null, Subscription: "reauthorize"),
        "subscriptionRemoved" => new MailWork(null, Subscription: "removed"),
        "missed" => new MailWork(null, Sweep: "missed"),
        { Length: > 0 } => new MailWork(null, Sweep: "lifecycle"),
        _ when Text(item, "changeType") == "deleted" => null,
        _ => MessageId(item) is { } id ? new MailWork(id) : new MailWork(null, Sweep: "unclear"),
    };

    private static string? MessageId(JsonElement item)
    {
        if (item.TryGetProperty("resourceData", out var data) && data.ValueKind == JsonValueKind.Object && Text(data, "id") is { Length: > 0 and <= 1_024 } id) return id;

        // Users('...')/Messages('AAMk...') or users/.../messages/AAMk...
        var resource = Text(item, "resource") ?? "";
        var at = resource.LastIndexOf("essages", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        var last = resource[(at + 7)..].Trim('/', '(', ')', '\'');
        return last.Length is > 0 and <= 1_024 ? Uri.UnescapeDataString(last) : null;
    }

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Equal(string? given, string wanted) => given is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(wanted)));
}
