using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Local.Graph.Mail;
using Automation.Local.Graph.Notices;
using Automation.Local.Graph.OData;
using Automation.Local.Graph.People;
using Automation.Local.Graph.Trouble;
using Microsoft.AspNetCore.Http;

namespace Automation.Local.Graph;

/// <summary>The HTTP face of Graph v1.0: checks the token, lets calls meet their trouble, and hands them to the part that answers.</summary>
internal sealed class GraphApi(
    string token, PeopleApi people, MethodsApi methods, FolderApi folders, DeltaApi delta, MessageApi messages, DraftApi drafts, SubscriptionApi subscriptions,
    CallFaults faults, TimeProvider time)
{
    public const string Version = "/v1.0";

    private const int MostInBatch = 20;

    public async Task ServeAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var requestId = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        response.Headers["request-id"] = requestId;
        try
        {
            Authorize(request);
            var path = request.Path.Value![Version.Length..];
            var root = $"http://{request.Host}{Version}";
            var body = await BodyAsync(request);
            var reply = path.Equals("/$batch", StringComparison.OrdinalIgnoreCase)
                ? await BatchAsync(root, body, context.RequestAborted)
                : await CallAsync(request.Method, path, request.QueryString.Value ?? "", root, [.. request.Headers["Prefer"].OfType<string>()], body, context.RequestAborted);
            if (Preferences(request.Headers["Prefer"]).ImmutableIds) response.Headers["Preference-Applied"] = "IdType=\"ImmutableId\"";
            await WriteAsync(response, reply);
        }
        catch (GraphException e)
        {
            if (e.RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await WriteAsync(response, new GraphReply(e.Status, Error(e, requestId)));
        }
    }

    private void Authorize(HttpRequest request)
    {
        var given = AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var value) && value.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? value.Parameter ?? "" : "";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token)))
            throw new GraphException(401, "InvalidAuthenticationToken", given.Length == 0 ? "Access token is empty." : "Access token validation failure. Invalid audience.");
    }

    private static async Task<JsonObject?> BodyAsync(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsDelete(request.Method)) return null;
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        if (buffer.Length == 0) return null;
        try
        {
            return JsonNode.Parse(buffer.ToArray()) as JsonObject;
        }
        catch (JsonException)
        {
            throw new GraphException(400, "BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
        }
    }

    private static (bool ImmutableIds, int? PageSize) Preferences(IEnumerable<string?> prefer)
    {
        var (immutable, size) = (false, (int?)null);
        foreach (var part in prefer.OfType<string>().SelectMany(p => p.Split(',')).Select(p => p.Trim()))
        {
            if (part.Replace("\"", "", StringComparison.Ordinal).Equals("IdType=ImmutableId", StringComparison.OrdinalIgnoreCase)) immutable = true;
            if (part.StartsWith("odata.maxpagesize=", StringComparison.OrdinalIgnoreCase) && int.TryParse(part["odata.maxpagesize=".Length..], out var number) && number > 0) size = number;
        }

        return (immutable, size);
    }

    private async Task<GraphReply> CallAsync(string method, string path, string query, string root, IReadOnlyList<string> prefer, JsonObject? body, CancellationToken cancellationToken)
    {
        var (immutable, size) = Preferences(prefer);
        var call = new GraphCall(method, GraphCall.Segments(path), root + path, root, ODataQuery.Read(query), immutable, size, body) { LongestPage = faults.LongestPage };
        var mailbox = call.Path is ["users", var user, "messages" or "mailFolders" or "sendMail", ..] ? user : null;
        if (mailbox is not null) faults.Enter(mailbox);
        try
        {
            if (faults.Next(method, path) is not { } fault) return await AnswerAsync(call, cancellationToken);

            // What is done is done, also when the caller does not stay to hear of it.
            if (fault is { Status: > 0, IsDone: true }) await AnswerAsync(call, cancellationToken);
            if (fault.Delay > TimeSpan.Zero) await Task.Delay(fault.Delay, time, cancellationToken);
            return fault.Status > 0 ? throw fault.Answer() : await AnswerAsync(call, cancellationToken);
        }
        finally
        {
            if (mailbox is not null) faults.Leave(mailbox);
        }
    }

    private async Task<GraphReply> AnswerAsync(GraphCall call, CancellationToken cancellationToken)
    {
        try
        {
            return people.Answer(call) ?? methods.Answer(call) ?? folders.Answer(call) ?? delta.Answer(call) ?? drafts.Answer(call) ?? messages.Answer(call)
                ?? await subscriptions.AnswerAsync(call, cancellationToken) ?? throw GraphException.NoSegment(call.Path.Length > 0 ? call.Path[^1] : "");
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            // A value of another kind than the property has.
            throw new GraphException(400, "BadRequest", $"The request can't be read: {e.Message}");
        }
    }

    /// <summary>JSON batching: up to 20 calls in one, each answered for itself; what depends on a failed one is not done.</summary>
    private async Task<GraphReply> BatchAsync(string root, JsonObject? body, CancellationToken cancellationToken)
    {
        if (body?["requests"] is not JsonArray requests) throw new GraphException(400, "BadRequest", "The property 'requests' is required.");
        if (requests.Count > MostInBatch) throw new GraphException(400, "BadRequest", $"Number of batch request steps exceeds the maximum value of {MostInBatch}.");
        var statuses = new Dictionary<string, int>(StringComparer.Ordinal);
        var responses = new JsonArray();
        foreach (var request in requests.OfType<JsonObject>())
        {
            var id = (string?)request["id"] ?? throw new GraphException(400, "BadRequest", "Each request of a batch needs an id.");
            var failed = (request["dependsOn"] as JsonArray ?? []).Any(d => statuses.GetValueOrDefault((string?)d ?? "", 424) >= 400);
            var response = failed ? new JsonObject { ["id"] = id, ["status"] = 424 } : await StepAsync(root, id, request, cancellationToken);
            statuses[id] = (int)response["status"]!;
            responses.Add(response);
        }

        return GraphReply.Ok(new JsonObject { ["responses"] = responses });
    }

    private async Task<JsonObject> StepAsync(string root, string id, JsonObject request, CancellationToken cancellationToken)
    {
        var url = (string?)request["url"] ?? "";
        var at = url.IndexOf('?', StringComparison.Ordinal);
        var prefer = (request["headers"] as JsonObject ?? []).Where(h => h.Key.Equals("Prefer", StringComparison.OrdinalIgnoreCase)).Select(h => (string?)h.Value ?? "").ToList();
        var headers = new JsonObject();
        try
        {
            var path = "/" + Uri.UnescapeDataString(at < 0 ? url : url[..at]).TrimStart('/');
            var reply = await CallAsync(((string?)request["method"] ?? "GET").ToUpperInvariant(), path, at < 0 ? "" : url[at..], root, prefer, request["body"] as JsonObject, cancellationToken);
            if (reply.Body is not null) headers["Content-Type"] = "application/json";
            return new JsonObject { ["id"] = id, ["status"] = reply.Status, ["headers"] = headers, ["body"] = reply.Raw is { } raw ? Convert.ToBase64String(raw) : reply.Body };
        }
        catch (GraphException e)
        {
            if (e.RetryAfter is { } seconds) headers["Retry-After"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return new JsonObject { ["id"] = id, ["status"] = e.Status, ["headers"] = headers, ["body"] = Error(e, id) };
        }
    }

    private JsonObject Error(GraphException e, string requestId) => new()
    {
        ["error"] = new JsonObject
        {
            ["code"] = e.Code,
            ["message"] = e.Message,
            ["innerError"] = new JsonObject { ["date"] = time.GetUtcNow().UtcDateTime.ToString("s", System.Globalization.CultureInfo.InvariantCulture), ["request-id"] = requestId, ["client-request-id"] = requestId },
        },
    };

    private static async Task WriteAsync(HttpResponse response, GraphReply reply)
    {
        response.StatusCode = reply.Status;
        if (reply.Raw is { } raw)
        {
            response.ContentType = "text/plain";
            await response.Body.WriteAsync(raw, response.HttpContext.RequestAborted);
        }
        else if (reply.Body is { } body)
        {
            response.ContentType = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(body.ToJsonString()), response.HttpContext.RequestAborted);
        }
    }
}
