using System.Text.Json.Nodes;
using Automation.Commands;
using Automation.Tests.App;
using Automation.Tests.Support;

namespace Automation.Tests.Commands;

/// <summary><c>routes replay --since AGE</c>: how far back an age reaches.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class ReplayAgeTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("7d", "new")]
    [InlineData("9d", "new, old")]
    [InlineData("2h", "new")]
    [InlineData("30m", "")]
    public async Task AnAge_ReachesThatFarBackFromNow(string age, string expected)
    {
        using var folder = new TemporaryFolder();
        using var app = new TestApp(azurite.ConnectionString);
        var key = AlertFlowTests.Key();
        await app.RecordAsync($$"""{ "title": "Slow", "host": "old-{{key}}" }""");
        app.Time.Advance(TimeSpan.FromDays(8));
        await app.RecordAsync($$"""{ "title": "Slow", "host": "new-{{key}}" }""");
        app.Time.Advance(TimeSpan.FromHours(1));
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Storage"] = azurite.ConnectionString,
            ["Routing__File"] = folder.Write("routing.yaml", SomeRules.Root),
            ["Routing__TeamsFile"] = folder.Write("teams.yaml", SomeRules.Teams),
        };
        var changed = folder.Write("changed.yaml", $"{SomeRules.Root}\n  routes:\n    - {{ name: databases, match: 'host in [old-{key}, new-{key}]', team: databases }}");
        await using var output = new StringWriter { NewLine = "\n" };
        await using var errors = new StringWriter { NewLine = "\n" };

        var exit = await CommandLine.RunAsync(["routes", "replay", changed, "--since", age, "--json"], output, errors, settings.GetValueOrDefault, new FixedClock(app.Time.GetUtcNow()), CancellationToken.None);

        Assert.Equal((0, ""), (exit, errors.ToString()));
        var moved = JsonNode.Parse(output.ToString())!["moved"]!["first"]!.AsArray().Select(l => AlertFlowTests.Text(l!, "host").Replace($"-{key}", "", StringComparison.Ordinal));
        Assert.Equal(expected, string.Join(", ", moved.Order(StringComparer.Ordinal)));
    }
}
