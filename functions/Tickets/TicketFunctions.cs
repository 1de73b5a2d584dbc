using Automation.Flow;
using Automation.Hosting;
using Automation.Tickets.Correcting;

namespace Automation.Tickets;

/// <summary>The functions that show tickets.</summary>
internal static class TicketFunctions
{
    private const string ListPath = "/api/tickets";

    public static void AddTickets(this IServiceCollection services) => services
        .AddSingleton<TicketTeller>()
        .AddSingleton<TicketHold>()
        .AddSingleton<TicketReleaser>()
        .AddSingleton<TicketCorrector>()
        .AddSingleton<ITicketConversations, TicketConversations>()
        .AddSingleton<ITicketDesk, TicketDesk>();

    public static void MapTickets(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(ListPath, (RequestDelegate)ListTicketsAsync);
        endpoints.MapGet(ListPath + "/{number}", (RequestDelegate)GetTicketAsync);
        endpoints.MapCorrecting();
        endpoints.MapTimerFunction("ReleaseHeld", static (services, ct) => services.GetRequiredService<TicketReleaser>().ReleaseAsync(ct));
    }

    private static async Task ListTicketsAsync(HttpContext context)
    {
        var reader = new QueryReader(PageAddress.Query(context.Request, ListPath));
        var query = new TicketQuery(
            reader.OneOf<TicketState>("state"), reader.Text("team"), reader.Text("category"), reader.Text("host"),
            reader.Time("since"), PageAddress.Position(reader), reader.Number("limit", 50, 1, 200));
        var store = context.RequestServices.GetRequiredService<ITicketStore>();
        if (query.After is not null && !store.IsPosition(query.After)) reader.Refuse("next", query.After, "the next of the page before, unchanged");
        if (reader.Problems.Count > 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The query can't be used", Rejections.Reason(reader.Problems), reader.Problems);
            return;
        }

        var (tickets, next) = await store.ListAsync(query, context.RequestAborted);
        var page = new TicketPage(tickets, next is null ? null : PageAddress.Next(context.Request, ListPath, next));
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, page, TicketJson.Plain.TicketPage);
    }

    private static async Task GetTicketAsync(HttpContext context)
    {
        var text = context.GetRouteValue("number") as string;
        if (!TicketNumber.TryParse(text, out var number))
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No such ticket", $"'{text}' is no ticket number: nine digits as in 482-913-077, of which the last is a check digit. One digit may be wrong or two swapped.");
            return;
        }

        if (await context.RequestServices.GetRequiredService<ITicketStore>().FindAsync(number, context.RequestAborted) is { } ticket) await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, ticket with { Memory = null }, TicketJson.Plain.Ticket);
        else await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No such ticket", $"There is no ticket {number}.");
    }
}
