using Automation.Flow;
using Automation.Hosting;
using Automation.Notifications.Channels;
using Automation.Notifications.Coalescing;
using Automation.Notifications.Delivery;

namespace Automation.Notifications;

/// <summary>The functions of notifications: send, and show who was told.</summary>
internal static class NotificationFunctions
{
    private const string Path = "/api/notifications";

    /// <summary>More than any ticket can have; of more the first are shown.</summary>
    private const int MaxOfTicket = 5000;

    public static void AddNotifications(this IServiceCollection services, NotificationOptions options)
    {
        services
            .AddSingleton(options)
            .AddSingleton<INotificationDesk, NotificationDesk>()
            .AddSingleton<INotificationChannel, TeamsChannel>()
            .AddSingleton<INotificationChannel, WebhookChannel>()
            .AddSingleton<ChannelRest>()
            .AddSingleton<Coalescer>()
            .AddSingleton<NotificationRequeue>()
            .AddSingleton<NotificationDelivery>()
            .AddSingleton<NotificationQueueReader>();
    }

    public static void MapNotifications(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (RequestDelegate)ListNotificationsAsync);
        endpoints.MapQueueFunction("SendNotifications", QueueNames.Notifications, "items", many: true,
            static (messages, services, ct) => services.GetRequiredService<NotificationQueueReader>().SendAsync(messages, ct));
    }

    private static async Task ListNotificationsAsync(HttpContext context)
    {
        var reader = new QueryReader(PageAddress.Query(context.Request, Path));
        var (ticket, after, limit) = (reader.Text("ticket", 40), PageAddress.Position(reader), reader.Number("limit", 50, 1, 200));
        if (ticket is null && reader.Problems.Count == 0) reader.Refuse("ticket", "", "the number of a ticket, as in 482-913-076");
        if (TicketNumber.TryParse(ticket, out var number)) ticket = number;
        if (after is not null && !NotificationView.IsPosition(after)) reader.Refuse("next", after, "the next of the page before, unchanged");
        if (reader.Problems.Count > 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The query can't be used", Rejections.Reason(reader.Problems), reader.Problems);
            return;
        }

        var effects = context.RequestServices.GetRequiredService<IEffectLog>();
        var all = await effects.ListAsync(Notification.SubjectOf(ticket!), MaxOfTicket, context.RequestAborted);
        var page = NotificationView.Page(all, after, limit, out var next);
        var summaries = await Task.WhenAll(page.Select(e => e.Outcome is { State: EffectState.Joined, Detail: { } key }
            ? effects.FindAsync(DigestNumber.SubjectOf(key), key, context.RequestAborted)
            : Task.FromResult<LoggedEffect?>(null)));
        var view = new NotificationPage([.. page.Zip(summaries, NotificationView.Of)], next is null ? null : PageAddress.Next(context.Request, Path, next));
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, view, NotificationViewJson.Plain.NotificationPage);
    }
}
