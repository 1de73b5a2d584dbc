using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Automation.Tests.Edges.ServiceBus;

/// <summary>A request as it came over the wire.</summary>
internal sealed record SentRequest(string Method, string Path, string Authorization, string? ContentType, string? BrokerProperties, string Body);

/// <summary>A namespace that checks signatures by the documented rule and answers as the test tells it.</summary>
internal sealed class FakeNamespace : IAsyncDisposable
{
    public const string KeyName = "send policy";
    public const string Key = "c2VuZC1rZXktdGhhdC1tdXN0LW5vdC1sZWFr+/=";

    private readonly WebApplication _app;
    private readonly Func<int, (int Status, string Body)> _answer;
    private readonly TimeProvider _clock;

    private FakeNamespace(Func<int, (int, string)> answer, TimeProvider clock)
    {
        _answer = answer;
        _clock = clock;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public List<SentRequest> Requests { get; } = [];

    public int Port { get; private set; }

    public string ConnectionString =>
        $"Endpoint=sb://127.0.0.1:{Port}/;SharedAccessKeyName={KeyName};SharedAccessKey={Key};UseDevelopmentEmulator=true";

    /// <param name="answer">Status and body by the number of the request, from 0; null for 201 always.</param>
    /// <param name="clock">Judges expiry.</param>
    public static async Task<FakeNamespace> StartAsync(Func<int, (int Status, string Body)>? answer = null, TimeProvider? clock = null)
    {
        var server = new FakeNamespace(answer ?? (_ => (201, "")), clock ?? TimeProvider.System);
        await server._app.StartAsync();
        var address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Port = new Uri(address).Port;
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var headers = context.Request.Headers;
        var sent = new SentRequest(
            context.Request.Method, context.Request.Path, headers.Authorization.ToString(), headers.ContentType, headers["BrokerProperties"], await reader.ReadToEndAsync());
        int number;
        lock (Requests)
        {
            number = Requests.Count;
            Requests.Add(sent);
        }

        var (status, body) = IsSigned(headers.Authorization.ToString(), context.Request) ? _answer(number) : (401, "bad signature");
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    }

    private bool IsSigned(string authorization, HttpRequest request)
    {
        const string scheme = "SharedAccessSignature ";
        if (!authorization.StartsWith(scheme, StringComparison.Ordinal))
            return false;
        var parts = authorization[scheme.Length..].Split('&').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        var text = Encoding.UTF8.GetBytes($"{parts["sr"]}\n{parts["se"]}");
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), text));
        var resource = new Uri(WebUtility.UrlDecode(parts["sr"]));
        return string.Equals(WebUtility.UrlDecode(parts["sig"]), signature, StringComparison.Ordinal) &&
            string.Equals(WebUtility.UrlDecode(parts["skn"]), KeyName, StringComparison.Ordinal) &&
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts["se"], CultureInfo.InvariantCulture)) > _clock.GetUtcNow() &&
            resource.Port == request.Host.Port && request.Path.StartsWithSegments(resource.AbsolutePath, StringComparison.Ordinal);
    }
}
