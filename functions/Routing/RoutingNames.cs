using Automation.Notifications;

namespace Automation.Routing;

/// <summary>How the files and the trace write our enumerations.</summary>
internal static class RoutingNames
{
    private static readonly Dictionary<string, NotificationReason> Reasons = Enum.GetValues<NotificationReason>().ToDictionary(Of, StringComparer.OrdinalIgnoreCase);

    public static string Of(NotificationReason reason) => reason switch
    {
        NotificationReason.Opened => "opened",
        NotificationReason.Reopened => "reopened",
        NotificationReason.PriorityRaised => "priority-raised",
        _ => "resolved",
    };

    public static IReadOnlyCollection<string> All => Reasons.Keys;

    public static string Accepted { get; } = string.Join(", ", Reasons.Keys);

    public static bool TryReason(string text, out NotificationReason reason) => Reasons.TryGetValue(text, out reason);
}
