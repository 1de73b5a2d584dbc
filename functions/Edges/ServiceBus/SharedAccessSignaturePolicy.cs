using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Automation.Edges.ServiceBus;

/// <summary>Signs each try of a request with a token for its queue, made anew shortly before it expires.</summary>
internal sealed class SharedAccessSignaturePolicy(ServiceBusSharedAccessKey credential, TimeProvider timeProvider) : HttpPipelineSynchronousPolicy
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan _margin = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset RenewAt)> _tokens = new(StringComparer.Ordinal);

    public override void OnSendingRequest(HttpMessage message)
    {
        var now = timeProvider.GetUtcNow();
        var resource = Resource(message.Request.Uri.ToUri());
        if (!_tokens.TryGetValue(resource, out var cached) || now >= cached.RenewAt)
        {
            cached = (credential.CreateToken(resource, now + _lifetime), now + _lifetime - _margin);
            _tokens[resource] = cached;
        }

        message.Request.Headers.SetValue("Authorization", cached.Token);
    }

    // The queue, so that a key of one queue serves as well as one of the namespace.
    private static string Resource(Uri uri)
    {
        var path = uri.AbsolutePath;
        var queue = path.EndsWith(ServiceBusClient.MessagesSegment, StringComparison.Ordinal) ? path[..^ServiceBusClient.MessagesSegment.Length] : path;
        return uri.GetLeftPart(UriPartial.Authority) + queue;
    }
}
