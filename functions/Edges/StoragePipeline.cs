using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Automation.Edges;

/// <summary>Sends requests to one service of a storage account: signing, retries, and answers turned into errors.</summary>
internal sealed class StoragePipeline
{
    private const string Scope = "https://storage.azure.com/.default";

    private readonly HttpPipeline _pipeline;
    private readonly string _service;

    /// <param name="service">Its name in messages: "table service".</param>
    /// <param name="endpoint">Its address.</param>
    /// <param name="authentication">Signs each try.</param>
    /// <param name="options">Retries and transport.</param>
    public StoragePipeline(string service, Uri endpoint, HttpPipelinePolicy authentication, ClientOptions options)
    {
        _service = service;
        Endpoint = endpoint.AbsoluteUri.EndsWith('/') ? endpoint : new Uri(endpoint.AbsoluteUri + "/");
        _pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { authentication },
            ResponseClassifier = new ResponseClassifier(),
            RequestFailedDetailsParser = StorageErrorParser.Instance,
        });
    }

    /// <summary>Address of the service, with a slash at its end.</summary>
    public Uri Endpoint { get; }

    /// <summary>Asks with an Entra token; these go over TLS only.</summary>
    public static HttpPipelinePolicy Bearer(TokenCredential credential) => new BearerTokenAuthenticationPolicy(credential, Scope);

    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path below the endpoint, already escaped.</param>
    public HttpMessage CreateMessage(RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(Endpoint);
        message.Request.Uri.AppendPath(path, escape: false);
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
                throw new RequestFailedException(response, null, StorageErrorParser.Instance);
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
            throw new RequestFailedException(0, $"The {_service} at {Endpoint.Authority} did not answer. {e.InnerExceptions[^1].Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RequestFailedException(0, $"The {_service} at {Endpoint.Authority} did not answer in time.", e);
        }
        catch (Exception e) when (CredentialFailure.Is(e))
        {
            throw new RequestFailedException(0, $"No token for the {_service} at {Endpoint.Authority}. {e.Message}", e);
        }
    }
}
