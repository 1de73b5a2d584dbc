using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Automation.Edges.Tables;

/// <summary>Sends requests to one table endpoint: common headers, signing, retries, and answers turned into errors.</summary>
internal sealed class TablePipeline
{
    private const string Version = "2019-02-02";
    private const string Metadata = "application/json;odata=minimalmetadata";
    private const string Scope = "https://storage.azure.com/.default";

    private readonly HttpPipeline _pipeline;

    private TablePipeline(Uri endpoint, HttpPipelinePolicy authentication, TableClientOptions options)
    {
        Endpoint = endpoint.AbsoluteUri.EndsWith('/') ? endpoint : new Uri(endpoint.AbsoluteUri + "/");
        _pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { authentication },
            ResponseClassifier = new ResponseClassifier(),
            RequestFailedDetailsParser = TableErrorParser.Instance,
        });
    }

    /// <summary>Address of the service, with a slash at its end.</summary>
    public Uri Endpoint { get; }

    public static TablePipeline Create(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        options ??= new TableClientOptions();
        return new TablePipeline(endpoint, new TableSharedKeyPolicy(credential, options.TimeProvider), options);
    }

    public static TablePipeline Create(Uri endpoint, TokenCredential credential, TableClientOptions? options) =>
        new(endpoint, new BearerTokenAuthenticationPolicy(credential, Scope), options ?? new TableClientOptions());

    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path below the endpoint, already escaped.</param>
    public HttpMessage CreateMessage(RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(Endpoint);
        request.Uri.AppendPath(path, escape: false);
        request.Headers.Add("x-ms-version", Version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("MaxDataServiceVersion", "3.0;NetFx");
        request.Headers.Add("Accept", Metadata);
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

    /// <summary>Sends and returns the answer if it is a success or has the <paramref name="accepted"/> status.</summary>
    /// <exception cref="RequestFailedException">
    /// Any other answer, with the service's code; or none after all retries, with status 0.
    /// </exception>
    public async Task<Response> SendAsync(HttpMessage message, int accepted, CancellationToken cancellationToken)
    {
        using (message)
        {
            await TransmitAsync(message, cancellationToken);
            var response = message.Response;
            if (response.Status is (>= 200 and < 300) || response.Status == accepted)
                return response;
            using (response)
                throw new RequestFailedException(response, null, TableErrorParser.Instance);
        }
    }

    private async Task TransmitAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await _pipeline.SendAsync(message, cancellationToken);
        }
        catch (AggregateException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The retry policy throws all tries together; callers look at one exception type and its status.
            throw new RequestFailedException(0, $"The table service at {Endpoint.Authority} did not answer. {e.InnerExceptions[^1].Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RequestFailedException(0, $"The table service at {Endpoint.Authority} did not answer in time.", e);
        }
        catch (Exception e) when (CredentialFailure.Is(e))
        {
            throw new RequestFailedException(0, $"No token for the table service at {Endpoint.Authority}. {e.Message}", e);
        }
    }
}
