using Automation.Routing.Files;
using Automation.Tests.Support;

namespace Automation.Tests.Routing;

/// <summary>Every problem of a file comes with the line and column where it is mended, and with what is accepted.</summary>
public sealed class RoutingProblemsTests
{
    /// <summary>Lines under a good root; the root's first line is 1, so these begin at 4.</summary>
    [Theory]
    [InlineData("  teem: x", "routing.yaml(4,3): the unknown key 'teem'; did you mean 'team'?; accepted: match, continue, team, name, category")]
    [InlineData("  match: host = a", "routing.yaml(4,10): match on the root; accepted: a root without match")]
    [InlineData("  continue: true", "routing.yaml(4,13): continue on the root")]
    [InlineData("  category: [a, b]", "routing.yaml(4,13): category: a list; accepted: one text")]
    [InlineData("  category: \"\"", "routing.yaml(4,13): category: an empty text; accepted: a text")]
    [InlineData("  teamFrom: [labels.team, host.ower]", "routing.yaml(4,27): teamFrom: the unknown fact 'host.ower'; did you mean 'host.owner'?; accepted: source, dialect")]
    [InlineData("  channels: [desk, dbas]", "routing.yaml(4,20): channels: the unknown channel 'dbas'; did you mean 'dba'?; accepted: dba, desk, net")]
    [InlineData("  notify: [opened, closed]", "routing.yaml(4,20): notify: 'closed'; accepted: opened, reopened, priority-raised, resolved")]
    [InlineData("  mute: nights", "routing.yaml(4,9): mute: the unknown mute window 'nights'; accepted: a name of the section 'muteWindows', which names none")]
    [InlineData("  routes: { a: b }", "routing.yaml(4,11): routes: a block of keys; accepted: a list of blocks")]
    [InlineData("  routes: [ a ]", "routing.yaml(4,13): routes: 'a' in the list; accepted: a block of keys")]
    [InlineData("  routes:\n    - match: host = a", "routing.yaml(5,7): no name; accepted: a block with the key 'name'")]
    [InlineData("  routes:\n    - name: a > b\n      match: host = a", "routing.yaml(5,13): the name 'a > b'; accepted: a name without '>'")]
    [InlineData("  routes:\n    - name: Root\n      match: host = a", "routing.yaml(5,13): a second route 'Root'; accepted: a name that no other route has")]
    [InlineData("  routes:\n    - name: a\n      team: databasis\n      match: host = a", "routing.yaml(6,13): team: the unknown team 'databasis'; did you mean 'databases'?; accepted: databases, network, service-desk")]
    [InlineData("  routes:\n    - name: a\n      match: [severity >= loud]", "routing.yaml(6,15): match: 'loud', which has no order; accepted: a number, a severity")]
    [InlineData("  routes:\n    - name: a\n      match:\n        - host: a", "routing.yaml(7,11): match: a block of keys in the list; accepted: texts")]
    [InlineData("  routes:\n    - name: a\n      match: host =~ \"(a+\"", "routing.yaml(6,14): match: '(a+', no regular expression")]
    [InlineData("  routes:\n    - name: a\n      match: host =~ \"(?<!x)a\"", "routing.yaml(6,14): match: '(?<!x)a', a pattern with lookaround")]
    [InlineData("  routes:\n    - name: a\n      match: host = a\n      continue: maybe", "routing.yaml(7,17): continue: 'maybe'; accepted: true or false")]
    [InlineData("calendars: [{ name: a, dates: [25.12.2026] }]", "routing.yaml(4,32): dates: '25.12.2026'; accepted: a date such as 2026-12-25")]
    [InlineData("calendars: [{ name: a, dates: [] }, { name: A, dates: [] }]", "routing.yaml(4,45): a second calendar 'A'")]
    [InlineData("calendars: [{ name: a }]", "routing.yaml(4,13): no dates")]
    [InlineData("muteWindows: [{ name: w, times: [25:00-06:00] }]", "routing.yaml(4,34): times: '25:00-06:00'; accepted: a range of times")]
    [InlineData("muteWindows: [{ name: w, times: [08:00-08:00] }]", "routing.yaml(4,34): times: '08:00-08:00'")]
    [InlineData("muteWindows: [{ name: w, times: [8-18] }]", "routing.yaml(4,34): times: '8-18'")]
    [InlineData("muteWindows: [{ name: w, weekdays: [mo-fr] }]", "routing.yaml(4,37): weekdays: 'mo-fr'; accepted: days such as mon")]
    [InlineData("muteWindows: [{ name: w, months: [13] }]", "routing.yaml(4,35): months: '13'; accepted: months such as dec")]
    [InlineData("muteWindows: [{ name: w, daysOfMonth: [0] }]", "routing.yaml(4,40): daysOfMonth: '0'; accepted: days of the month")]
    [InlineData("muteWindows: [{ name: w, daysOfMonth: [\"-1:-3\"] }]", "routing.yaml(4,40): daysOfMonth: '-1:-3'")]
    [InlineData("muteWindows: [{ name: w, weekdays: [] }]", "routing.yaml(4,36): weekdays: an empty list")]
    [InlineData("muteWindows: [{ name: w, weekdays: sat, timeZone: Europe/Nowhere }]", "routing.yaml(4,51): timeZone: 'Europe/Nowhere'; accepted: an IANA time zone name")]
    [InlineData("muteWindows: [{ name: w, calendar: feasts }]", "routing.yaml(4,36): calendar: the unknown calendar 'feasts'")]
    [InlineData("muteWindows: [{ name: w }]", "routing.yaml(4,15): the mute window 'w' without any restriction; accepted: at least one of weekdays")]
    [InlineData("muteWindows: [{ name: w, weekdays: sat }, { name: W, weekdays: sun }]", "routing.yaml(4,51): a second mute window 'W'")]
    [InlineData("priority: { urgency: { critical: critical, error: high, warning: low } }", "routing.yaml(4,22): no value for 'info'; accepted: 'info' with one of critical, high, medium, low")]
    [InlineData("priority: { urgency: { critical: critical, error: hihg, warning: low, info: low } }", "routing.yaml(4,51): error: 'hihg'; did you mean 'high'?; accepted: critical, high, medium, low")]
    [InlineData("priority: { urgency: { fatal: critical, critical: critical, error: high, warning: low, info: low } }", "routing.yaml(4,24): the unknown key 'fatal'; accepted: critical, error, warning, info")]
    [InlineData("priority: { impact: { criticality: { gold: huge } } }", "routing.yaml(4,44): gold: 'huge'; accepted: high, medium, low")]
    [InlineData("priority: { impact: { affected: { high: 10, medium: 20 } } }", "routing.yaml(4,53): medium: 20 affected, not fewer than for high")]
    [InlineData("priority: { impact: { affected: { high: 0 } } }", "routing.yaml(4,41): high: '0'; accepted: a whole number from 1 to 10000000")]
    [InlineData("priority: { matrix: { high: { critical: P1, high: P1, medium: P2, low: P3 } } }", "routing.yaml(4,21): the matrix lacks the row 'low'")]
    [InlineData("priority: { matrix: { high: { critical: P1, high: P1, medium: P2 }, medium: { critical: P1, high: P2, medium: P3, low: P4 }, low: { critical: P1, high: P2, medium: P3, low: P4 } } }", "routing.yaml(4,29): no value for 'low'; accepted: 'low' with one of P1, P2, P3, P4")]
    [InlineData("priority: { matrix: { high: { critical: P0, high: P1, medium: P2, low: P3 }, medium: { critical: P1, high: P2, medium: P3, low: P4 }, low: { critical: P1, high: P2, medium: P3, low: P4 } } }", "routing.yaml(4,41): critical: 'P0'; did you mean 'P1'?; accepted: P1, P2, P3, P4")]
    [InlineData("correlation: { window: 10 }", "routing.yaml(4,24): window: '10'; accepted: a duration from 1s to 7d")]
    [InlineData("correlation: { rules: { same-hst: on } }", "routing.yaml(4,25): the unknown key 'same-hst'; did you mean 'same-host'?")]
    [InlineData("flapping: { episodes: none }", "routing.yaml(4,23): episodes: 'none'; accepted: a whole number from 1 to 1000")]
    [InlineData("coalesce: { threshold: 0 }", "routing.yaml(4,24): threshold: '0'")]
    [InlineData("inhibition: { enabled: perhaps }", "routing.yaml(4,24): enabled: 'perhaps'; accepted: true or false")]
    [InlineData("rout: {}", "routing.yaml(4,1): the unknown key 'rout'; did you mean 'route'?")]
    [InlineData("route: {}", "routing.yaml(4,1): the key 'route' a second time; accepted: each key once")]
    [InlineData("coalesce: &a { threshold: 5 }\nflapping: *a", "routing.yaml(5,11): the alias *a; accepted: the value itself")]
    [InlineData("coalesce: { threshold: !!int 5 }", "routing.yaml(4,24): the tag tag:yaml.org,2002:int; accepted: a value without a tag")]
    [InlineData("coalesce: [", "routing.yaml(5,1): no YAML")]
    [InlineData("\tcoalesce: 1", "routing.yaml(4,1): no YAML")]
    [InlineData("---\na: b", "routing.yaml(4,1): a second document; accepted: one document in a file")]
    public void AProblemInTheRoutes_IsShownAtItsPlace(string lines, string expected) => AssertProblem(SomeRules.Read(SomeRules.Root + "\n" + lines), expected);

