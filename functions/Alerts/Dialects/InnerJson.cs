using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>JSON that a source puts into a text member.</summary>
internal static class InnerJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = PayloadBody.MaxDepth };

    /// <summary>The document, which the caller disposes; null when the text is no JSON object.</summary>
    public static JsonDocument? Parse(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length < 2 || trimmed[0] != '{' || trimmed[^1] != '}') return null;
        try
        {
            return JsonDocument.Parse(text, Options);
        }
        catch (JsonException)
        {
            // Text that only begins and ends like an object stays text.
            return null;
        }
    }
}
