namespace Automation.Notifications.Channels;

/// <summary>Finds a channel's address and key among the settings.</summary>
internal static class ChannelAddresses
{
    /// <returns>Null with the reason in <paramref name="problem"/>, which names settings and never shows their values.</returns>
    public static ChannelAddress? Find(ChannelDefinition channel, NotificationOptions options, out string problem)
    {
        problem = "";
        if (!options.Channels.TryGetValue(channel.AddressSetting, out var url))
        {
            if (options.Fallback is not null) return new ChannelAddress(UnderFallback(options.Fallback, channel.Name), channel.SecretSetting is null ? null : options.FallbackSecret);
            problem = $"setting {channel.AddressSetting} (the address of channel '{channel.Name}') is not set";
            return null;
        }

        if (channel.SecretSetting is null) return new ChannelAddress(url, null);
        if (options.Channels.TryGetValue(channel.SecretSetting, out var key)) return new ChannelAddress(url, key);

        // Unsigned to a receiver that was promised signatures would be a silent loss there.
        problem = $"setting {channel.SecretSetting} (the signing key of channel '{channel.Name}') is not set";
        return null;
    }

    private static string UnderFallback(string fallback, string channel)
    {
        var address = new UriBuilder(fallback);
        address.Path = $"{address.Path.TrimEnd('/')}/{Uri.EscapeDataString(channel)}";
        return address.Uri.AbsoluteUri;
    }
}
