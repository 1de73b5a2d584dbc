using Azure.Core;
using Azure.Core.Pipeline;

namespace Automation.Tests.Support;

/// <summary>Answers requests from a script in place of the network, and remembers what was sent.</summary>
internal sealed class ScriptedTransport(params Func<Request, ScriptedResponse>[] script) : HttpPipelineTransport
{
    private readonly HttpPipelineTransport _factory = new HttpClientTransport();
    private int _next;

    public List<(string Method, string Uri, Dictionary<string, string> Headers)> Sent { get; } = [];

    public override Request CreateRequest() => _factory.CreateRequest();

    public override void Process(HttpMessage message)
    {
        var request = message.Request;
        Sent.Add((request.Method.Method, request.Uri.ToString(), request.Headers.ToDictionary(h => h.Name, h => h.Value, StringComparer.OrdinalIgnoreCase)));
        message.Response = script[Math.Min(_next++, script.Length - 1)](request);
        message.Response.ClientRequestId = request.ClientRequestId;
    }

    public override ValueTask ProcessAsync(HttpMessage message)
    {
        Process(message);
        return ValueTask.CompletedTask;
    }
}
