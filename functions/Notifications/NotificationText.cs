using System.Text;

namespace Automation.Notifications;

/// <summary>Makes the texts of a notification safe to carry and to show: one line each, no control or direction characters, bounded.</summary>
internal static class NotificationText
{
    public const int MaxFacts = 40;
    public const int MaxTitle = 300;

    /// <summary>Stands for a title without a character that can be shown.</summary>
    public const string Unprintable = "(unprintable)";

    private const int MaxName = 100;
    private const int MaxValue = 1000;
    private const int MaxIdentity = 256;

    /// <summary>At most 40 facts of 1,100 characters: 135,000 bytes at worst, of the 190,000 that a message holds.</summary>
    public static Notification Bound(Notification notification) => notification with
    {
        Title = Line(notification.Title, MaxTitle) is { Length: > 0 } title ? title : Unprintable,
        Priority = Line(notification.Priority, MaxName),
        State = Line(notification.State, MaxName),
        Severity = Line(notification.Severity, MaxName),
        Host = notification.Host is { } host ? Line(host, MaxIdentity) : null,
        Service = notification.Service is { } service ? Line(service, MaxIdentity) : null,
        Why = notification.Why is { } why ? Line(why, MaxValue) : null,
        Facts = [.. notification.Facts.Take(MaxFacts).Select(static f => new NotificationFact(Line(f.Name, MaxName), Line(f.Value, MaxValue)))],
    };

    /// <summary>A message may come from another hand: what of its texts is not there must not keep people from being told.</summary>
    public static Notification Complete(Notification notification) => notification with
    {
        Team = notification.Team ?? "",
        Title = string.IsNullOrWhiteSpace(notification.Title) ? Unprintable : notification.Title,
        Priority = notification.Priority ?? "",
        State = notification.State ?? "",
        Severity = notification.Severity ?? "",
        Facts = [.. (notification.Facts ?? []).Where(static f => f is { Name: not null, Value: not null })],
    };

    /// <summary>Line breaks and other control characters become spaces; characters that turn the direction of text, and halves of surrogate pairs, go.</summary>
    public static string Line(string text, int max)
    {
        var line = new StringBuilder(Math.Min(text.Length, max));
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0xFFFD) continue;
            if (line.Length + rune.Utf16SequenceLength > max - 1)
            {
                line.Append('…');
                break;
            }

            if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029) line.Append(' ');
            else line.Append(rune.ToString());
        }

        return line.ToString().Trim();
    }
}
