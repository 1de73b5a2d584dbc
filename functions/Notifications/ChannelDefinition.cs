namespace Automation.Notifications;

/// <summary>
/// One address at which a team is told, as teams.yaml names it. The address itself stands in an app setting, never in the
/// file: the addresses of chat webhooks are secrets.
/// </summary>
/// <param name="Name">Unique; part of the effect keys, so renaming a channel makes it a new one.</param>
/// <param name="Kind"><c>teams</c> (Microsoft Teams workflow webhook) or <c>webhook</c> (signed JSON).</param>
/// <param name="AddressSetting">App setting that holds the https address, such as <c>Channels__DeskTeams</c>.</param>
/// <param name="SecretSetting">App setting with the key that signs a <c>webhook</c>'s body; null for no signature.</param>
internal sealed record ChannelDefinition(string Name, string Kind, string AddressSetting, string? SecretSetting);
