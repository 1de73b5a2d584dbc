namespace Automation.Notifications;

/// <summary>The channels that there are, by name.</summary>
internal interface IChannelBook
{
    ChannelDefinition? Find(string name);
}

/// <summary>The channels of a system that nobody has given a book of its own: the two that the local host points at its sink.</summary>
internal sealed class ShippedChannels : IChannelBook
{
    private static readonly ChannelDefinition[] Channels =
    [
        new("desk-teams", "teams", "Channels__DeskTeams", null),
        new("desk-webhook", "webhook", "Channels__DeskWebhook", "Channels__DeskWebhookSecret"),
    ];

    public ChannelDefinition? Find(string name) => Channels.FirstOrDefault(c => c.Name == name);
}
