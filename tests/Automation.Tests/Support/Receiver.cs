using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Local.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Automation.Tests.Support;

/// <summary>A receiver of webhooks on loopback, which answers as a test tells it and remembers what came.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication server;

    private Receiver(WebApplication server, int port) => (this.server, Port) = (server, port);

    public int Port { get; }

    public ConcurrentQueue<ReceivedPost> Posts { get; } = new();

    /// <summary>202 by default.</summary>
    public Func<ReceivedPost, HttpContext, Task> Answer { get; set; } = (_, context) => StatusAsync(context, 202);

    public static async Task<Receiver> StartAsync()
    {
        var app = LocalServer.Create(0, largestBody: null);
        Receiver? receiver = null;
        app.Run(context => receiver!.TakeAsync(context));
        receiver = new Receiver(app, await LocalServer.StartAsync(app, 0, "", CancellationToken.None));
        return receiver;
    }

    /// <summary>One that consents to be told by Graph: it gives back the token that it is asked with.</summary>
    public static async Task<Receiver> ConsentingAsync()
    {
        var receiver = await StartAsync();
        receiver.Answer = (_, context) =>
        {
            var token = context.Request.Query["validationToken"].ToString();
            if (token.Length > 0) context.Response.ContentType = "text/plain";
            return StatusAsync(context, token.Length > 0 ? 200 : 202, token);
        };
        return receiver;
    }

    public string Url(string path) => $"http://127.0.0.1:{Port}/{path}";

    public static Task StatusAsync(HttpContext context, int status, string body = "", params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        return context.Response.WriteAsync(body);
    }

    public void AnswerWith(int status, string body = "", params (string Name, string Value)[] headers) => Answer = (_, context) => StatusAsync(context, status, body, headers);

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var post = new ReceivedPost(context.Request.Path + context.Request.QueryString, await reader.ReadToEndAsync(), context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase));
        Posts.Enqueue(post);
        await Answer(post, context);
    }
}

/// <summary>What came to a receiver.</summary>
internal sealed record ReceivedPost(string Path, string Body, IReadOnlyDictionary<string, StringValues> Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
