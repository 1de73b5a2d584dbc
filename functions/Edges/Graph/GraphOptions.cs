using Automation.Flow;

namespace Automation.Edges.Graph;

/// <summary>Where Microsoft Graph is, and how this app signs in to it.</summary>
/// <param name="BaseAddress">With the version, without slash at the end; default that of the public cloud. Tokens are asked for this address, so that none goes elsewhere.</param>
/// <param name="Token">Instead of an Entra identity, for a Graph on this machine only; secret.</param>
/// <param name="Patience">How long a call waits in all for a Graph that asks to come again later; default 20 s, zero never waits.</param>
internal sealed record GraphOptions(Uri BaseAddress, string? Token, TimeSpan Patience)
{
    public static readonly Uri PublicCloud = new("https://graph.microsoft.com/v1.0");

    public static GraphOptions Read(SettingReader settings)
    {
        var address = settings.Address("Graph__BaseAddress") is { } text ? new Uri(text.TrimEnd('/')) : PublicCloud;
        var token = settings.Secret("Graph__Token", "a token of a Graph on this machine", static t => t.Length >= 8 && !t.Any(char.IsWhiteSpace));
        if (token is not null && !address.IsLoopback) settings.Refuse("Graph__Token", "a token for another machine's Graph", "nothing, so that the app signs in with its Entra identity; a token is for a Graph on this machine");
        if (token is null && address.Scheme == Uri.UriSchemeHttp && !settings.IsSet("Graph__Token")) settings.Refuse("Graph__Token", "nothing", "the token of the Graph on this machine that Graph__BaseAddress names");
        return new GraphOptions(address, token, TimeSpan.FromSeconds(settings.Number("Graph__PatienceSeconds", 20, 0, 300, "seconds")));
    }
}
