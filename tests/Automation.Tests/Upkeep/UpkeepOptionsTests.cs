using Automation.Flow;
using Automation.Upkeep;

namespace Automation.Tests.Upkeep;

public sealed class UpkeepOptionsTests
{
    [Theory]
    [InlineData(null, null, 400, 400)]
    [InlineData(null, "100", 100, 100)]
    [InlineData("30", null, 30, 400)]
    public void Alerts_AreKeptNoLongerThanTheirTickets(string? alerts, string? tickets, int alertDays, int ticketDays)
    {
        var options = Read(alerts, tickets, out var problems);

        Assert.Empty(problems);
        Assert.Equal((alertDays, ticketDays), (options.AlertDays, options.TicketDays));
    }

    [Fact]
    public void AlertsThatWouldOutliveTheirTickets_AreRefused()
    {
        Read("200", "100", out var problems);

        Assert.Equal(["Retention__AlertDays: found '200'; accepted: at most Retention__TicketDays (100): an alert leads to its ticket"], problems);
    }

    private static UpkeepOptions Read(string? alerts, string? tickets, out IReadOnlyList<string> problems)
    {
        var settings = new SettingReader(name => name switch { "Retention__AlertDays" => alerts, "Retention__TicketDays" => tickets, _ => null });
        var options = UpkeepOptions.Read(settings);
        problems = settings.Problems;
        return options;
    }
}