    [Theory]
    [InlineData("", "routing.yaml(1,1): no route; accepted: a block with the key 'route'")]
    [InlineData("- a", "routing.yaml(1,1): a list at the top; accepted: keys and values")]
    [InlineData("route: { name: root }", "routing.yaml(1,8): no team on the root")]
    public void AFileWithoutARoot_IsAProblem(string file, string expected) => AssertProblem(SomeRules.Read(file), expected);

    [Theory]
    [InlineData("teams: []", "teams.yaml(1,8): no teams")]
    [InlineData("team: []", "teams.yaml(1,1): the unknown key 'team'; did you mean 'teams'?; accepted: channels, teams")]
    [InlineData("teams:\n  - { name: a }\n  - { name: A }", "teams.yaml(3,13): a second team 'A'; accepted: a name that no other team has")]
    [InlineData("teams:\n  - { name: a, channels: [chat] }", "teams.yaml(2,27): the unknown channel 'chat'; accepted: a name of the section 'channels', which names none")]
    [InlineData("teams:\n  - { name: a, hours: [mon-fri 8-18] }", "teams.yaml(2,24): hours: 'mon-fri 8-18'; accepted: hours such as 'mon-fri 08:00-18:00'")]
    [InlineData("teams:\n  - { name: a, hours: [] }", "teams.yaml(2,23): hours: an empty list")]
    [InlineData("teams:\n  - { name: a, timeZone: CET+1 }", "teams.yaml(2,26): timeZone: 'CET+1'; accepted: an IANA time zone name")]
    [InlineData("teams:\n  - { name: a, holidays: germany }", "teams.yaml(2,26): holidays: the unknown calendar 'germany'")]
    [InlineData("teams:\n  - { name: a, members: [{ name: Ada, mail: ada }] }", "teams.yaml(2,45): mail: 'ada'; accepted: an address such as ada@example.org")]
    [InlineData("teams:\n  - { name: a, hours: mon 08:00-09:00, fallback: bb }\n  - { name: b }", "teams.yaml(2,50): fallback: the unknown team 'bb'; did you mean 'b'?; accepted: a, b")]
    [InlineData("teams:\n  - { name: a, fallback: b }\n  - { name: b }", "teams.yaml(2,26): fallback: 'a' has no hours, so its fallback never takes anything")]
    [InlineData("teams:\n  - { name: a, hours: mon 08:00-09:00, fallback: b }\n  - { name: b, hours: mon 08:00-09:00, fallback: a }", "teams.yaml(2,50): fallback: the circle a > b > a; accepted: fallbacks that end at a team without one")]
    [InlineData("teams:\n  - { name: a, hours: mon 08:00-09:00, fallback: a }", "teams.yaml(2,50): fallback: the circle a > a")]
    [InlineData("channels:\n  - { name: c, kind: slack, addressSetting: A }\nteams: [{ name: a }]", "teams.yaml(2,22): kind: 'slack'; accepted: teams, webhook")]
    [InlineData("channels:\n  - { name: c, kind: teams }\nteams: [{ name: a }]", "teams.yaml(2,5): no addressSetting")]
    [InlineData("channels:\n  - { name: c, kind: webhook, addressSetting: A }\n  - { name: C, kind: webhook, addressSetting: B }\nteams: [{ name: a }]", "teams.yaml(3,13): a second channel 'C'")]
    [InlineData("channels:\n  - { name: c, kind: teams, addressSetting: A, secretSetting: B }\nteams: [{ name: a }]", "teams.yaml(2,63): a secretSetting for a channel of kind teams")]
    public void AProblemInTheTeams_IsShownAtItsPlace(string teams, string expected) => AssertProblem(SomeRules.Read("route: { name: root, team: a }", teams), expected);

