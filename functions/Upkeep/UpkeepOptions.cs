using Automation.Flow;

namespace Automation.Upkeep;

/// <summary>How long things are kept.</summary>
/// <param name="RejectedDays">Days that refused input is kept; 1 to 365, default 30.</param>
/// <param name="PayloadDays">Days that payloads are kept as they came; 1 to 3650, default 90.</param>
/// <param name="EffectDays">Days that it is remembered who was told what, and so that it isn't told twice; 15 to 3650, default 90: a queue may hold a message for 14.</param>
/// <param name="ChangeDays">Days that changes are kept; 1 to 3650, default 90.</param>
/// <param name="AlertDays">Days that single alerts are kept, each with its trace; 15 to 3650 and at most <paramref name="TicketDays"/>, default 400: by them a second delivery is known.</param>
/// <param name="TicketDays">Days that a ticket is kept after the last that happened to it, with its episodes and so with the history of its problem; 15 to 3650, default 400: a yearly problem finds the year before. An open one is always kept.</param>
/// <param name="PlaceDays">Days that it is remembered what began on a host or service; 8 to 3650, default 30: the window of correlation may have 7.</param>
/// <param name="MaintenanceDays">Days that a maintenance window is kept after its end; 1 to 3650, default 400.</param>
/// <param name="MailDays">Days that the read text of a mail is kept, and that it is known again; 15 to 3650, default 400. The mailbox keeps its own.</param>
internal sealed record UpkeepOptions(
    int RejectedDays, int PayloadDays, int EffectDays, int ChangeDays, int AlertDays, int TicketDays, int PlaceDays, int MaintenanceDays, int MailDays)
{
    private const int Standard = 400;

    public static UpkeepOptions Read(SettingReader settings)
    {
        var ticketDays = settings.Number("Retention__TicketDays", Standard, 15, 3650, "days");
        var alertDays = settings.Number("Retention__AlertDays", Math.Min(Standard, ticketDays), 15, 3650, "days");
        if (alertDays > ticketDays) settings.Refuse("Retention__AlertDays", $"'{alertDays}'", $"at most Retention__TicketDays ({ticketDays}): an alert leads to its ticket");
        return Read(settings, alertDays, ticketDays);
    }

    private static UpkeepOptions Read(SettingReader settings, int alertDays, int ticketDays) => new(
        settings.Number("Retention__RejectedDays", 30, 1, 365, "days"),
        settings.Number("Retention__PayloadDays", 90, 1, 3650, "days"),
        settings.Number("Retention__EffectDays", 90, 15, 3650, "days"),
        settings.Number("Retention__ChangeDays", 90, 1, 3650, "days"),
        alertDays,
        ticketDays,
        settings.Number("Retention__PlaceDays", 30, 8, 3650, "days"),
        settings.Number("Retention__MaintenanceDays", Standard, 1, 3650, "days"),
        settings.Number("Retention__MailDays", Standard, 15, 3650, "days"));
}
