using System.Text;
using Automation.Alerts.Authentication;
using Automation.Alerts.Closing;
using Automation.Alerts.Correlation;
using Automation.Alerts.Dialects;
using Automation.Alerts.Dialects.Mapping;
using Automation.Alerts.Episodes;
using Automation.Alerts.Intake;
using Automation.Flow;
using Automation.Hosting;
using Automation.Routing;
using Automation.Tickets;

namespace Automation.Alerts;

/// <summary>The functions of alerts: webhook in, record, look up.</summary>
internal static class AlertFunctions
{
    public static void AddAlerts(this IServiceCollection services, AlertOptions options) => services
        .AddSingleton(options)
        .AddSingleton(options.Signatures)
        .AddSingleton<SignatureGate>()
        .AddSingleton<SnsGate>()
        .AddSingleton<RefusalBudget>()
        .AddSingleton(new DialectCatalog([.. options.Mappings.Select(m => new MappedDialect(m))]))
        .AddSingleton<AlertIntake>()
        .AddSingleton(static s => s.GetRequiredService<RoutingRules>().Correlation)
        .AddSingleton(static s => s.GetRequiredService<RoutingRules>().Flapping)
        .AddSingleton(static s => s.GetRequiredService<RoutingRules>().Inhibition)
        .AddSingleton<RecentScopes>()
        .AddSingleton<SituationFinder>()
        .AddSingleton<Correlator>()
        .AddSingleton<ITicketInhibition, Inhibition>()
        .AddSingleton<TicketFollower>()
        .AddSingleton<AlertRecorder>()
        .AddSingleton<AlertQueueReader>()
        .AddSingleton<TicketCloser>();

    public static void MapAlerts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/alerts/{source?}", (RequestDelegate)AlertWebhookAsync);
        endpoints.MapGet("/api/alerts/{id}", (RequestDelegate)GetAlertAsync);
        endpoints.MapGet("/api/alerts/{id}/raw", (RequestDelegate)GetAlertRawAsync);
        endpoints.MapClosing();
        endpoints.MapQueueFunction("RecordAlerts", QueueNames.Alerts, "items", many: true,
            static (messages, services, ct) => services.GetRequiredService<AlertQueueReader>().RecordAsync(messages, ct));
    }

    private static async Task AlertWebhookAsync(HttpContext context)
    {
        var source = context.GetRouteValue("source") as string;
        var intake = context.RequestServices.GetRequiredService<AlertIntake>();
        var body = await RequestBody.ReadAsync(context, context.RequestServices.GetRequiredService<AlertOptions>().MaxBodyBytes);
        var (contentType, bytes) = body.Bytes.Length == 0 && QueryForm(context.Request.Query) is { } form ? (FormBody.MediaType, form) : (context.Request.ContentType, body.Bytes);
        var answer = body.IsWhole
            ? await intake.AcceptAsync(source, contentType, new SignedRequest(name => Header(context, name), bytes), context.RequestAborted)
            : await intake.RefuseTooLargeAsync(source, context.Request.ContentType, body.Bytes, body.Read, context.RequestAborted);
        if (answer.Status != StatusCodes.Status202Accepted)
        {
            if (answer.Status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Signature";
            await Problem.WriteAsync(context, answer.Status, "The payload was refused", Rejections.Reason(answer.Problems), answer.Problems, answer.IsKept ? answer.Payload : null);
            return;
        }

        var view = new AcceptedView(answer.Alerts.Count, [.. answer.Alerts.Select(a => new AcceptedAlert(a.Id, a.DedupKey))], answer.Problems.Count > 0 ? answer.Problems : null, answer.Ignored.Count > 0 ? answer.Ignored : null);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status202Accepted, view, AlertViewJson.Plain.AcceptedView);
    }

    /// <summary>The fields of the address, where a tool sends them there and no body: all but our key. Null when there are none.</summary>
    private static byte[]? QueryForm(IQueryCollection query)
    {
        var fields = query.Where(f => f.Key is not ("code" or "clientId")).SelectMany(f => f.Value, (f, value) => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(value ?? "")}");
        return string.Join('&', fields) is { Length: > 0 } form ? Encoding.UTF8.GetBytes(form) : null;
    }

    /// <summary>One that came several times counts as a list.</summary>
    private static string? Header(HttpContext context, string name) => context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    private static async Task GetAlertAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } recorded) return;
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, AlertView.Of(recorded), AlertViewJson.Plain.AlertView);
    }

    private static async Task GetAlertRawAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } recorded) return;
        var payload = await context.RequestServices.GetRequiredService<IPayloadStore>().FindAsync(AlertId.Parse(recorded.Alert.Id).Payload, context.RequestAborted);
        if (payload is null)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "The payload is not kept any more", "Payloads are deleted after the days of setting Retention__PayloadDays.");
            return;
        }

        // What a stranger sent must never run in the browser of the person who looks at it.
        context.Response.ContentType = payload.ContentType ?? "application/octet-stream";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "sandbox";
        var body = AlertMessages.Unpack(payload);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static async Task<RecordedAlert?> FindAsync(HttpContext context)
    {
        var text = context.GetRouteValue("id") as string;
        var recorded = AlertId.TryParse(text, out var id)
            ? await context.RequestServices.GetRequiredService<IEpisodeStore>().FindAlertAsync(id, context.RequestAborted)
            : null;

        // An alert counts as processed when its ticket shows it, so that whoever follows the number finds what it promises.
        if (recorded is { Ticket: { } ticket, Episode: { } episode })
        {
            var shown = await context.RequestServices.GetRequiredService<ITicketDesk>().FindShowingAsync(ticket, episode, recorded.Revision, recorded.Alert.OccurredAt, context.RequestAborted);
            recorded = shown is null ? null : recorded with { Ticket = shown };
        }

        if (recorded is null) await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No such alert", "There is no alert with this id, or it waits to be processed; ask again in a moment.");
        return recorded;
    }
}
