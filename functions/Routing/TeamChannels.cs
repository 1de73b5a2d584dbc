using Automation.Notifications;

namespace Automation.Routing;

/// <summary>The channels of teams.yaml, as the notifications look them up.</summary>
internal sealed class TeamChannels(TeamDirectory teams) : IChannelBook
{
    private readonly Dictionary<string, ChannelDefinition> byName = teams.Channels.ToDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);

    public ChannelDefinition? Find(string name) => byName.GetValueOrDefault(name);
}
