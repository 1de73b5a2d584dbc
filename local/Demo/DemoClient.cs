using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Automation.Local.Demo;

/// <summary>Calls the function app as an outside client does: over HTTP, with the default key.</summary>
internal sealed class DemoClient : IDisposable
{
    private readonly HttpClient client;

    public DemoClient(Uri address, string key)
    {
        Key = key;
        client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Add("x-functions-key", key);
    }

    public Uri Address => client.BaseAddress!;

    public string Key { get; }

    public Task<DemoAnswer> PostAsync(string path, string body, CancellationToken ct) => SendAsync(HttpMethod.Post, path, body, ct);

    public Task<DemoAnswer> PutAsync(string path, string body, CancellationToken ct) => SendAsync(HttpMethod.Put, path, body, ct);

    public async Task<DemoAnswer> GetAsync(string path, CancellationToken ct)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), ct);
        return await ReadAsync(response, ct);
    }

    public void Dispose() => client.Dispose();

    private async Task<DemoAnswer> SendAsync(HttpMethod method, string path, string body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await client.SendAsync(request, ct);
        return await ReadAsync(response, ct);
    }

    private static async Task<DemoAnswer> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        return new DemoAnswer(response.StatusCode, type, type.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(text) as JsonObject : null);
    }
}

/// <summary>An answer of the function app; the body is null where it isn't a JSON object.</summary>
internal sealed record DemoAnswer(HttpStatusCode Status, string MediaType, JsonObject? Body)
{
    public string? Text(string name) => Body?[name]?.ToString();

    public int? Number(string name) => int.TryParse(Text(name), out var number) ? number : null;

    public IReadOnlyList<JsonObject> Items(string name) => [.. (Body?[name] as JsonArray ?? []).OfType<JsonObject>()];

    /// <summary>The first line of a section of a ticket; null when the ticket has none.</summary>
    public JsonObject? Section(string name) => (Items("sections").FirstOrDefault(s => s["name"]?.ToString() == name)?["lines"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault();
}
