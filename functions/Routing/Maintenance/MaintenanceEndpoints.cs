using Automation.Flow;
using Automation.Hosting;

namespace Automation.Routing.Maintenance;

/// <summary>The functions of maintenance windows: make, list, end.</summary>
internal static class MaintenanceEndpoints
{
    private const string Path = "/api/maintenance";

    /// <summary>Bytes; 500 hosts and services and some matchers fit.</summary>
    private const int MaxBody = 1024 * 1024;

    public static void MapMaintenance(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(Path, (RequestDelegate)CreateMaintenanceAsync);
        endpoints.MapGet(Path, (RequestDelegate)ListMaintenanceAsync);
        endpoints.MapDelete(Path + "/{id}", (RequestDelegate)EndMaintenanceAsync);
    }

    private static async Task CreateMaintenanceAsync(HttpContext context)
    {
        var now = Now(context);
        if (await BodyReading.ReadAsync(context, MaxBody, "The maintenance window can't be used", (byte[] body, out IReadOnlyList<FieldProblem> problems) => MaintenanceRequest.Read(body, now, out problems)) is not var (window, _)) return;

        // A repetition leaves the window as it was made; one that was ended since is made anew.
        if (await Log(context).FindAsync(window.Id, context.RequestAborted) is { EndedAt: null } made) window = made;
        else await Log(context).KeepAsync(window, context.RequestAborted);
        context.RequestServices.GetRequiredService<MaintenanceCalendar>().Forget();
        await JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, MaintenanceView.Of(window, now), MaintenanceJson.Plain.MaintenanceView);
    }

    private static async Task ListMaintenanceAsync(HttpContext context)
    {
        var reader = new QueryReader(PageAddress.Query(context.Request, Path));
        var (all, after, limit) = (reader.OneOf<Listed>("all") == Listed.True, PageAddress.Position(reader), reader.Number("limit", 200, 1, 1000));
        if (after is not null && !SortableId.IsId(after)) reader.Refuse("next", after, "the next of the page before, unchanged");
        if (reader.Problems.Count > 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The query can't be used", Rejections.Reason(reader.Problems), reader.Problems);
            return;
        }

        var windows = all ? await Log(context).ListAsync(after, limit, context.RequestAborted) : await Log(context).CurrentAsync(Now(context), context.RequestAborted);
        var next = all && windows.Count == limit ? PageAddress.Next(context.Request, Path, windows[^1].Id) : null;
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new MaintenancePage([.. windows.Select(w => MaintenanceView.Of(w, Now(context)))], next), MaintenanceJson.Plain.MaintenancePage);
    }

    /// <summary>Safe to repeat: a window that is over stays as it ended.</summary>
    private static async Task EndMaintenanceAsync(HttpContext context)
    {
        var (id, now) = (context.GetRouteValue("id") as string, Now(context));
        var window = SortableId.IsId(id) ? await Log(context).FindAsync(id!, context.RequestAborted) : null;
        if (window is null)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No such maintenance window", "GET /api/maintenance lists the current and coming windows with their ids.");
            return;
        }

        if (now < window.Ends)
        {
            window = window with { EndedAt = now };
            await Log(context).KeepAsync(window, context.RequestAborted);
            context.RequestServices.GetRequiredService<MaintenanceCalendar>().Forget();
        }

        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, MaintenanceView.Of(window, now), MaintenanceJson.Plain.MaintenanceView);
    }

    private static IMaintenanceLog Log(HttpContext context) => context.RequestServices.GetRequiredService<IMaintenanceLog>();

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>Values of the parameter <c>all</c>.</summary>
    private enum Listed
    {
        False,
        True,
    }
}
