using Automation.Edges.Graph;
using Automation.Tests.Support;
using Microsoft.Kiota.Abstractions;

namespace Automation.Tests.Edges.Graph;

/// <summary>How the app signs in where no token is set: with its identity, for one Graph.</summary>
public sealed class GraphIdentityTests
{
    [Theory]
    [InlineData("https://graph.microsoft.com/v1.0", "https://graph.microsoft.com/.default")]
    [InlineData("https://graph.microsoft.us/v1.0", "https://graph.microsoft.us/.default")]
    [InlineData("https://dod-graph.microsoft.us/beta", "https://dod-graph.microsoft.us/.default")]
    public async Task ATokenIsAskedFor_ForThisGraphAndGoesToItOnly(string address, string scope)
    {
        var identity = new FixedTokenCredential("a-token-of-entra");
        var authentication = GraphClient.Authentication(new GraphOptions(new Uri(address), null, TimeSpan.Zero), () => identity);

        Assert.Equal("Bearer a-token-of-entra", await SignedAsync($"{address}/users"));
        Assert.Equal([scope], identity.Scopes);
        Assert.Null(await SignedAsync("https://evil.example/v1.0/users"));
        Assert.Null(await SignedAsync("https://graph.microsoft.com.evil.example/v1.0/users"));
        Assert.Equal([scope], identity.Scopes);

        async Task<string?> SignedAsync(string target)
        {
            var request = new RequestInformation { HttpMethod = Method.GET, URI = new Uri(target) };
            await authentication.AuthenticateRequestAsync(request);
            return request.Headers.TryGetValue("Authorization", out var values) ? values.Single() : null;
        }
    }

    [Fact]
    public void WhereATokenIsSet_NoIdentityIsLookedFor() =>
        Assert.IsType<GraphTokenAuthentication>(GraphClient.Authentication(new GraphOptions(new Uri("http://localhost:7075/v1.0"), "a-token-of-the-standin", TimeSpan.Zero), () => throw new InvalidOperationException("asked for")));
}
