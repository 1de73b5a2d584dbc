using System.Text.Json.Serialization.Metadata;

namespace Automation.Hosting;

/// <summary>Answers with a JSON document.</summary>
internal static class JsonAnswer
{
    public static async Task WriteAsync<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(value, type, "application/json; charset=utf-8", context.RequestAborted);
    }
}
