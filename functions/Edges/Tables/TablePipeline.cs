using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Automation.Edges.Tables;

/// <summary>Sends requests to one table endpoint, with the headers that all of them have.</summary>
internal sealed class TablePipeline
{
    private const string Version = "2019-02-02";
    private const string Metadata = "application/json;odata=minimalmetadata";

    private readonly StoragePipeline _pipeline;

    private TablePipeline(Uri endpoint, HttpPipelinePolicy authentication, TableClientOptions options) =>
        _pipeline = new StoragePipeline("table service", endpoint, authentication, options);

    /// <summary>Address of the service, with a slash at its end.</summary>
    public Uri Endpoint => _pipeline.Endpoint;

    public static TablePipeline Create(Uri endpoint, StorageSharedKeyCredential credential, TableClientOptions? options)
    {
        options ??= new TableClientOptions();
        return new TablePipeline(endpoint, new TableSharedKeyPolicy(credential, options.TimeProvider), options);
    }

    public static TablePipeline Create(Uri endpoint, TokenCredential credential, TableClientOptions? options) =>
        new(endpoint, StoragePipeline.Bearer(credential), options ?? new TableClientOptions());

    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path below the endpoint, already escaped.</param>
    public HttpMessage CreateMessage(RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage(method, path);
        var headers = message.Request.Headers;
        headers.Add("x-ms-version", Version);
        headers.Add("DataServiceVersion", "3.0");
        headers.Add("MaxDataServiceVersion", "3.0;NetFx");
        headers.Add("Accept", Metadata);
        return message;
    }

    public HttpMessage CreateMessage(RequestMethod method, string path, byte[] json)
    {
        var message = CreateMessage(method, path);
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Headers.Add("Prefer", "return-no-content");
        message.Request.Content = RequestContent.Create(json);
        return message;
    }

    /// <inheritdoc cref="StoragePipeline.SendAsync"/>
    public Task<Response> SendAsync(HttpMessage message, int accepted, CancellationToken cancellationToken) => _pipeline.SendAsync(message, accepted, cancellationToken);
}
