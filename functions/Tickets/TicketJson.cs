using System.Text.Json.Serialization;
using Automation.Flow;

namespace Automation.Tickets;

/// <summary>Serialises tickets for their rows and for the API; null stands for what is not known.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter), typeof(TicketStateConverter)])]
[JsonSerializable(typeof(Ticket))]
[JsonSerializable(typeof(TicketPage))]
internal sealed partial class TicketJson : JsonSerializerContext
{
    public static TicketJson Plain => field ??= new(PlainJson.Of(Default.Options));
}

/// <summary>Writes the state in lower case.</summary>
internal sealed class TicketStateConverter() : JsonStringEnumConverter<TicketState>(System.Text.Json.JsonNamingPolicy.KebabCaseLower);
