using Automation.Flow;
using Automation.Hosting;
using Automation.Tickets;

namespace Automation.Alerts.Closing;

/// <summary>The function by which a person closes a ticket.</summary>
internal static class CloseEndpoints
{
    private const int MaxBody = 16 * 1024;

    public static void MapClosing(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/tickets/{number}/close", (RequestDelegate)CloseTicketAsync);

    /// <summary>202 while the end of its episodes is on its way, 200 when none was open.</summary>
    private static async Task CloseTicketAsync(HttpContext context)
    {
        if (await BodyReading.ReadAsync<CloseRequest>(context, MaxBody, "The ticket can't be closed by this", CloseRequest.Read) is not var (request, body)) return;
        var closer = context.RequestServices.GetRequiredService<TicketCloser>();
        if (!TicketNumber.TryParse(context.GetRouteValue("number") as string, out var number) || await closer.CloseAsync(number, request, body, context.RequestAborted) is not var (ticket, ending))
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No such ticket", "GET /api/tickets lists the tickets with their numbers, nine digits as in 482-913-077.");
            return;
        }

        await JsonAnswer.WriteAsync(context, ending > 0 ? StatusCodes.Status202Accepted : StatusCodes.Status200OK, ticket with { Memory = null }, TicketJson.Plain.Ticket);
    }
}
