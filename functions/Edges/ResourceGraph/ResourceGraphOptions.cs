using Automation.Flow;

namespace Automation.Edges.ResourceGraph;

/// <summary>Whether and where Azure is asked about the hosts of alerts.</summary>
/// <param name="Enabled">Default false: nothing of it is loaded.</param>
/// <param name="Endpoint">Azure Resource Manager; default that of the public cloud. Tokens are asked for this address, so that none goes elsewhere.</param>
internal sealed record ResourceGraphOptions(bool Enabled, Uri Endpoint)
{
    public static readonly Uri PublicCloud = new("https://management.azure.com/");

    public static ResourceGraphOptions Read(SettingReader settings) => new(
        settings.Flag("ResourceGraph__Enabled", fallback: false),
        settings.HttpsUri("ResourceGraph__Endpoint") ?? PublicCloud);
}
