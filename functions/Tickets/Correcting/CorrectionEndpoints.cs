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
        var body = await RequestBody.ReadAsync(context, MaxBody);
        IReadOnlyList<FieldProblem> problems = [new FieldProblem("body", $"more than {MaxBody} bytes", $"at most {MaxBody} bytes")];
        if ((body.IsWhole ? Correction.Read(body.Bytes, corrector.Categories, corrector.Teams, out problems) : null) is not { } correction)
        {
            var status = body.IsWhole ? StatusCodes.Status400BadRequest : StatusCodes.Status413PayloadTooLarge;
            await Problem.WriteAsync(context, status, "The ticket can't be corrected by this", Rejections.Reason(problems), problems);
            return;
        }

        if (!TicketNumber.TryParse(context.GetRouteValue("number") as string, out var number) || await corrector.CorrectAsync(number, correction, context.RequestAborted) is not { } ticket)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No such ticket", "GET /api/tickets lists the tickets with their numbers, nine digits as in 482-913-077.");
            return;
        }

        if (correction.Requester is not null && ticket.Mail is null) await Problem.WriteAsync(context, StatusCodes.Status409Conflict, "Nobody has asked", $"Ticket {ticket.Number} is of alerts alone and has no requester; nothing of it was changed.");
        else await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, ticket with { Memory = null }, TicketJson.Plain.Ticket);
    }
}
