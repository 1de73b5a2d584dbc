using Automation.Flow;
using Automation.Hosting;

namespace Automation.Tickets.Correcting;

/// <summary>The function by which a person corrects a ticket.</summary>
internal static class CorrectionEndpoints
{
    private const int MaxBody = 16 * 1024;

    public static void MapCorrecting(this IEndpointRouteBuilder endpoints) => endpoints.MapPatch("/api/tickets/{number}", (RequestDelegate)CorrectTicketAsync);

    private static async Task CorrectTicketAsync(HttpContext context)
    {
        var corrector = context.RequestServices.GetRequiredService<TicketCorrector>();
        if (await BodyReading.ReadAsync(context, MaxBody, "The ticket can't be corrected by this", (byte[] body, out IReadOnlyList<FieldProblem> problems) => Correction.Read(body, corrector.Categories, corrector.Teams, out problems)) is not var (correction, _)) return;
        if (!TicketNumber.TryParse(context.GetRouteValue("number") as string, out var number) || await corrector.CorrectAsync(number, correction, context.RequestAborted) is not { } ticket)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No such ticket", "GET /api/tickets lists the tickets with their numbers, nine digits as in 482-913-077.");
            return;
        }

        if (correction.Requester is not null && ticket.Mail is null) await Problem.WriteAsync(context, StatusCodes.Status409Conflict, "Nobody has asked", $"Ticket {ticket.Number} is of alerts alone and has no requester; nothing of it was changed.");
        else await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, ticket with { Memory = null }, TicketJson.Plain.Ticket);
    }
}
