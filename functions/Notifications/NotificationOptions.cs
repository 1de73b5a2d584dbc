using Automation.Flow;

namespace Automation.Notifications;

/// <summary>Settings of notifications.</summary>
/// <param name="CoalesceAbove">Notifications of one team at one channel in one minute that are sent singly; those above share a summary. routing.yaml sets it, default 10; 0: all are sent singly.</param>
/// <param name="CoalesceP1Above">The same for P1 problems that open, open again or become P1, counted apart. 0 to 10,000, default 50; 0: never a summary.</param>
/// <param name="TicketUrl">Address of a ticket for people, with <c>{number}</c> in it; null for no link.</param>
/// <param name="Fallback">Address for every channel whose own setting is missing; the channel's name is added to its path. Null: such a channel is refused. Secret.</param>
/// <param name="FallbackSecret">Signs what a channel of kind webhook sends to the fallback. Secret.</param>
/// <param name="Channels">The settings under <c>Channels__</c>, by name: addresses and signing keys. All secret.</param>
internal sealed record NotificationOptions(
    int CoalesceAbove, int CoalesceP1Above, string? TicketUrl, string? Fallback, string? FallbackSecret, IReadOnlyDictionary<string, string> Channels)
{
    public const int CoalesceAboveByDefault = 10;

    private const string Number = "{number}";

    public static NotificationOptions Read(SettingReader settings)
    {
        var ticketUrl = settings.Text("Notifications__TicketUrl", "", 1024);
        if (ticketUrl.Length > 0 && !IsTemplate(ticketUrl)) settings.Refuse("Notifications__TicketUrl", $"'{SecretMask.Apply(ticketUrl)}'", $"an absolute http or https address with {Number} in it");
        return new NotificationOptions(
            CoalesceAboveByDefault,
            settings.Number("Notifications__CoalesceP1Above", 50, 0, 10_000, "notifications"),
            ticketUrl.Length > 0 ? ticketUrl : null,
            settings.Address("Channels__Fallback"),
            settings.Secret("Channels__FallbackSecret", "at least 16 characters", static s => s.Length >= 16),
            settings.Section("Channels__"));
    }

    /// <summary>Where a person finds the ticket; null without a template.</summary>
    public string? TicketLink(string number) => TicketUrl?.Replace(Number, Uri.EscapeDataString(number), StringComparison.Ordinal);

    private static bool IsTemplate(string text) =>
        text.Contains(Number, StringComparison.Ordinal)
        && Uri.TryCreate(text.Replace(Number, "1", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
}
