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

    [Theory]
    [InlineData("RejectedDays", "61", "AlertDays", "60", "at most Retention__AlertDays (60): by the alerts a replay knows what was recorded before")]
    [InlineData("EffectDays", "101", "TicketDays", "100", "at most Retention__TicketDays (100): the number of a ticket that is gone may be given again, and what was told of the one must not count for the other")]
    [InlineData("PlaceDays", "94", "TicketDays", "100", "at most Retention__TicketDays less the 7 days of the longest correlation window (93): what began at a place leads to its ticket")]
    public void WhatOutlivesWhatItReliesOn_IsRefused(string name, string days, string other, string otherDays, string accepted)
    {
        var settings = new SettingReader(n => n == $"Retention__{name}" ? days : n == $"Retention__{other}" ? otherDays : null);
        UpkeepOptions.Read(settings);

        Assert.Equal([$"Retention__{name}: found '{days}'; accepted: {accepted}"], settings.Problems);
    }

    [Fact]
    public void WithTheShortestTickets_EveryDefaultKeepsToItsBound()
    {
        var settings = new SettingReader(n => n == "Retention__TicketDays" ? "15" : null);
        var options = UpkeepOptions.Read(settings);

        Assert.Empty(settings.Problems);
        Assert.Equal((15, 15, 15, 8), (options.RejectedDays, options.EffectDays, options.AlertDays, options.PlaceDays));
    }

    private static UpkeepOptions Read(string? alerts, string? tickets, out IReadOnlyList<string> problems)
    {
        var settings = new SettingReader(name => name switch { "Retention__AlertDays" => alerts, "Retention__TicketDays" => tickets, _ => null });
        var options = UpkeepOptions.Read(settings);
        problems = settings.Problems;
        return options;
    }
}
