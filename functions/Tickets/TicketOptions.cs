using Automation.Flow;

namespace Automation.Tickets;

/// <summary>Settings of tickets.</summary>
/// <param name="DefaultTeam">Team of a ticket for which no rule names one.</param>
/// <param name="DefaultCategory">Category of a ticket for which no rule names one.</param>
internal sealed record TicketOptions(string DefaultTeam, string DefaultCategory)
{
    public static TicketOptions Read(SettingReader settings) => new(
        settings.Text("Tickets__DefaultTeam", "service-desk", 100),
        settings.Text("Tickets__DefaultCategory", "other", 100));
}
