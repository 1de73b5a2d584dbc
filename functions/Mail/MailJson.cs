using System.Text.Json.Serialization;
using Automation.Flow;

namespace Automation.Mail;

/// <summary>Serialises mails for their rows, their queue and the API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(MailRecord))]
[JsonSerializable(typeof(MailView))]
[JsonSerializable(typeof(MailPage))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class MailJson : JsonSerializerContext
{
    public static MailJson Plain => field ??= new(PlainJson.Of(Default.Options));
}
