using System.Text.Encodings.Web;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Hosting;

/// <summary>Answers that something was wrong, as problem+json (RFC 9457), naming the field, what was found and what is accepted.</summary>
internal static class Problem
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="kept">Id under which the refused input is listed by GET /api/rejected; null when it is not kept.</param>
    public static async Task WriteAsync(HttpContext context, int status, string title, string detail, IReadOnlyList<FieldProblem>? errors = null, string? kept = null)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            if (errors is { Count: > 0 }) WriteErrors(json, errors);
            if (kept is not null) json.WriteString("rejected", kept);
            json.WriteEndObject();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        context.Response.ContentLength = buffer.Length;
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted);
    }

    public static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<FieldProblem> errors)
    {
        json.WriteStartArray("errors");
        foreach (var error in errors.Take(100))
        {
            json.WriteStartObject();
            json.WriteString("field", error.Field);
            json.WriteString("found", error.Found);
            json.WriteString("accepted", error.Accepted);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
