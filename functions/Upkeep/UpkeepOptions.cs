using Automation.Flow;

namespace Automation.Upkeep;

/// <summary>How long things are kept.</summary>
/// <param name="RejectedDays">Days that refused input is kept; 1 to 365 and at most <paramref name="AlertDays"/>, default 30: after that a replay would not know what was recorded of it.</param>
/// <param name="PayloadDays">Days that payloads are kept as they came; 1 to 3650, default 90.</param>
/// <param name="EffectDays">Days that it is remembered who was told what, and so that it isn't told twice; 15 to 3650 and at most <paramref name="TicketDays"/>, default 90: a queue may hold a message for 14, and a number that is free again has told nobody.</param>
/// <param name="ChangeDays">Days that changes are kept; 1 to 3650, default 90.</param>
/// <param name="AlertDays">Days that single alerts are kept, each with its trace; 15 to 3650 and at most <paramref name="TicketDays"/>, default 400: by them a second delivery is known.</param>
/// <param name="TicketDays">Days that a ticket is kept after the last that happened to it, with its episodes and so with the history of its problem; 15 to 3650, default 400: a yearly problem finds the year before. An open one is always kept. An answer finds its ticket by ids and conversations as long after they were first seen, and by its tag or the number in the subject always.</param>
/// <param name="PlaceDays">Days that it is remembered what began on a host or service; 8 to 3650 and at most <paramref name="TicketDays"/> less <see cref="LongestWindow"/>, default 30: the window of correlation may have 7, and what is linked to gives its ticket.</param>
/// <param name="MaintenanceDays">Days that a maintenance window is kept after its end; 1 to 3650, default 400.</param>
/// <param name="MailDays">Days that the read text of a mail is kept, and that it is known again; 15 to 3650, default 400. The mailbox keeps its own.</param>
internal sealed record UpkeepOptions(
    int RejectedDays, int PayloadDays, int EffectDays, int ChangeDays, int AlertDays, int TicketDays, int PlaceDays, int MaintenanceDays, int MailDays)
{
    /// <summary>Days; of the longest window of correlation.</summary>
    public const int LongestWindow = 7;

    private const int Standard = 400;

    public static UpkeepOptions Read(SettingReader settings)
    {
        var ticketDays = settings.Number("Retention__TicketDays", Standard, 15, 3650, "days");
        var alertDays = AtMost(settings, "Retention__AlertDays", Standard, 15, 3650, ticketDays, $"Retention__TicketDays ({ticketDays}): an alert leads to its ticket");
        return new UpkeepOptions(
            AtMost(settings, "Retention__RejectedDays", 30, 1, 365, alertDays, $"Retention__AlertDays ({alertDays}): by the alerts a replay knows what was recorded before"),
            settings.Number("Retention__PayloadDays", 90, 1, 3650, "days"),
            AtMost(settings, "Retention__EffectDays", 90, 15, 3650, ticketDays, $"Retention__TicketDays ({ticketDays}): the number of a ticket that is gone may be given again, and what was told of the one must not count for the other"),
            settings.Number("Retention__ChangeDays", 90, 1, 3650, "days"),
            alertDays,
            ticketDays,
            AtMost(settings, "Retention__PlaceDays", 30, 8, 3650, ticketDays - LongestWindow, $"Retention__TicketDays less the {LongestWindow} days of the longest correlation window ({ticketDays - LongestWindow}): what began at a place leads to its ticket"),
            settings.Number("Retention__MaintenanceDays", Standard, 1, 3650, "days"),
            settings.Number("Retention__MailDays", Standard, 15, 3650, "days"));
    }

    /// <summary>The default keeps to the bound by itself.</summary>
    private static int AtMost(SettingReader settings, string name, int standard, int min, int max, int bound, string accepted)
    {
        var days = settings.Number(name, Math.Min(standard, bound), min, max, "days");
        if (days > bound) settings.Refuse(name, $"'{days}'", $"at most {accepted}");
        return days;
    }
}