    [Fact]
    public void AnAddressInPlaceOfItsSetting_IsNotRepeated()
    {
        var reading = SomeRules.Read("route: { name: root, team: a }", "channels:\n  - { name: c, kind: teams, addressSetting: \"https://chat.example.org/hook?sig=top-secret\" }\nteams: [{ name: a }]");

        AssertProblem(reading, "teams.yaml(2,45): a text of 44 characters that is no name of an app setting");
        Assert.DoesNotContain(reading.Problems, p => p.ToString().Contains("top-secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ name: all }", "{ name: late, match: host = a }", "'all', which matches everything")]
    [InlineData("{ name: all, match: [] }", "{ name: late, match: host = a }", "'all', which matches everything")]
    [InlineData("{ name: all, match: host =~ .* }", "{ name: late, match: host = a }", "'all', which matches whenever this one does (host =~ \".*\")")]
    [InlineData("{ name: one, match: host = a }", "{ name: late, match: host = A }", "'one', which matches whenever")]
    [InlineData("{ name: one, match: host = a }", "{ name: late, match: [severity = error, host = a] }", "(host = a)")]
    [InlineData("{ name: one, match: 'host in [a, b]' }", "{ name: late, match: host = b }", "(host in [a, b])")]
    [InlineData("{ name: one, match: host =~ a.* }", "{ name: late, match: 'host in [ab, ac]' }", "'one'")]
    [InlineData("{ name: one, match: host != a }", "{ name: late, match: 'host not in [a, b]' }", "'one'")]
    [InlineData("{ name: one, match: host != a }", "{ name: late, match: host !~ a.* }", "'one'")]
    [InlineData("{ name: one, match: severity >= warning }", "{ name: late, match: severity = critical }", "'one'")]
    [InlineData("{ name: one, match: severity >= warning }", "{ name: late, match: severity > warning }", "'one'")]
    [InlineData("{ name: one, match: affected > 10 }", "{ name: late, match: affected > 20 }", "'one'")]
    [InlineData("{ name: one, match: affected <= 10 }", "{ name: late, match: affected < 10 }", "'one'")]
    [InlineData("{ name: one, match: severity = critical }", "{ name: late, match: severity = error }", null)]
    [InlineData("{ name: one, match: affected > 20 }", "{ name: late, match: affected > 10 }", null)]
    [InlineData("{ name: one, match: host = a, continue: true }", "{ name: late, match: host = a }", null)]
    [InlineData("{ name: one, match: [host = a, severity = error] }", "{ name: late, match: host = a }", null)]
    [InlineData("{ name: one, match: host != b }", "{ name: late, match: host = a }", null)]
    [InlineData("{ name: one, match: host =~ a.* }", "{ name: late, match: host =~ ab.* }", null)]
    public void ARouteBehindAWiderOne_IsUnreachable(string earlier, string later, string? why)
    {
        var problems = SomeRules.Read($"{SomeRules.Root}\n  routes:\n    - {earlier}\n    - {later}").Problems;

        if (why is null) Assert.Empty(problems);
        else Assert.Contains(why, Assert.Single(problems).ToString(), StringComparison.Ordinal);
        if (why is not null) Assert.StartsWith("routing.yaml(6,15): the route 'late' is never reached: it stands after ", problems[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AMatcherThatCannotBeRead_MakesNoLaterRouteUnreachable()
    {
        var problems = SomeRules.Read($"{SomeRules.Root}\n  routes:\n    - {{ name: one, match: [host = a, hst = b] }}\n    - {{ name: late, match: host = a }}").Problems;

        Assert.Contains("the unknown fact 'hst'", Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AMatcherOfTheParent_CountsForItsChildren()
    {
        var problems = SomeRules.Read($"{SomeRules.Root}\n  routes:\n    - name: parent\n      match: host = a\n      routes:\n        - {{ name: same, match: host = a }}\n        - {{ name: late, match: severity = error }}").Problems;

        Assert.Contains("(9,19): the route 'late' is never reached", Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryProblemOfBothFiles_IsListedAtOnceInTheirOrder()
    {
        var reading = SomeRules.Read(SomeRules.Root + "\n  routes:\n    - { nam: a, match: hst = a }\ncoalesce: { threshold: x }", "teams: [{ name: a, fallback: b, hour: x }]");

        Assert.Null(reading.Rules);
        Assert.Equal(
            ["routing.yaml(3,9)", "routing.yaml(5,7)", "routing.yaml(5,9)", "routing.yaml(5,24)", "routing.yaml(6,24)", "teams.yaml(1,30)", "teams.yaml(1,33)"],
            reading.Problems.Select(p => p.ToString().Split(": ")[0]));
    }

    [Fact]
    public void AFileOfDeepNesting_IsAProblemAndNoCrash() => AssertProblem(SomeRules.Read(new string('[', 20_000)), "routing.yaml(1,");

    private static void AssertProblem(RoutingReading reading, string expected)
    {
        Assert.Null(reading.Rules);
        Assert.True(
            reading.Problems.Any(p => p.ToString().StartsWith(expected, StringComparison.Ordinal)),
            $"expected {expected}\nfound    {string.Join("\n         ", reading.Problems)}");
    }
}
