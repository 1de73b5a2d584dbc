using System.Globalization;
using Automation.Flow;

namespace Automation.Notifications.Coalescing;

/// <summary>Where notifications coalesce: one team at one channel in one minute.</summary>
/// <param name="Minute">Beginning of the minute, UTC.</param>
internal sealed record DigestPlace(string Team, string Channel, DateTimeOffset Minute)
{
    public static DigestPlace Of(Notification notification) => new(notification.Team, notification.Channel, Floor(notification.At));

    public static DateTimeOffset Floor(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMinute));
    }

    /// <summary>Unambiguous: team and channel go in as hashes of their own.</summary>
    public string Key => $"{Minute.UtcDateTime.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture)}/{EffectId.Of(Team)}/{EffectId.Of(Channel)}";
}

/// <summary>One of the summaries of a place: the first is number 0, one for late arrivals 1, ...</summary>
internal sealed record DigestNumber(DigestPlace Place, int Number)
{
    public string EffectKey => string.Create(CultureInfo.InvariantCulture, $"summary/{Place.Key}/{Number}");

    /// <summary>What the effect log knows of it.</summary>
    public Effect AsEffect() => new(EffectKey, SubjectOf(EffectKey), "summary", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["team"] = Place.Team,
        ["channel"] = Place.Channel,
        ["minute"] = UtcTimeConverter.Text(Place.Minute),
        ["number"] = Number.ToString(CultureInfo.InvariantCulture),
    });

    public static string SubjectOf(string effectKey) => effectKey;
}
