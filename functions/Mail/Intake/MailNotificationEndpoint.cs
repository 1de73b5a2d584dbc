using Automation.Flow;
using Automation.Hosting;
using Microsoft.Extensions.Primitives;

namespace Automation.Mail.Intake;

/// <summary>
/// Where the mail system says that mail came. Anonymous, because it sends no key: what it says is believed by its client
/// state only, and all that follows is a look into our own mailbox.
/// </summary>
internal static class MailNotificationEndpoint
{
    /// <summary>The mail system wants its answer within 3 s and drops the notifications of who is slow (Microsoft Learn, "Receive change notifications through webhooks"); what is answered 503 it sends again.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2.5);

    /// <summary>A token of the mail system is a few hundred characters.</summary>
    private const int MaxToken = 4_096;

    public static async Task PostAsync(HttpContext context)
    {
        if (context.Request.Query.TryGetValue("validationToken", out var token))
        {
            await ConsentAsync(context, token);
            return;
        }

        var options = context.RequestServices.GetRequiredService<MailOptions>();
        if (!options.IsOn)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No mailbox", "This installation looks after no mailbox (setting Mail__Mailbox).");
            return;
        }

        var body = await RequestBody.ReadAsync(context, MailNotifications.MaxBytes);
        var work = body.IsWhole ? MailNotifications.Read(body.Bytes, MailNotifications.ClientState(options.Secret), out var refused) : Unread(out refused);
        if (refused > 0) Logger(context).LogWarning("{Count} mail notifications without our client state were dropped", refused);
        if (work is null)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "No notifications", $"Accepted: a JSON object with a list 'value' of change notifications, at most {MailNotifications.MaxBytes} bytes.");
            return;
        }

        if (work.Count > 0)
        {
            await SendAsync(context, work);
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    /// <exception cref="DependencyUnavailableException">The queue has not taken it in time; it may take it yet, and a second notification makes no second mail.</exception>
    private static async Task SendAsync(HttpContext context, IReadOnlyList<MailWork> work)
    {
        var clock = context.RequestServices.GetRequiredService<TimeProvider>();
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        try
        {
            await context.RequestServices.GetRequiredService<IQueue>().SendAsync(QueueNames.Mail, [.. work.Select(w => w.AsMessage(clock.GetUtcNow()))], either.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw new DependencyUnavailableException("queue", $"no answer within {Limit.TotalSeconds:0.0} s", e);
        }
    }

    /// <summary>Plain text and nothing else, so that no browser takes it for a page.</summary>
    private static async Task ConsentAsync(HttpContext context, StringValues token)
    {
        var text = token.ToString();
        if (text.Length is 0 or > MaxToken)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "No token", $"validationToken: found {text.Length} characters; accepted: 1 to {MaxToken}.");
            return;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static IReadOnlyList<MailWork>? Unread(out int refused)
    {
        refused = 0;
        return null;
    }

    private static ILogger Logger(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("MailNotification");
}
