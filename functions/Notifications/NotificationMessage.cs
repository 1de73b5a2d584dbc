using System.Text.Json;
using System.Text.Json.Serialization;
using Automation.Flow;
using Automation.Notifications.Coalescing;

namespace Automation.Notifications;

/// <summary>A message of queue <c>notifications</c>: one notification or one summary, and how far its delivery has come.</summary>
/// <param name="Notification">What to tell; null for a summary.</param>
/// <param name="Summary">Which digest to close and tell; null for a notification.</param>
internal sealed record NotificationMessage(int Version, Notification? Notification, DigestNumber? Summary)
{
    public const int CurrentVersion = 1;

    private static readonly NotificationJson Json = NotificationJson.Plain;

    /// <summary>Attempts that failed so far. One that was tried once is told by itself, whatever else there is to tell.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was first tried; null before. What still fails a day later is put aside.</summary>
    public DateTimeOffset? FirstTriedAt { get; init; }

    /// <summary>An earlier attempt got no answer, so that the receiver may have it.</summary>
    public bool MayHaveArrived { get; init; }

    /// <summary>Sent again by a person: what was refused or is uncertain is tried once more.</summary>
    public bool Again { get; init; }

    /// <summary>What came of it, where the log could not take it in yet; only that is left to do.</summary>
    public EffectOutcome? Known { get; init; }

    public static NotificationMessage Of(Notification notification) => new(CurrentVersion, notification, null);

    public static NotificationMessage Of(DigestNumber summary) => new(CurrentVersion, null, summary);

    public string EffectKey => Notification?.Effect ?? Summary!.EffectKey;

    public string Channel => Notification?.Channel ?? Summary!.Place.Channel;

    /// <summary>The time of the occasion.</summary>
    public DateTimeOffset At => Notification?.At ?? Summary!.Place.Minute;

    public string Write() => JsonSerializer.Serialize(this, Json.NotificationMessage);

    /// <exception cref="PoisonMessageException">The text is no message of a known version.</exception>
    public static NotificationMessage Read(string body)
    {
        try
        {
            var message = JsonSerializer.Deserialize(body, Json.NotificationMessage) ?? throw new PoisonMessageException("the message is null");
            if (message.Version != CurrentVersion) throw new PoisonMessageException($"message version {message.Version} is not known; known: {CurrentVersion}");
            if (Missing(message) is { } missing) throw new PoisonMessageException($"the message lacks {missing}");
            return message.Notification is { } notification ? message with { Notification = NotificationText.Complete(notification) } : message;
        }
        catch (JsonException e)
        {
            throw new PoisonMessageException($"the message is no notification: {e.Message}", e);
        }
    }

    /// <summary>What to tell, where and once: without the other texts it can still be told.</summary>
    private static string? Missing(NotificationMessage message) => message switch
    {
        { Notification: null, Summary: null } or { Notification: not null, Summary: not null } => "notification or summary, of which it has exactly one",
        { Summary: { } s } => s.Place is null ? "summary.place" : Blank(("summary.place.team", s.Place.Team), ("summary.place.channel", s.Place.Channel)),
        { Notification: { } n } => Blank(("notification.effect", n.Effect), ("notification.channel", n.Channel), ("notification.ticket", n.Ticket)),
    };

    private static string? Blank(params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        foreach (var (name, value) in fields)
        {
            if (string.IsNullOrWhiteSpace(value)) return name;
        }

        return null;
    }
}

/// <summary>Serialises the messages of queue <c>notifications</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter), typeof(NotificationReasonConverter), typeof(EffectStateConverter)])]
[JsonSerializable(typeof(NotificationMessage))]
internal sealed partial class NotificationJson : JsonSerializerContext
{
    public static NotificationJson Plain => field ??= new(PlainJson.Of(Default.Options));

    /// <summary>The reason as it is written: opened, reopened, priority-raised, resolved.</summary>
    public static string Name(NotificationReason reason) => JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString());
}

/// <summary>Writes the reason in lower case.</summary>
internal sealed class NotificationReasonConverter() : JsonStringEnumConverter<NotificationReason>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

/// <summary>Writes the state of an effect in lower case.</summary>
internal sealed class EffectStateConverter() : JsonStringEnumConverter<EffectState>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
