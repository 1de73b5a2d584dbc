using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Automation.Flow;

/// <summary>Turns the bytes of a request into JSON, or says which of them made that impossible.</summary>
internal static class PayloadBody
{
    /// <summary>Deepest nesting that is read; monitoring payloads stay under 20.</summary>
    public const int MaxDepth = 64;

    /// <summary>Characters; it travels with the payload.</summary>
    public const int MaxMediaType = 256;

    /// <summary>Media types that carry JSON, and forms; Amazon SNS posts JSON as text/plain. None at all counts as JSON.</summary>
    public static FieldProblem? CheckMediaType(string? contentType)
    {
        if (string.IsNullOrWhiteSpace(contentType)) return null;
        if (contentType.Length > MaxMediaType) return Refuse(contentType);
        var parts = contentType.Split(';', StringSplitOptions.TrimEntries);
        var type = parts[0].ToLowerInvariant();
        if (type is not ("application/json" or "text/json" or "text/plain" or FormBody.MediaType) && !type.EndsWith("+json", StringComparison.Ordinal)) return Refuse(contentType);
        var charset = parts.FirstOrDefault(p => p.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))?[8..].Trim('"').ToLowerInvariant();
        return charset is null or "utf-8" or "utf8" or "us-ascii" ? null : Refuse(contentType);

        static FieldProblem Refuse(string found) => new("Content-Type", PlainText.Line(found, 100), "application/json (UTF-8), */*+json, text/plain that holds JSON, or application/x-www-form-urlencoded");
    }

    /// <summary>The same of a request, whose media type may say that the body is a form.</summary>
    public static JsonDocument? Parse(byte[] body, string? contentType, List<string> reading, out FieldProblem? problem)
    {
        if (!FormBody.IsForm(contentType) || CheckText(body, 0) is not null || FormBody.ToJson(body) is not { } json) return Parse(body, reading, out problem);
        reading.Add("the payload is a form, read as JSON of its fields");
        return Parse(json, reading, out problem);
    }

    /// <summary>The document, which the caller disposes, or the problem; exactly one of both.</summary>
    public static JsonDocument? Parse(byte[] body, List<string> reading, out FieldProblem? problem)
    {
        var start = body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        var text = body.AsSpan(start);
        problem = CheckText(text, start);
        if (problem is not null) return null;
        var mendedBody = LoneSurrogates.Mend(body, out var mended);
        if (mended > 0) reading.Add($"{mended} half surrogate pair{(mended == 1 ? "" : "s")} in the payload replaced by U+FFFD");
        try
        {
            return JsonDocument.Parse(mendedBody.AsMemory(start), new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            problem = Explain(e);
            return null;
        }
    }

    private static FieldProblem? CheckText(ReadOnlySpan<byte> text, int start)
    {
        if (text.IndexOfAnyExcept(" \t\r\n"u8) < 0) return new FieldProblem("body", "nothing", "a JSON object or array");
        if (text.Length > 1 && (text[0], text[1]) is (0xFF, 0xFE) or (0xFE, 0xFF)) return new FieldProblem("body", "UTF-16", "JSON in UTF-8");
        if (Utf8.IsValid(text)) return null;
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var used) == OperationStatus.Done) at += used;
        return new FieldProblem("body", $"byte 0x{text[at]:X2} at offset {start + at}, which is not UTF-8", "JSON in UTF-8");
    }

    private static FieldProblem Explain(JsonException e)
    {
        var where = $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
        return e.Message.Contains("maximum configured depth", StringComparison.Ordinal)
            ? new FieldProblem("body", $"nesting deeper than {MaxDepth} levels at {where}", $"JSON of at most {MaxDepth} levels")
            : new FieldProblem("body", $"no JSON at {where}: {Sentence(e.Message)}", "well-formed JSON (RFC 8259)");
    }

    private static string Sentence(string message) =>
        PlainText.Line(message.Split(" LineNumber:", StringSplitOptions.None)[0].Split(" Change the reader options", StringSplitOptions.None)[0], 160);
}
