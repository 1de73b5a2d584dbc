using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Azure;
using Azure.Core;

namespace Automation.Edges;

/// <summary>Finds code and message in an error of the service: OData JSON (tables), XML (blobs, and errors before dispatch) or the header alone.</summary>
internal sealed class StorageErrorParser : RequestFailedDetailsParser
{
    public static StorageErrorParser Instance { get; } = new();

    public override bool TryParse(Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = response.ContentStream is MemoryStream { Length: > 0 } ? FromJson(response.Content) ?? FromXml(response.Content.ToString()) : null;
        if (error is null && response.Headers.TryGetValue("x-ms-error-code", out var code))
            error = new ResponseError(code, null);
        return error is not null;
    }

    private static ResponseError? FromJson(BinaryData content)
    {
        try
        {
            using var json = JsonDocument.Parse(content.ToMemory());
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("odata.error", out var error))
                return null;
            var text = error.TryGetProperty("message", out var message) && message.TryGetProperty("value", out var value) ? value.GetString() : null;
            return new ResponseError(error.GetProperty("code").GetString(), text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ResponseError? FromXml(string content) =>
        Element(content, "code") is { } code ? new ResponseError(code, Element(content, "message")) : null;

    private static string? Element(string content, string name)
    {
        var start = content.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        start = start < 0 ? -1 : content.IndexOf('>', start) + 1;
        var end = start <= 0 ? -1 : content.IndexOf('<', start);
        return end < 0 ? null : content[start..end];
    }
}
