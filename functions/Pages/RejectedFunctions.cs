using System.Text;
using System.Text.Json.Serialization;
using Automation.Alerts.Intake;
using Automation.Flow;
using Automation.Hosting;

namespace Automation.Pages;

/// <summary>Shows what was not accepted, and sends messages that were put aside on their way again.</summary>
internal static class RejectedFunctions
{
    private const string Path = "/api/rejected";

    public static void MapRejected(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (RequestDelegate)ListRejectedAsync);
        endpoints.MapPost(Path + "/{id}/replay", (RequestDelegate)ReplayRejectedAsync);
    }

    private static async Task ListRejectedAsync(HttpContext context)
    {
        var reader = new QueryReader(PageAddress.Query(context.Request, Path));
        var (after, limit) = (PageAddress.Position(reader), reader.Number("limit", 50, 1, 200));
        if (after is not null && !SortableId.IsId(after)) reader.Refuse("next", after, "the next of the page before, unchanged");
        if (reader.Problems.Count > 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The query can't be used", Rejections.Reason(reader.Problems), reader.Problems);
            return;
        }

        var found = await context.RequestServices.GetRequiredService<IRejectionLog>().ListAsync(after, limit, context.RequestAborted);
        var next = found.Count == limit ? PageAddress.Next(context.Request, Path, found[^1].Id) : null;
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new RejectedPage(found, next), RejectedJson.Plain.RejectedPage);
    }

    /// <summary>Only messages are kept whole; of refused requests the sender has the original.</summary>
    private static async Task ReplayRejectedAsync(HttpContext context)
    {
        var id = context.GetRouteValue("id") as string;
        var payload = SortableId.IsId(id) ? await context.RequestServices.GetRequiredService<IPayloadStore>().FindAsync(id!, context.RequestAborted) : null;
        var rejection = payload is null ? null : await context.RequestServices.GetRequiredService<IRejectionLog>().FindAsync(id!, context.RequestAborted);
        if (payload is null || rejection is not { Stage: "queue", Source: { } queue })
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "Nothing to replay", "Only messages that were put aside (stage queue) can be replayed; a refused request is posted again by its sender.");
            return;
        }

        var text = Encoding.UTF8.GetString(AlertMessages.Unpack(payload));
        await context.RequestServices.GetRequiredService<IQueue>().SendAsync(queue, [new OutgoingMessage($"{id}-replay-{context.TraceIdentifier}", text)], context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status202Accepted, new ReplayedView(id!, queue), RejectedJson.Plain.ReplayedView);
    }
}

/// <summary>What GET /api/rejected answers, newest first.</summary>
internal sealed record RejectedPage(IReadOnlyList<Rejection> Rejected, string? Next);

internal sealed record ReplayedView(string Replayed, string Queue);

/// <summary>Serialises what the functions of refused input answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(RejectedPage))]
[JsonSerializable(typeof(ReplayedView))]
internal sealed partial class RejectedJson : JsonSerializerContext
{
    public static RejectedJson Plain => field ??= new(PlainJson.Of(Default.Options));
}
