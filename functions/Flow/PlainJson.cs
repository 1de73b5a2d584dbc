using System.Text.Encodings.Web;
using System.Text.Json;

namespace Automation.Flow;

/// <summary>
/// JSON that is only ever read as JSON, so non-ASCII text stays as people wrote it: half the size of its escapes, and
/// readable where an answer or a row is looked at.
/// </summary>
internal static class PlainJson
{
    public static JsonSerializerOptions Of(JsonSerializerOptions options) => new(options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
