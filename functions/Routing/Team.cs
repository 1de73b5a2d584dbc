using Automation.Notifications;
using Automation.Routing.Times;

namespace Automation.Routing;

/// <summary>People who take tickets, as teams.yaml names them.</summary>
/// <param name="Channels">Names of the channels at which the team is told, unless a route names others.</param>
/// <param name="Hours">Null when somebody is always there.</param>
/// <param name="Fallback">Team that takes tickets outside the hours; null keeps them here.</param>
internal sealed record Team(string Name, IReadOnlyList<TeamMember> Members, IReadOnlyList<string> Channels, BusinessHours? Hours, string? Fallback);

/// <summary>One person of a team.</summary>
internal sealed record TeamMember(string Name, string? Mail);

/// <summary>Every team and channel of teams.yaml, by name without regard to case.</summary>
internal sealed class TeamDirectory(IReadOnlyList<Team> teams, IReadOnlyList<ChannelDefinition> channels)
{
    private readonly Dictionary<string, Team> byName = teams.ToDictionary(t => t.Name, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<Team> Teams => teams;

    public IReadOnlyList<ChannelDefinition> Channels => channels;

    public Team? Find(string? name) => name is not null && byName.TryGetValue(name.Trim(), out var team) ? team : null;

    /// <summary>The team that takes work at an instant, with the steps from the one that was chosen.</summary>
    public Team OnDuty(Team chosen, DateTimeOffset at, out IReadOnlyList<string> steps)
    {
        var said = new List<string>();
        steps = said;
        var team = chosen;
        while (team.Hours is { } hours)
        {
            var isOpen = hours.AreOpen(at, out var why);
            var next = isOpen ? null : Find(team.Fallback);
            said.Add(isOpen ? $"{team.Name} is {why}" : $"{team.Name} is {why}; {(next is null ? "no fallback is named" : $"fallback {next.Name}")}");
            if (next is null) break;
            team = next;
        }

        return team;
    }
}
