using Azure.Core;
using Azure.Core.Pipeline;

namespace Automation.Edges.ServiceBus;

/// <summary>Entry to the queues of one namespace over its HTTPS send API; named as the official client's type, so that it can take this one's place.</summary>
internal sealed class ServiceBusClient
{
    internal const string MessagesSegment = "/messages";

    private const string Scope = "https://servicebus.azure.net/.default";

    private readonly HttpPipeline _pipeline;
    private readonly Uri _endpoint;

    /// <param name="connectionString">
    /// <c>Endpoint=sb://host[:port]/;SharedAccessKeyName=...;SharedAccessKey=...</c>; with <c>UseDevelopmentEmulator=true</c> plain HTTP at that port.
    /// </param>
    /// <param name="options">Retries, transport, clock; null for the defaults.</param>
    /// <exception cref="ArgumentException">The connection string can't be used; the message does not repeat its key.</exception>
    public ServiceBusClient(string connectionString, ServiceBusClientOptions? options = null)
    {
        options ??= new ServiceBusClientOptions();
        var (endpoint, credential) = ServiceBusConnectionString.Parse(connectionString);
        _endpoint = endpoint;
        _pipeline = Build(options, new SharedAccessSignaturePolicy(credential, options.TimeProvider));
    }

    /// <param name="fullyQualifiedNamespace">Host name, such as <c>name.servicebus.windows.net</c>.</param>
    /// <param name="credential">Gives the Entra tokens.</param>
    /// <param name="options">Retries, transport; null for the defaults.</param>
    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential, ServiceBusClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(credential);
        if (Uri.CheckHostName(fullyQualifiedNamespace) == UriHostNameType.Unknown)
            throw new ArgumentException($"\"{fullyQualifiedNamespace}\" is no host name; accepted is \"name.servicebus.windows.net\".", nameof(fullyQualifiedNamespace));
        _endpoint = new Uri($"https://{fullyQualifiedNamespace}");
        _pipeline = Build(options ?? new ServiceBusClientOptions(), new BearerTokenAuthenticationPolicy(credential, Scope));
    }

    public string FullyQualifiedNamespace => _endpoint.Host;

    public ServiceBusSender CreateSender(string queueName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueName);
        return new ServiceBusSender(_pipeline, _endpoint, queueName);
    }

    private static HttpPipeline Build(ServiceBusClientOptions options, HttpPipelinePolicy authentication) =>
        HttpPipelineBuilder.Build(options, [], [authentication], new ResponseClassifier());
}
