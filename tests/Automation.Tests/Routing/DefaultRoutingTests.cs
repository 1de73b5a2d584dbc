using Automation.Routing;
using Automation.Routing.Files;
using Automation.Tests.Support;

namespace Automation.Tests.Routing;

/// <summary>The files that the product ships.</summary>
public sealed class DefaultRoutingTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "functions", "Routing");
    private static readonly string Shipped = File.ReadAllText(Path.Combine(Folder, "routing.yaml"));
    private static readonly RoutingRules Rules = SomeRules.Of(Shipped, File.ReadAllText(Path.Combine(Folder, "teams.yaml")));

    [Theory]
    [InlineData("title=Disk_failure_predicted_on_db01", "hardware")]
    [InlineData("title=RAID_degraded", "hardware")]
    [InlineData("title=Fan_2_has_stopped", "hardware")]
    [InlineData("title=Disk_usage_above_90_%", "software")]
    [InlineData("title=HighErrorRate service=checkout", "software")]
    [InlineData("title=SQL_query_is_slow", "software")]
    [InlineData("title=Shopping_list_groups_are_mapped", "other")]
    [InlineData("title=VPN_gateway_unreachable", "network")]
    [InlineData("title=Something_odd host=sw-core-1", "network")]
    [InlineData("title=Something_odd host=apple", "other")]
    [InlineData("title=Account_locked_out", "access")]
    [InlineData("title=Exchange_mail_flow_is_delayed", "email")]
    [InlineData("title=Backlog service=mail-relay", "email")]
    [InlineData("title=Printer_on_floor_2_is_out_of_toner", "printing")]
    [InlineData("title=SIP_trunk_down", "telephony")]
    [InlineData("title=Certificate_expires_in_7_days", "security")]
    [InlineData("title=Ransomware_found", "security")]
    [InlineData("title=HostUnreachable", "network")]
    [InlineData("title=DiskSpaceLow", "software")]
    [InlineData("title=KubePodCrashLooping", "software")]
    [InlineData("title=HTTPErrorRateHigh", "software")]
    [InlineData("title=OpenVPNTunnelBroken", "network")]
    [InlineData("title=WiFiWeak", "network")]
    [InlineData("title=SwitchboardList", "other")]
    [InlineData("title=Something_odd", "other")]
    [InlineData("title=Disk_failure labels.category=printing", "printing")]
    public void TheWords_GiveTheCategory(string facts, string category) => Assert.Equal(category, SomeRules.Decide(Rules, facts).Category);

    [Theory]
    [InlineData("", "service-desk")]
    [InlineData("labels.team=nobody", "service-desk")]
    [InlineData("labels.team=Databases", "databases")]
    [InlineData("service.owner=network host.owner=databases", "network")]
    [InlineData("labels.team=nobody host.owner=databases", "databases")]
    public void TheTeam_IsTheFirstThatIsKnown(string facts, string team) => Assert.Equal(team, SomeRules.Decide(SomeRules.Of(Shipped), facts).Team);

    [Fact]
    public void TheSharedSettings_AreTheDefaults()
    {
        var bare = SomeRules.Of(SomeRules.Root);

        Assert.Equal(new CorrelationSettings(TimeSpan.FromMinutes(10), 1000, true, true, true, true), Rules.Correlation);
        Assert.Equal((new FlappingSettings(4, TimeSpan.FromHours(1)), new CoalesceSettings(10), new InhibitionSettings(true)), (Rules.Flapping, Rules.Coalesce, Rules.Inhibition));
        Assert.Equal((Rules.Correlation, Rules.Flapping, Rules.Coalesce, Rules.Inhibition), (bare.Correlation, bare.Flapping, bare.Coalesce, bare.Inhibition));
        Assert.Equal(Rules.Priority.Matrix.Order(Comparer<KeyValuePair<(string, string), string>>.Create((a, b) => string.CompareOrdinal($"{a}", $"{b}"))), bare.Priority.Matrix.Order(Comparer<KeyValuePair<(string, string), string>>.Create((a, b) => string.CompareOrdinal($"{a}", $"{b}"))));
        Assert.Equal(Rules.Priority.Affected, bare.Priority.Affected);
    }

    [Fact]
    public void AChangedSharedSetting_IsRead()
    {
        var rules = SomeRules.Of(SomeRules.Root + """

            correlation: { window: 90s, maxMembers: 5, rules: { same-host: off, dependency: false } }
            flapping: { episodes: 7, within: 2h }
            coalesce: { threshold: 3 }
            inhibition: { enabled: no }
            """);

        Assert.Equal(new CorrelationSettings(TimeSpan.FromSeconds(90), 5, false, true, false, true), rules.Correlation);
        Assert.Equal((new FlappingSettings(7, TimeSpan.FromHours(2)), new CoalesceSettings(3), new InhibitionSettings(false)), (rules.Flapping, rules.Coalesce, rules.Inhibition));
    }

    [Fact]
    public void TeamsAndChannels_AreReadWhole()
    {
        var directory = SomeRules.Of(SomeRules.Root, SomeRules.Teams + "\n  - { name: people, members: [{ name: Ada, mail: ada@example.org }, { name: Bo }] }").Teams;

        Assert.Equal([new TeamMember("Ada", "ada@example.org"), new TeamMember("Bo", null)], directory.Find("People")!.Members);
        Assert.Contains(new Automation.Notifications.ChannelDefinition("dba", "webhook", "Channels__Dba", "Channels__DbaKey"), directory.Channels);
    }

    [Fact]
    public void ABadFile_StopsTheStartWithTheWholeList()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("mine.yaml", "route: { name: root, team: nobody }\nrout: 1");

        Assert.Null(new RoutingOptions(file, Path.Combine(Folder, "teams.yaml")).Load(out var problem));
        Assert.Equal(3, problem!.Split('\n').Length);
        Assert.Contains("The routing rules can't be used (2 problems):\n  - mine.yaml(1,28): team: the unknown team 'nobody'", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNotThere_StopsTheStartAndNamesTheSetting()
    {
        Assert.Null(new RoutingOptions("/nowhere/routing.yaml", "/nowhere/teams.yaml").Load(out var problem));
        Assert.Contains("Routing__File", problem, StringComparison.Ordinal);
    }
}
