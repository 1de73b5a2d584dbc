using System.Diagnostics;
using System.Text.Json.Nodes;
using Automation.Commands;
using Automation.Flow;
using Automation.Tests.App;
using Automation.Tests.Support;

namespace Automation.Tests.Commands;

[Collection(AzuriteCollection.Name)]
public sealed class RoutesCommandTests(AzuriteFixture azurite) : IDisposable
{
    private const string Tree = SomeRules.Root + """

          routes:
            - name: databases
              match: host =~ "db.*"
              team: databases
              category: software
              mute: [nights]
            - name: rest
              match: severity = critical
              continue: true
        muteWindows: [{ name: nights, times: [00:00-06:00] }]
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task CheckOfAGoodFile_CountsAndEndsWith0()
    {
        var (exit, output, errors) = await RunAsync("routes", "check", Files());

        Assert.Equal((0, "routing.yaml: 3 routes; teams.yaml: 3 teams, 3 channels; no problems", ""), (exit, output, errors));
    }

    [Fact]
    public async Task CheckOfABadFile_ListsEachProblemAndEndsWith1()
    {
        var (exit, output, _) = await RunAsync("routes", "check", Files(Tree + "\nrout: 1\ncoalesce: { threshold: x }"));

        Assert.Equal(1, exit);
        Assert.Equal(["routing.yaml(14,1)", "routing.yaml(15,24)", "2 problems"], output.Split('\n').Select(l => l.Split(": ")[0]));
    }

    [Fact]
    public async Task CheckAsJson_IsOneDocument()
    {
        var (exit, output, _) = await RunAsync("routes", "check", Files(Tree + "\nrout: 1"), "--json");

        var problem = JsonNode.Parse(output)!["problems"]![0]!;
        Assert.Equal((1, 14, 1), (exit, problem["line"]!.GetValue<int>(), problem["column"]!.GetValue<int>()));
        Assert.Equal("the unknown key 'rout'; did you mean 'route'?", problem["what"]!.GetValue<string>());
    }

    [Fact]
    public async Task Show_DrawsTheTree()
    {
        var (exit, output, _) = await RunAsync("routes", "show", Files());

        Assert.Equal(0, exit);
        Assert.Equal(
            """
            root
            │    team service-desk
            │    category other
            │    notify opened, reopened, priority-raised, resolved
            ├─ databases: host =~ "db.*"
            │       team databases
            │       category software
            │       mute nights
            └─ rest: severity = critical (continue)
            """.ReplaceLineEndings("\n"), output);
    }

    [Fact]
    public async Task ShowAsJson_HasWhatEachRouteInherits()
    {
        var (_, output, _) = await RunAsync("routes", "show", Files(), "--json");

        var rest = JsonNode.Parse(output)!["routes"]![1]!;
        Assert.Equal(("rest", "service-desk", true), (rest["name"]!.GetValue<string>(), rest["team"]!.GetValue<string>(), rest["continue"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task ShowWithoutAFile_ShowsTheAppsOwn()
    {
        var (exit, output, _) = await RunAsync("routes", "show");

        Assert.Equal(0, exit);
        Assert.Contains("category-by-label: labels.category != \"\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestOfAPayload_PrintsThePathAndTheReasons()
    {
        var payload = folder.Write("disk.json", """[{ "title": "Disk full", "host": "db01", "severity": "error" }, { "title": "Slow", "host": "web-1", "severity": "critical" }]""");

        var (exit, output, _) = await RunAsync("routes", "test", Files(), payload, "--at", "2026-11-22T03:00:00Z", "--fact", "host.criticality=high");

        Assert.Equal(0, exit);
        Assert.Contains("Disk full (generic, error, host db01)\n  path      root > databases\n            databases: host =~ \"db.*\" (host is db01)\n  team      databases\n  category  software\n"
            + "  priority  impact high (host criticality high) x urgency high (severity error) = P1\n  tell      nobody\n  held back mute window nights, until 2026-11-22T06:00:00Z\n", output, StringComparison.Ordinal);
        Assert.Contains("Slow (generic, critical, host web-1)\n  path      root > rest\n", output, StringComparison.Ordinal);
        Assert.Contains("  tell      desk when opened, reopened, priority-raised, resolved\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestAsJson_HasTheDecisionAndWhatIntakeWouldRefuse()
    {
        var payload = folder.Write("some.json", """{ "alerts": [{ "title": "Disk full", "host": "db01" }, { "host": "db02" }] }""");

        var (exit, output, _) = await RunAsync("routes", "test", Files(), payload, "--json", "--at=2026-11-22T12:00:00Z");

        var results = JsonNode.Parse(output)!["results"]!.AsArray();
        Assert.Equal(1, exit);
        Assert.Equal("databases", results[0]!["decision"]!["team"]!.GetValue<string>());
        Assert.Equal(["dba"], results[0]!["decision"]!["channels"]!.AsArray().Select(c => c!.GetValue<string>()));
        Assert.EndsWith("title", results[1]!["problem"]!["field"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestOfWhatIsNoPayload_SaysWhyAndEndsWith1()
    {
        var (exit, output, _) = await RunAsync("routes", "test", Files(), folder.Write("bad.json", "{ no"));

        Assert.Equal(1, exit);
        Assert.Contains("body: found no JSON at line 1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_ShowsWhatAChangedFileWouldDecideOtherwise()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = AlertFlowTests.Key();
        foreach (var host in new[] { $"db-{key}", $"web-{key}", $"sw-{key}" })
        {
            await app.RecordAsync($$"""{ "title": "Slow", "host": "{{host}}", "severity": "error" }""");
            await app.RecordAsync($$"""{ "title": "Slow", "host": "{{host}}", "severity": "error" }""");
        }

        var own = Files($"{SomeRules.Root}\n  routes:\n    - {{ name: quiet, match: host = sw-{key}, channels: [] }}");
        var teams = folder.File("teams.yaml");
        var changed = folder.Write("changed.yaml", $"{SomeRules.Root}\n  routes:\n    - {{ name: databases, match: host = db-{key}, team: databases }}\n    - {{ name: silent, match: host = web-{key}, channels: [] }}");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Storage"] = azurite.ConnectionString, ["Routing__File"] = own, ["Routing__TeamsFile"] = teams };
        var since = Automation.Flow.UtcTimeConverter.Text(app.Time.GetUtcNow().AddMinutes(-1));

        var (exit, output, errors) = await RunAsync(settings, "routes", "replay", changed, "--since", since, "--json");

        Assert.Equal((0, ""), (exit, errors));
        var view = JsonNode.Parse(output)!;
        Assert.Equal([$"db-{key}"], Hosts(view, "moved", key));
        Assert.Equal([$"db-{key}", $"web-{key}"], Hosts(view, "newlySilent", key).Order(StringComparer.Ordinal));
        Assert.Equal([$"db-{key}", $"sw-{key}"], Hosts(view, "newlyLoud", key).Order(StringComparer.Ordinal));
        Assert.Equal(["team service-desk -> databases", "path root -> root > databases"], view["moved"]!["first"]!.AsArray().Single(l => AlertFlowTests.Text(l!, "host") == $"db-{key}")!["changes"]!.AsArray().Select(c => c!.GetValue<string>()));

        var (_, text, _) = await RunAsync(settings, "routes", "replay", changed, "--since", since);
        Assert.Contains($"(db-{key})\n    team service-desk -> databases; path root -> root > databases", text, StringComparison.Ordinal);
        Assert.Contains($"(web-{key})\n    would not tell desk when opened, reopened, priority-raised, resolved; path root -> root > silent", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_NamesThePagerThatIsTakenAwayThoughTheChatStays()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = AlertFlowTests.Key();
        await app.RecordAsync($$"""{ "title": "Slow", "host": "{{key}}", "severity": "error" }""");
        var own = Files($"{SomeRules.Root}\n  routes:\n    - {{ name: one, match: host = {key}, channels: [desk, net], notify: [opened, resolved] }}");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Storage"] = azurite.ConnectionString, ["Routing__File"] = own, ["Routing__TeamsFile"] = folder.File("teams.yaml") };
        var changed = folder.Write("changed.yaml", $"{SomeRules.Root}\n  routes:\n    - {{ name: one, match: host = {key}, channels: [desk, dba], notify: [opened] }}");

        var (_, output, _) = await RunAsync(settings, "routes", "replay", changed, "--since", UtcTimeConverter.Text(app.Time.GetUtcNow().AddMinutes(-1)), "--json");

        Assert.Equal("would not tell net when opened, resolved; desk when resolved", Change("newlySilent"));
        Assert.Equal("would tell dba when opened", Change("newlyLoud"));

        string Change(string group) => JsonNode.Parse(output)![group]!["first"]!.AsArray().Single(l => AlertFlowTests.Text(l!, "host") == key)!["changes"]![0]!.GetValue<string>();
    }

    [Fact]
    public async Task TestOfAPayload_DecidesByTheFactsOfATicketThatOpens()
    {
        var payload = folder.Write("disk.json", """{ "title": "Disk full", "host": "db01", "severity": "error" }""");

        var (_, output, _) = await RunAsync("routes", "test", Files($"{SomeRules.Root}\n  routes:\n    - {{ name: first, match: [flapping = false, affected = 1, status = firing], team: network }}"), payload);

        Assert.Contains("  path      root > first\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_KnowsWhatTheInventoryKnowsAndWhatWasMaintained()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var key = AlertFlowTests.Key();
        using var hosts = await app.Client.PutAsync("/api/hosts", new StringContent($$"""[{ "name": "db-{{key}}.example.com", "environment": "prod", "criticality": "critical", "owner": "dba-{{key}}", "services": ["orders {{key}}"] }, { "name": "web-{{key}}", "environment": "test" }]"""));
        Assert.Equal(200, (int)hosts.StatusCode);
        await app.PostAsync($$"""{ "hosts": ["sw-{{key}}.example.com"], "duration": "1h", "reason": "firmware", "by": "Ada" }""", "/api/maintenance");
        foreach (var host in new[] { $"db-{key}", $"web-{key}", $"sw-{key}", $"ap-{key}" }) await app.RecordAsync($$"""{ "title": "Slow", "host": "{{host}}", "severity": "error" }""");
        var own = Files($"{SomeRules.Root}\n  routes:\n    - {{ name: quiet, match: 'host in [sw-{key}, ap-{key}]', channels: [] }}");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Storage"] = azurite.ConnectionString, ["Routing__File"] = own, ["Routing__TeamsFile"] = folder.File("teams.yaml") };
        var changed = folder.Write("changed.yaml", $"{SomeRules.Root}\n  routes:\n    - {{ name: databases, match: [environment = prod, host.criticality = critical, host.owner = dba-{key}, service = orders {key}], team: databases }}");

        var (exit, output, _) = await RunAsync(settings, "routes", "replay", changed, "--since", Automation.Flow.UtcTimeConverter.Text(app.Time.GetUtcNow().AddMinutes(-1)), "--json");

        Assert.Equal(0, exit);
        var view = JsonNode.Parse(output)!;
        Assert.Equal([$"db-{key}"], Hosts(view, "moved", key));
        Assert.Equal([$"ap-{key}", $"db-{key}"], Hosts(view, "newlyLoud", key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReplayWithoutStorage_SaysWhichSettingIsMissing()
    {
        var (exit, _, errors) = await RunAsync("routes", "replay", Files(), "--since", "7d");

        Assert.Equal(1, exit);
        Assert.Contains("Storage: found nothing", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReplayOfStorageThatIsDown_FailsWithItsReason()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Storage"] = UnreachableStorage.ConnectionString };

        var (exit, _, errors) = await RunAsync(settings, "routes", "replay", Files(), "--since", "7d");

        Assert.Equal(1, exit);
        Assert.StartsWith("The stored alerts can't be read", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("routes needs a command", "routes")]
    [InlineData("There is no command 'routes chek'", "routes", "chek")]
    [InlineData("routes check needs a routing file", "routes", "check")]
    [InlineData("routes test needs at least one payload file", "routes", "test", "a.yaml")]
    [InlineData("routes replay needs --since", "routes", "replay", "a.yaml")]
    [InlineData("--since must be a time", "routes", "replay", "a.yaml", "--since", "yesterday")]
    [InlineData("The option '--at' isn't known for routes check", "routes", "check", "a.yaml", "--at", "x")]
    [InlineData("--teams needs a value", "routes", "check", "a.yaml", "--teams")]
    [InlineData("--json takes no value", "routes", "check", "a.yaml", "--json=yes")]
    [InlineData("--fact names the unknown fact 'hst'", "routes", "test", "a.yaml", "p.json", "--fact", "hst=a")]
    [InlineData("takes one file, but 'b.yaml' was given too", "routes", "check", "a.yaml", "b.yaml")]
    public async Task WrongArguments_EndWith2AndTheUsage(string message, params string[] args)
    {
        var (exit, output, errors) = await RunAsync(args);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Contains("Usage: automation routes COMMAND", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatIsNotThere_IsNamed()
    {
        var (exit, _, errors) = await RunAsync("routes", "check", "/nowhere/routing.yaml");

        Assert.Equal(1, exit);
        Assert.StartsWith("/nowhere/routing.yaml: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(false, "--urls", "http://127.0.0.1:0")]
    [InlineData(true, "--help")]
    [InlineData(true, "routes", "show")]
    public void OnlyCommandWords_AreCommands(bool isCommand, params string[] args) => Assert.Equal(isCommand, CommandLine.IsCommand(args));

    [Theory]
    [InlineData(0, "Usage: automation routes COMMAND", "--help")]
    [InlineData(0, "no problems", "routes", "check", "FILE")]
    public async Task TheExecutable_RunsTheCommandAndStartsNothing(int exit, string expected, params string[] args)
    {
        var program = Path.ChangeExtension(typeof(CommandLine).Assembly.Location, ".dll");
        var start = new ProcessStartInfo("dotnet", [program, .. args.Select(a => a == "FILE" ? Files() : a)]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(exit, process.ExitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    private static List<string> Hosts(JsonNode view, string group, string key) =>
        [.. view[group]!["first"]!.AsArray().Select(l => AlertFlowTests.Text(l!, "host")).Where(h => h.Contains(key, StringComparison.Ordinal))];

    /// <summary>A routing file with the usual teams beside it.</summary>
    private string Files(string routing = Tree)
    {
        folder.Write("teams.yaml", SomeRules.Teams);
        return folder.Write("routing.yaml", routing);
    }

    private static Task<(int Exit, string Output, string Errors)> RunAsync(params string[] args) => RunAsync([], args);

    private static async Task<(int Exit, string Output, string Errors)> RunAsync(Dictionary<string, string> settings, params string[] args)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var errors = new StringWriter { NewLine = "\n" };
        var exit = await CommandLine.RunAsync(args, output, errors, settings.GetValueOrDefault, new FixedClock(Some.Noon), CancellationToken.None);
        return (exit, output.ToString().Trim(), errors.ToString().Trim());
    }
}
