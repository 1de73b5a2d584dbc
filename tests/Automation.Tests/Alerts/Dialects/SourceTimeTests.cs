using System.Globalization;
using Automation.Alerts.Dialects;
using Automation.Flow;

namespace Automation.Tests.Alerts.Dialects;

public sealed class SourceTimeTests
{
    [Theory]
    [InlineData("2026-11-22T11:00:00Z")]
    [InlineData("2026-11-22T11:00:00.123456789Z")]
    [InlineData("2026-11-22T13:00:00.123+0200")]
    [InlineData("2026-11-22T13:00:00+02")]
    [InlineData("2026-11-22 11:00:00 UTC")]
    [InlineData("2026-11-22 11:00:00 GMT")]
    [InlineData("2026-11-22 13:00:00 +0200")]
    [InlineData("2026-11-22 11:00")]
    [InlineData("2026-11-22 11:00:00,123")]
    [InlineData("2026.11.22 11:00:00")]
    [InlineData("2026/11/22 11:00:00")]
    [InlineData("22.11.2026 11:00")]
    [InlineData("22.11.2026 11:00:00")]
    [InlineData("11/22/2026 11:00 AM")]
    [InlineData("11/22/2026 11:00:00 AM")]
    [InlineData("11/22/2026 3:00:00 AM -08:00")]
    [InlineData("22/11/2026 11:00:00")]
    [InlineData("Sun, 22 Nov 2026 11:00:00 GMT")]
    [InlineData("Sun, 22 Nov 2026 12:00:00 +0100")]
    [InlineData("Sun Nov 22 11:00:00 2026")]
    [InlineData("Sun Nov 22 11:00:00 UTC 2026")]
    [InlineData("Sun Nov 22 06:00:00 EST 2026")]
    [InlineData("Nov 22, 2026 11:00:00 AM")]
    [InlineData("Nov 22, 2026, 11:00 AM UTC")]
    [InlineData("22 Nov 2026 11:00:00")]
    [InlineData("22-Nov-2026 11:00")]
    [InlineData("November 22, 2026 11:00 AM")]
    [InlineData("11:00:00 2026.11.22")]
    [InlineData("Mon, 22 Nov 2026 11:00:00 GMT")]
    [InlineData("Sunday, November 22, 2026 11:00 AM")]
    [InlineData("November 22, 2026 4:30 PM IST")]
    [InlineData("20261122T110000Z")]
    [InlineData("20261122T130000+0200")]
    [InlineData("20261122110000")]
    [InlineData("1795345200")]
    [InlineData("1795345200.5")]
    [InlineData("1795345200000")]
    [InlineData("1795345200000000")]
    [InlineData("1795345200000000000")]
    public void EveryForm_GivesTheInstant(string text)
    {
        Assert.True(SourceTime.TryRead(text, "at", TimeZoneInfo.Utc, [], out var time), text);
        Assert.Equal("2026-11-22T11:00", time!.Value.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("Sun May  3 09:00:00 2026", "2026-05-03T09:00")]
    [InlineData("05/06/2026 09:00", "2026-05-06T09:00")]
    [InlineData("05.06.2026 09:00", "2026-06-05T09:00")]
    public void AmbiguousDates_AreReadByTheirSeparator(string text, string time)
    {
        Assert.True(SourceTime.TryRead(text, "at", TimeZoneInfo.Utc, [], out var read));
        Assert.Equal(time, read!.Value.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void ATimeWithoutZone_IsTakenInTheConfiguredOneAndSaid()
    {
        var notes = new List<string>();

        Assert.True(SourceTime.TryRead("2026.11.22 12:00:00", "at", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), notes, out var time));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero), time);
        Assert.Contains("names no zone", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("Never")]
    [InlineData("12:00:00")]
    [InlineData("2026-13-45 99:99:99")]
    [InlineData("1e300")]
    public void WhatIsNoTime_IsSaidToBeNone(string text) => Assert.False(SourceTime.TryRead(text, "at", TimeZoneInfo.Utc, [], out _));
}
