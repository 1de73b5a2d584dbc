using System.Globalization;
using System.Text;
using System.Text.Json;
using Automation.Alerts.Enrichment;
using Automation.Flow;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Automation.Edges.ResourceGraph;

/// <summary>What a query gave.</summary>
/// <param name="IsWhole">False when there is more than one answer holds.</param>
/// <param name="Pause">How long to wait before the next query, because the quota is used up.</param>
internal sealed record ResourceGraphAnswer(IReadOnlyList<ResourceDetails> Resources, bool IsWhole, TimeSpan Pause);

/// <summary>Sends queries to Azure Resource Graph (REST reference, version 2022-10-01). Throttled requests are repeated by the pipeline when the service says.</summary>
internal sealed class ResourceGraphClient
{
    private const string Path = "providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01";
    private const string Dependency = "Azure Resource Graph";
    private const int MaxRows = 1000;

    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);

    private readonly HttpPipeline pipeline;
    private readonly Uri address;

    public ResourceGraphClient(Uri endpoint, TokenCredential credential, ResourceGraphClientOptions options)
    {
        address = new Uri(endpoint, Path);
        pipeline = HttpPipelineBuilder.Build(options, [], [new BearerTokenAuthenticationPolicy(credential, $"{endpoint.GetLeftPart(UriPartial.Authority)}/.default")], new ResponseClassifier());
    }

    /// <exception cref="DependencyUnavailableException">No answer that can be used; the reason names the status and never holds a token.</exception>
    public async Task<ResourceGraphAnswer> QueryAsync(string query, CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Post;
        message.Request.Uri.Reset(address);
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Headers.Add("Accept", "application/json");
        message.Request.Content = RequestContent.Create(Body(query));
        try
        {
            await pipeline.SendAsync(message, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Credentials fail with types of their own library, which is not to be loaded for this.
            var cause = e is AggregateException all ? all.InnerExceptions[^1] : e;
            throw new DependencyUnavailableException(Dependency, cause is RequestFailedException or OperationCanceledException ? "it does not answer" : $"no token or no answer ({cause.GetType().Name})", e);
        }

        using var response = message.Response;
        return response.Status == 200 ? Read(response) : throw new DependencyUnavailableException(Dependency, Reason(response), null);
    }

    private static byte[] Body(string query)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("query", query);
            json.WriteStartObject("options");
            json.WriteString("resultFormat", "objectArray");
            json.WriteNumber("$top", MaxRows);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static ResourceGraphAnswer Read(Response response)
    {
        try
        {
            using var json = JsonDocument.Parse(response.Content.ToMemory());
            var data = json.RootElement.GetProperty("data");
            var isWhole = !json.RootElement.TryGetProperty("resultTruncated", out var truncated) || Text(truncated) is not "true";
            return new ResourceGraphAnswer([.. data.EnumerateArray().Select(Row).OfType<ResourceDetails>()], isWhole, Pause(response));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new DependencyUnavailableException(Dependency, "its answer can't be read", e);
        }
    }

    private static ResourceDetails? Row(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object || Text(row, "id") is not { } id || Text(row, "name") is not { } name) return null;
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (row.TryGetProperty("tags", out var map) && map.ValueKind == JsonValueKind.Object)
        {
            foreach (var tag in map.EnumerateObject()) tags[tag.Name] = Text(tag.Value) ?? "";
        }

        return new ResourceDetails(id, name, Text(row, "type"), Text(row, "location"), Text(row, "resourceGroup"), Text(row, "subscriptionId"), Text(row, "sku"), tags);
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>Headers of the guidance for throttled requests: what is left of the quota, and hh:mm:ss until it is whole again.</summary>
    private static TimeSpan Pause(Response response)
    {
        if (!response.Headers.TryGetValue("x-ms-user-quota-remaining", out var left) || left is not "0") return TimeSpan.Zero;
        return response.Headers.TryGetValue("x-ms-user-quota-resets-after", out var after) && TimeSpan.TryParse(after, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero
            ? span < MaxPause ? span : MaxPause
            : TimeSpan.Zero;
    }

    private static string Reason(Response response)
    {
        var code = ErrorCode(response);
        var answered = new StringBuilder("it answered ").Append(response.Status);
        if (code is not null) answered.Append(" (").Append(SecretMask.Apply(code)).Append(')');
        if (response.Status is 401 or 403) answered.Append("; this app's identity needs the role Reader on the subscriptions");
        if (response.Status == 429) answered.Append("; too many queries, also after waiting");
        return answered.ToString();
    }

    private static string? ErrorCode(Response response)
    {
        try
        {
            using var json = JsonDocument.Parse(response.Content.ToMemory());
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object && Text(error, "code") is { Length: <= 100 } code ? code : null;
        }
        catch (JsonException)
        {
            // A proxy's page in place of the service's JSON: the status has to do.
            return null;
        }
    }
}
