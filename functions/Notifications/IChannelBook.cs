namespace Automation.Notifications;

/// <summary>The channels that there are, by name.</summary>
internal interface IChannelBook
{
    ChannelDefinition? Find(string name);
}
