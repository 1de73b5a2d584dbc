using Automation.Flow;
using Automation.Mail;
using Azure.Core;
using Microsoft.Graph;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Authentication.Azure;

namespace Automation.Edges.Graph;

/// <summary>
/// The one client of Microsoft Graph, made at the first call, and the translation of its failures into ours. Messages name what
/// was tried, the status and the error code; never a token, an address or a text of a mail.
/// </summary>
internal sealed class GraphClient(GraphOptions options, TimeProvider clock) : IDisposable
{
    private const string Dependency = "Microsoft Graph";

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private GraphServiceClient? client;
    private HttpClient? http;

    /// <summary>Whether an address leads to this Graph, so that our token may go with it.</summary>
    public bool Leads(Uri address) => Uri.Compare(address, options.BaseAddress, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <param name="what">What is tried, for messages: "read a message".</param>
    /// <param name="permission">The application permission that it needs.</param>
    /// <returns>False when it is gone.</returns>
    /// <exception cref="DependencyUnavailableException">It will go later.</exception>
    /// <exception cref="MailboxRefusedException">It will not go.</exception>
    public async Task<bool> DoAsync(string what, string permission, Func<GraphServiceClient, Task> call, CancellationToken cancellationToken) =>
        await AskAsync<object>(what, permission, async c =>
        {
            await call(c);
            return this;
        }, cancellationToken) is not null;

    /// <returns>Null when it is gone, or the link has expired.</returns>
    /// <inheritdoc cref="DoAsync"/>
    public Task<T?> AskAsync<T>(string what, string permission, Func<GraphServiceClient, Task<T?>> call, CancellationToken cancellationToken) where T : class =>
        CallAsync(what, permission, mayBeGone: true, call, cancellationToken);

    /// <summary>
    /// Asks for a list, which is there even when it is empty: an answer that knows of none says nothing of what is in it, and
    /// counts as none. Whoever took it for an empty list would do again what has been done.
    /// </summary>
    /// <inheritdoc cref="DoAsync"/>
    public async Task<T> ListAsync<T>(string what, string permission, Func<GraphServiceClient, Task<T?>> call, CancellationToken cancellationToken) where T : class =>
        await CallAsync(what, permission, mayBeGone: false, call, cancellationToken) ?? throw new DependencyUnavailableException(Dependency, $"it answered without a list when asked to {what}", null);

    public void Dispose()
    {
        client?.Dispose();
        http?.Dispose();
    }

    private async Task<T?> CallAsync<T>(string what, string permission, bool mayBeGone, Func<GraphServiceClient, Task<T?>> call, CancellationToken cancellationToken) where T : class
    {
        try
        {
            return await call(Client());
        }
        catch (ApiException answer)
        {
            var code = (answer as ODataError)?.Error?.Code;
            var said = $"it answered {answer.ResponseStatusCode}{(code is null ? "" : $" ({SecretMask.Apply(code)})")} when asked to {what}";
            return GraphVerdict.Of(answer.ResponseStatusCode, code, isMailbox: permission.StartsWith("Mail.", StringComparison.Ordinal)) switch
            {
                GraphOutcome.Gone or GraphOutcome.Expired when mayBeGone => null,
                (GraphOutcome.Closed or GraphOutcome.Refused) and var refusal => throw new MailboxRefusedException($"{Dependency}: {said}; {GraphVerdict.Advice(answer.ResponseStatusCode, code, permission)}.", refusal == GraphOutcome.Refused),
                _ => throw new DependencyUnavailableException(Dependency, answer.ResponseStatusCode == 429 ? $"{said}, also after waiting" : said, null) { IsBusy = answer.ResponseStatusCode == 429, RetryAfter = RetryAfter(answer) },
            };
        }
        catch (Exception e) when (IsNoAnswer(e) && !cancellationToken.IsCancellationRequested)
        {
            throw new DependencyUnavailableException(Dependency, $"no token or no answer ({e.GetType().Name}) when asked to {what}", e);
        }
    }

    /// <summary>At most an hour: whoever waits is not forgotten for a wrong header.</summary>
    private TimeSpan? RetryAfter(ApiException answer)
    {
        using var response = new HttpResponseMessage();
        foreach (var name in new[] { "Retry-After", "Date" })
        {
            if (answer.ResponseHeaders?.TryGetValue(name, out var values) == true) response.Headers.TryAddWithoutValidation(name, values);
        }

        return GraphVerdict.RetryAfter(response, clock.GetUtcNow()) is { } asked && asked > TimeSpan.Zero ? asked < LongestWait ? asked : LongestWait : null;
    }

    private static bool IsNoAnswer(Exception e) => e is HttpRequestException or OperationCanceledException or IOException || CredentialFailure.Is(e);

    private GraphServiceClient Client()
    {
        lock (gate)
        {
            http ??= new HttpClient(new GraphGate(options.Patience, clock) { InnerHandler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10), AllowAutoRedirect = false, AutomaticDecompression = System.Net.DecompressionMethods.All } })
            {
                // Each request has its own limit in the gate.
                Timeout = Timeout.InfiniteTimeSpan,
            };
            return client ??= new GraphServiceClient(http, Authentication(options, EdgesSetup.Identity), options.BaseAddress.AbsoluteUri.TrimEnd('/'));
        }
    }

    /// <param name="identity">Who the app is in Entra; asked for tokens of this Graph, which go to its host only.</param>
    internal static IAuthenticationProvider Authentication(GraphOptions options, Func<TokenCredential> identity) => options.Token is { } token
        ? new GraphTokenAuthentication(token)
        : new AzureIdentityAuthenticationProvider(identity(), [options.BaseAddress.Host], null, true, $"{options.BaseAddress.GetLeftPart(UriPartial.Authority)}/.default");
}
