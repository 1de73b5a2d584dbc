using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;

namespace Automation.Edges.Graph;

/// <summary>Signs calls to a Graph on this machine with its fixed token; <see cref="GraphOptions"/> refuses one for any other machine.</summary>
internal sealed class GraphTokenAuthentication(string token) : IAuthenticationProvider
{
    public Task AuthenticateRequestAsync(RequestInformation request, Dictionary<string, object>? additionalAuthenticationContext = null, CancellationToken cancellationToken = default)
    {
        request.Headers.TryAdd("Authorization", $"Bearer {token}");
        return Task.CompletedTask;
    }
}
