using System.Globalization;
using System.Text.Json.Nodes;
using Automation.Local.Graph.Mime;

namespace Automation.Local.Graph.Notices;

/// <summary>Somebody who wants to be told of changes.</summary>
/// <param name="Facts">The resource; names that begin with _ are ours.</param>
internal sealed record Subscription(string Id, JsonObject Facts)
{
    /// <summary>How long a subscription to messages lives at most (subscription resource type, v1.0).</summary>
    public const int LongestMinutes = 10_080;

    /// <summary>Name of the fact that new consent was asked for and not given.</summary>
    public const string ConsentDemanded = "_consentDemanded";

    public bool DemandsConsent => (bool?)Facts[ConsentDemanded] ?? false;

    public Uri Address => new((string)Facts["notificationUrl"]!);

    public Uri? LifecycleAddress => (string?)Facts["lifecycleNotificationUrl"] is { } url ? new Uri(url) : null;

    public string ClientState => (string?)Facts["clientState"] ?? "";

    public string Resource => (string)Facts["resource"]!;

    /// <summary>Whether it was made with immutable ids, which its notifications then name.</summary>
    public bool HasImmutableIds => (bool?)Facts["_immutableIds"] ?? false;

    public string Owner => (string)Facts["_owner"]!;

    /// <summary>Id; null for all folders.</summary>
    public string? Folder => (string?)Facts["_folder"];

    public DateTimeOffset ExpiresAt => DateTimeOffset.Parse((string)Facts["expirationDateTime"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public bool Wants(string changeType) => ((string)Facts["changeType"]!).Split(',').Contains(changeType, StringComparer.OrdinalIgnoreCase);

    /// <summary>Renewing gives consent as well (lifecycle notifications, v1.0).</summary>
    public Subscription Until(DateTimeOffset until)
    {
        var facts = (JsonObject)Facts.DeepClone();
        facts.Remove(ConsentDemanded);
        facts["expirationDateTime"] = MimeReading.Time(until);
        return this with { Facts = facts };
    }

    public Subscription Demanding()
    {
        var facts = (JsonObject)Facts.DeepClone();
        facts[ConsentDemanded] = true;
        return this with { Facts = facts };
    }

    /// <summary>The secret is never shown after it was given.</summary>
    public JsonObject Show(bool isNew)
    {
        var shown = OData.ODataQuery.Pick(Facts, null);
        if (!isNew) shown["clientState"] = null;
        shown["id"] = Id;
        return shown;
    }
}
