using Automation.Notifications;
using Automation.Routing.Times;

namespace Automation.Routing.Files;

/// <summary>Reads teams.yaml: channels, then the teams that name them, then what teams say of each other.</summary>
internal static class TeamsReader
{
    private static readonly string[] Kinds = ["teams", "webhook"];

    public static TeamDirectory Read(MapReader top, IReadOnlyDictionary<string, IReadOnlySet<DateOnly>> calendars)
    {
        var channels = Channels(top);
        var teams = new Dictionary<string, (Team Team, MapReader Block)>(StringComparer.OrdinalIgnoreCase);
        foreach (var block in top.Maps("teams"))
        {
            var name = block.RequiredText("name");
            var team = new Team(name?.Value ?? "", Members(block), Named(block, channels), Hours(block, calendars), block.Text("fallback")?.Value);
            block.Close();
            if (name is not null && !teams.TryAdd(name.Value, (team, block))) block.Problems.Add(name.At, $"a second team {FileProblems.Shown(name.Value)}", "a name that no other team has");
        }

        if (teams.Count == 0) top.Problems.Add(top.PlaceOf("teams"), "no teams", "a list 'teams' with at least one team");
        CheckFallbacks(teams);
        top.Close();
        return new TeamDirectory([.. teams.Values.Select(t => t.Team)], [.. channels.Values]);
    }

    private static Dictionary<string, ChannelDefinition> Channels(MapReader top)
    {
        var channels = new Dictionary<string, ChannelDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach (var block in top.Maps("channels"))
        {
            var name = block.RequiredText("name");
            var kind = block.RequiredText("kind");
            var (address, secret) = (Setting(block, block.RequiredText("addressSetting")), Setting(block, block.Text("secretSetting")));
            block.Close();
            if (kind is not null && !Kinds.Contains(kind.Value, StringComparer.Ordinal)) block.Problems.Add(kind.At, $"kind: {FileProblems.Shown(kind.Value)}{Nearest.Hint(kind.Value, Kinds)}", string.Join(", ", Kinds));
            if (kind?.Value == "teams" && secret is not null) block.Problems.Add(block.PlaceOf("secretSetting"), "a secretSetting for a channel of kind teams", "a secretSetting with kind webhook only");
            if (name is null || kind is null || address is null) continue;
            if (!channels.TryAdd(name.Value, new ChannelDefinition(name.Value, kind.Value, address, secret))) block.Problems.Add(name.At, $"a second channel {FileProblems.Shown(name.Value)}", "a name that no other channel has");
        }

        return channels;
    }

    private static string? Setting(MapReader block, YamlText? text)
    {
        if (text is null) return null;
        if (text.Value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && char.IsAsciiLetter(text.Value[0])) return text.Value;

        // An address that somebody wrote here by mistake may be a secret, so it is not repeated.
        block.Problems.Add(text.At, $"a text of {text.Value.Length} characters that is no name of an app setting", "the name of the app setting that holds it, such as Channels__DeskTeams; never the address or secret itself");
        return null;
    }

    private static List<TeamMember> Members(MapReader block)
    {
        var members = new List<TeamMember>();
        foreach (var member in block.Maps("members"))
        {
            var (name, mail) = (member.RequiredText("name"), member.Text("mail", 254));
            member.Close();
            if (mail is not null && (mail.Value.IndexOf('@', StringComparison.Ordinal) is < 1 or > 64 || mail.Value.Any(char.IsWhiteSpace))) block.Problems.Add(mail.At, $"mail: {FileProblems.Shown(mail.Value)}", "an address such as ada@example.org");
            if (name is not null) members.Add(new TeamMember(name.Value, mail?.Value));
        }

        return members;
    }

    private static List<string> Named(MapReader block, Dictionary<string, ChannelDefinition> channels)
    {
        var names = new List<string>();
        foreach (var text in block.Texts("channels") ?? [])
        {
            if (channels.TryGetValue(text.Value, out var channel)) names.Add(channel.Name);
            else block.Problems.Add(text.At, $"the unknown channel {FileProblems.Shown(text.Value)}{Nearest.Hint(text.Value, channels.Keys)}", CalendarReader.Named("channels", channels.Keys));
        }

        return names;
    }

    private static BusinessHours? Hours(MapReader block, IReadOnlyDictionary<string, IReadOnlySet<DateOnly>> calendars)
    {
        var (zone, holidays, texts) = (block.TimeZone("timeZone"), CalendarReader.Holidays(block, "holidays", calendars), block.Texts("hours"));
        var shifts = new List<Shift>();
        foreach (var text in texts ?? [])
        {
            if (Shift.Parse(text.Value) is { } shift) shifts.Add(shift);
            else block.Problems.Add(text.At, $"hours: {FileProblems.Shown(text.Value)}", $"{BusinessHours.Accepted}; weekdays, a space, then {DailyRange.Accepted}");
        }

        if (texts is null && holidays is null) return null;

        // Holidays alone: the team is there on every other day.
        if (texts is null) shifts.Add(Shift.Parse("mon-sun 00:00-24:00")!);
        else if (texts.Count == 0) block.Problems.Add(block.PlaceOf("hours"), "hours: an empty list", $"{BusinessHours.Accepted}, or no key 'hours' for a team that is always there");
        return new BusinessHours(zone, shifts, holidays ?? new HashSet<DateOnly>());
    }

    private static void CheckFallbacks(Dictionary<string, (Team Team, MapReader Block)> teams)
    {
        foreach (var (team, block) in teams.Values)
        {
            if (team.Fallback is not { } fallback) continue;
            var at = block.PlaceOf("fallback");
            if (!teams.ContainsKey(fallback)) block.Problems.Add(at, $"fallback: the unknown team {FileProblems.Shown(fallback)}{Nearest.Hint(fallback, teams.Keys)}", string.Join(", ", teams.Keys));
            else if (Cycle(team, teams) is { } cycle) block.Problems.Add(at, $"fallback: the circle {cycle}", "fallbacks that end at a team without one");
            else if (team.Hours is null) block.Problems.Add(at, $"fallback: {FileProblems.Shown(team.Name)} has no hours, so its fallback never takes anything", "a fallback beside hours or holidays");
        }
    }

    /// <summary>The circle that a team is part of; a circle further on is reported with its own members.</summary>
    private static string? Cycle(Team start, Dictionary<string, (Team Team, MapReader Block)> teams)
    {
        var names = new List<string> { start.Name };
        for (var next = start.Fallback; next is not null && teams.TryGetValue(next, out var found) && names.Count <= teams.Count; next = found.Team.Fallback)
        {
            names.Add(found.Team.Name);
            if (found.Team.Name == start.Name) return string.Join(" > ", names);
        }

        return null;
    }
}
