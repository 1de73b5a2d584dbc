using Automation.Changes.Dialects;
using Automation.Flow;
using Automation.Hosting;

namespace Automation.Changes;

/// <summary>The functions of changes: reports in, list out.</summary>
internal static class ChangeFunctions
{
    private const string ListPath = "/api/changes";

    public static void AddChanges(this IServiceCollection services, ChangeOptions options) => services
        .AddSingleton(options)
        .AddSingleton<ChangeDialects>()
        .AddSingleton<ChangeIntake>()
        .AddSingleton<ChangeLog>()
        .AddSingleton<IChangeLog>(static s => s.GetRequiredService<ChangeLog>());

    public static void MapChanges(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/changes/{source?}", (RequestDelegate)ReportChangeAsync);
        endpoints.MapGet(ListPath, (RequestDelegate)ListChangesAsync);
    }

    private static async Task ReportChangeAsync(HttpContext context)
    {
        var source = context.GetRouteValue("source") as string;
        var eventName = context.Request.Headers["X-GitHub-Event"].ToString() is { Length: > 0 } name ? name : null;
        var intake = context.RequestServices.GetRequiredService<ChangeIntake>();
        var body = await RequestBody.ReadAsync(context, context.RequestServices.GetRequiredService<ChangeOptions>().MaxBodyBytes);
        var answer = body.IsWhole
            ? await intake.AcceptAsync(source, eventName, context.Request.ContentType, body.Bytes, context.RequestAborted)
            : await intake.RefuseTooLargeAsync(source, context.Request.ContentType, body.Bytes, body.Read, context.RequestAborted);
        if (answer.Status != StatusCodes.Status202Accepted)
        {
            await Problem.WriteAsync(context, answer.Status, "The payload was refused", Rejections.Reason(answer.Problems), answer.Problems, answer.Kept);
            return;
        }

        var view = new AcceptedChanges(answer.Changes.Count, [.. answer.Changes.Select(c => new AcceptedChange(c.Id))], answer.Ignored, answer.Problems.Count > 0 ? answer.Problems : null);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status202Accepted, view, ChangeJson.Plain.AcceptedChanges);
    }

    private static async Task ListChangesAsync(HttpContext context)
    {
        var reader = new QueryReader(PageAddress.Query(context.Request, ListPath));
        var query = new ChangeQuery(reader.Text("host", 1024), reader.Text("service"), reader.Time("since"), PageAddress.Position(reader), reader.Number("limit", 50, 1, 200));
        var store = context.RequestServices.GetRequiredService<IChangeStore>();
        if (query.After is not null && !store.IsPosition(query.After)) reader.Refuse("next", query.After, "the next of the page before, unchanged");
        if (reader.Problems.Count > 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The query can't be used", Rejections.Reason(reader.Problems), reader.Problems);
            return;
        }

        var (changes, next) = await store.ListAsync(query, context.RequestAborted);
        var page = new ChangePage(changes, next is null ? null : PageAddress.Next(context.Request, ListPath, next));
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, page, ChangeJson.Plain.ChangePage);
    }
}
