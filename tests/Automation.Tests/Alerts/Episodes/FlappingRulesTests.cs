using System.Globalization;
using Automation.Alerts;
using Automation.Alerts.Episodes;
using Automation.Routing;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Episodes;

public sealed class FlappingRulesTests
{
    private static readonly FlappingSettings Settings = new(2, TimeSpan.FromMinutes(10));

    /// <summary>Starts by minute; of the episode at one of them, which others flap with it.</summary>
    [Theory]
    [InlineData("0 1", 1, null)]
    [InlineData("0 1 2", 2, "0 1")]
    [InlineData("0 1 2", 0, "1 2")]
    [InlineData("0 5 10", 10, null)]
    [InlineData("0 5 9 13", 5, "0 9 13")]
    [InlineData("0 5 9 13", 0, "5 9")]
    [InlineData("0 5 9 30", 30, null)]
    [InlineData("0 1 2 12 20 21", 12, "20 21")]
    public void EpisodesThatBeganWithinTheTime_FlapTogether(string starts, int of, string? others)
    {
        var spans = starts.Split(' ').Select(m => new EpisodeSpan(m, Some.Noon.AddMinutes(int.Parse(m, CultureInfo.InvariantCulture)), null, null, Severity.Error, 1)).ToList();

        var cluster = FlappingRules.Of(spans, of.ToString(CultureInfo.InvariantCulture), Settings);

        Assert.Equal(others, cluster is null ? null : string.Join(' ', cluster.Others));
    }
}
