using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Automation.Edges.ResourceGraph;
using Automation.Tests.Support;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Automation.Tests.Edges.ResourceGraph;

/// <summary>An answer of the service as a test tells it.</summary>
internal sealed record GraphAnswer(int Status, string Body, params (string Name, string Value)[] Headers)
{
    /// <summary>The documented form of an answer in format objectArray.</summary>
    public static GraphAnswer Of(params IEnumerable<string> rows)
    {
        var all = rows.ToList();
        return new(200, $$"""{"totalRecords": {{all.Count}}, "count": {{all.Count}}, "data": [{{string.Join(",", all)}}], "facets": [], "resultTruncated": "false"}""");
    }
}

/// <summary>Azure Resource Manager on loopback. Clients send tokens to https addresses only, so the last step before the wire takes the TLS off.</summary>
internal sealed class FakeResourceGraph : IAsyncDisposable
{
    public const string Token = "token-that-must-not-leak";

    private readonly WebApplication app;
    private readonly Func<int, Task<GraphAnswer>> answer;

    private FakeResourceGraph(Func<int, Task<GraphAnswer>> answer)
    {
        this.answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>The KQL of each request.</summary>
    public ConcurrentQueue<string> Queries { get; } = new();

    /// <summary>Address and authorisation of each request.</summary>
    public ConcurrentQueue<(string Address, string Authorization)> Requests { get; } = new();

    public Uri Endpoint { get; private set; } = null!;

    public FixedTokenCredential Credential { get; } = new(Token);

    public static async Task<FakeResourceGraph> StartAsync(Func<int, Task<GraphAnswer>> answer)
    {
        var server = new FakeResourceGraph(answer);
        await server.app.StartAsync();
        var address = new Uri(server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        server.Endpoint = new Uri($"https://{address.Authority}/");
        return server;
    }

    public static Task<FakeResourceGraph> StartAsync(Func<int, GraphAnswer> answer) => StartAsync(n => Task.FromResult(answer(n)));

    public ResourceGraphClient Client()
    {
        var transport = new HttpClientTransport(new HttpClient(new WithoutTls()));
        var options = new ResourceGraphClientOptions { Transport = transport, Retry = { Delay = TimeSpan.FromMilliseconds(1) } };
        return new ResourceGraphClient(Endpoint, Credential, options);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        using var body = JsonDocument.Parse(await reader.ReadToEndAsync());
        Requests.Enqueue(($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {body.RootElement.GetProperty("options").GetRawText()}", context.Request.Headers.Authorization.ToString()));
        Queries.Enqueue(body.RootElement.GetProperty("query").GetString()!);
        var (status, text, headers) = await answer(Queries.Count - 1);
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        await context.Response.WriteAsync(text);
    }

    private sealed class WithoutTls() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = Uri.UriSchemeHttp }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
