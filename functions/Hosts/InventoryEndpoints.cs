using System.Text.Json.Serialization.Metadata;
using Automation.Flow;
using Automation.Hosting;
using Automation.Hosts.Import;

namespace Automation.Hosts;

/// <summary>The functions of one kind of record: the same for hosts and services.</summary>
/// <param name="path">Address of the list.</param>
/// <param name="kind">host or service, for messages.</param>
internal sealed class InventoryEndpoints<T>(
    string path, string kind, InventorySchema schema, JsonTypeInfo<T> type, Func<IReadOnlyList<T>, string?, object> page, JsonTypeInfo pageType)
    where T : class, IInventoryRecord
{
    public async Task PutAsync(HttpContext context)
    {
        var import = new InventoryImport<T>(schema, Store(context), Index(context));
        var report = await import.RunAsync(context.Request.BodyReader, context.Request.ContentType, context.RequestAborted);
        if (report.Stored > 0)
        {
            await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, report, HostJson.Plain.ImportReport);
            return;
        }

        var problems = report.Problems.Select(p => new FieldProblem($"line {p.Line}: {p.Field}", p.Found, p.Accepted)).ToList();
        if (problems.Count == 0) problems.Add(new FieldProblem("body", "nothing", $"{schema.Plural} as a JSON array, as {{\"{schema.Plural}\": [...]}}, as one object, or as CSV with a header line"));
        await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, $"Nothing could be read: {report.ProblemCount} problems", Rejections.Reason(problems), problems);
    }

    public async Task ListAsync(HttpContext context)
    {
        var reader = new QueryReader(PageAddress.Query(context.Request, path));
        var query = new InventoryQuery(reader.Text("owner"), reader.OneOf<Criticality>("criticality"), PageAddress.Position(reader), reader.Number("limit", 50, 1, 1000));
        if (query.After is not null && !Store(context).IsPosition(query.After)) reader.Refuse("next", query.After, "the next of the page before, unchanged");
        if (reader.Problems.Count > 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The query can't be used", Rejections.Reason(reader.Problems), reader.Problems);
            return;
        }

        var (records, next) = await Store(context).ListAsync(query, context.RequestAborted);
        var answer = page(records, next is null ? null : PageAddress.Next(context.Request, path, next));
        await context.Response.WriteAsJsonAsync(answer, pageType, "application/json; charset=utf-8", context.RequestAborted);
    }

    public async Task GetAsync(HttpContext context)
    {
        var (asked, found) = await FindAsync(context);
        if (found.Record is not null) await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, found.Record, type);
        else await NotFoundAsync(context, asked, found.Candidates);
    }

    /// <summary>By its own name only: deleting what an alias leads to would surprise.</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        var (asked, found) = await FindAsync(context);
        if (found.Record is null || found.Record.Key.Full != schema.NameOf(asked)?.Full)
        {
            await NotFoundAsync(context, asked, found.Record is null ? found.Candidates : [found.Record.Name]);
            return;
        }

        await Store(context).DeleteAsync(found.Record, context.RequestAborted);
        Index(context).Drop(found.Record.Key);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new DeletedView(found.Record.Name), HostJson.Plain.DeletedView);
    }

    private async Task<(string Asked, Found<T> Found)> FindAsync(HttpContext context)
    {
        var asked = AskedName(context);
        return (asked, schema.NameOf(asked) is { } name ? await Index(context).FindAsync(name, context.RequestAborted) : new Found<T>(null, []));
    }

    /// <summary>A slash may stand as it is or escaped; the one that begins a resource id may be left out.</summary>
    private static string AskedName(HttpContext context)
    {
        var text = (context.GetRouteValue("name") as string ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return text.StartsWith("subscriptions/", StringComparison.OrdinalIgnoreCase) ? "/" + text : text;
    }

    private Task NotFoundAsync(HttpContext context, string asked, IReadOnlyList<string> candidates)
    {
        var shown = PlainText.Line(asked, 100);
        var detail = candidates.Count == 0 ? $"There is no {kind} '{shown}' in the inventory." : $"'{shown}' is no {kind}'s own name; it could mean {string.Join(", ", candidates)}.";
        return Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"No such {kind}", detail);
    }

    private static IInventoryStore<T> Store(HttpContext context) => context.RequestServices.GetRequiredService<IInventoryStore<T>>();

    private static InventoryIndex<T> Index(HttpContext context) => context.RequestServices.GetRequiredService<InventoryIndex<T>>();
}
