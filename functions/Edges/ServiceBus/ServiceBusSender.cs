using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Automation.Edges.ServiceBus;

/// <summary>Sends messages to one queue, and returns only when the queue has them.</summary>
/// <remarks>
/// The pipeline repeats a request that got no answer, or 408, 429 or 5xx, though the first try may have landed: give each
/// message a <see cref="ServiceBusMessage.MessageId"/> and the queue duplicate detection, and the repeat is dropped.
/// </remarks>
internal sealed class ServiceBusSender
{
    private const string BatchContentType = "application/vnd.microsoft.servicebus.json";

    private readonly HttpPipeline _pipeline;
    private readonly Uri _endpoint;
    private readonly string _path;

    internal ServiceBusSender(HttpPipeline pipeline, Uri endpoint, string queueName)
    {
        _pipeline = pipeline;
        _endpoint = endpoint;
        EntityPath = queueName;
        _path = "/" + string.Join('/', queueName.Split('/').Select(Uri.EscapeDataString));
    }

    /// <summary>Name of the queue.</summary>
    public string EntityPath { get; }

    /// <exception cref="ServiceBusException">The service did not take it.</exception>
    public async Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.ApplicationProperties.Count > 0)
        {
            // Each would be a header of its own, which holds neither every name nor every text; a batch of one does.
            await SendMessagesAsync([message], cancellationToken);
            return;
        }

        using var request = CreatePost(message.ContentType ?? "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(message.Body));
        request.Request.Headers.Add("BrokerProperties", ServiceBusJson.BrokerProperties(message));
        await SendAsync(request, cancellationToken);
    }

    /// <summary>Sends all or none, in one request: together at most what the service takes as one message (256 KB in the Standard tier).</summary>
    /// <exception cref="ServiceBusException">The service did not take them.</exception>
    public async Task SendMessagesAsync(IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count == 0)
            return;
        using var request = CreatePost(BatchContentType, ServiceBusJson.Batch(messages));
        await SendAsync(request, cancellationToken);
    }

    /// <summary>Asks whether the namespace answers and, where the key may know, whether it has the queue.</summary>
    /// <exception cref="ServiceBusException">The namespace does not answer, or is busy.</exception>
    public async Task<ServiceBusQueueStatus> GetQueueStatusAsync(CancellationToken cancellationToken = default)
    {
        using var message = CreateMessage(RequestMethod.Get, _path);
        await TransmitAsync(message, cancellationToken);
        using var response = message.Response;
        return response.Status switch
        {
            >= 200 and < 300 => ServiceBusQueueStatus.Found,
            401 or 403 => ServiceBusQueueStatus.Answers,
            404 or 410 => ServiceBusQueueStatus.NotFound,
            _ => throw ServiceBusFailure.From(response, EntityPath),
        };
    }

    private HttpMessage CreatePost(string contentType, byte[] body)
    {
        var message = CreateMessage(RequestMethod.Post, _path + ServiceBusClient.MessagesSegment);
        message.Request.Headers.Add("Content-Type", contentType);
        message.Request.Content = RequestContent.Create(body);
        return message;
    }

    private HttpMessage CreateMessage(RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(_endpoint, path));
        return message;
    }

    private async Task SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await TransmitAsync(message, cancellationToken);
        using var response = message.Response;
        if (response.Status is not (>= 200 and < 300))
            throw ServiceBusFailure.From(response, EntityPath);
    }

    private async Task TransmitAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await _pipeline.SendAsync(message, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && (e is RequestFailedException or AggregateException or OperationCanceledException || CredentialFailure.Is(e)))
        {
            throw ServiceBusFailure.From(e, _endpoint.Authority);
        }
    }
}
