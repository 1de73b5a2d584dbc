using Automation.Flow;
using Automation.Hosting;
using Automation.Mail.Answers;
using Automation.Mail.Holding;
using Automation.Mail.Intake;
using Automation.Mail.Threading;
using Automation.Mail.Understanding;
using Automation.Tickets.Correcting;

namespace Automation.Mail;

/// <summary>The functions of the support mailbox: hear of mail, look for mail, take it in, answer it, show it, release it.</summary>
internal static class MailFunctions
{
    private const string Path = "/api/mails";

    public static void AddMail(this IServiceCollection services, MailOptions options, MailFiles files) => services
        .AddSingleton(options)
        .AddSingleton(_ => files.Templates)
        .AddSingleton<ThreadFinder>()
        .AddSingleton<OpenProblems>()
        .AddSingleton<DirectoryLookup>()
        .AddSingleton<IRequesterLookup, RequesterLookup>()
        .AddMetrics()
        .AddSingleton<MailMetrics>()
        .AddSingleton<MailboxHealth>()
        .AddSingleton<MailBreaker>()
        .AddSingleton<MailDecider>()
        .AddSingleton<BounceFollower>()
        .AddSingleton<MailCanary>()
        .AddSingleton<UnreadMails>()
        .AddSingleton<MailIntake>()
        .AddSingleton<MailSweep>()
        .AddSingleton<StuckMails>()
        .AddSingleton<SubscriptionKeeper>()
        .AddSingleton<MailQueueReader>()
        .AddSingleton<AnswerSender>()
        .AddSingleton<AnswerQueueReader>();

    public static void AddUnderstanding(this IServiceCollection services, UnderstandingOptions options, MailFiles files) =>
        services.AddSingleton(options).AddSingleton(_ => files.Rules).AddSingleton<CurrentModel>().AddSingleton<SimilarMails>().AddSingleton<IMailSense, MailUnderstanding>().AddSingleton<ITicketCategories, MailCategories>();

    public static void MapMail(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/mail/notifications", (RequestDelegate)MailNotificationEndpoint.PostAsync);
        endpoints.MapGet(Path, (RequestDelegate)ListMailsAsync);
        endpoints.MapGet(Path + "/{id}", (RequestDelegate)GetMailAsync);
        endpoints.MapPost(Path + "/{id}/release", (RequestDelegate)ReleaseMailAsync);
        endpoints.MapTimerFunction("ReconcileMail", static (services, ct) => ReconcileAsync(services, ct));
        endpoints.MapTimerFunction("RenewMailSubscription", static (services, ct) => IfOn(services, s => s.GetRequiredService<SubscriptionKeeper>().KeepAsync("renew", ct)));
        endpoints.MapTimerFunction("SendCanary", static (services, ct) => IfOn(services, s => s.GetRequiredService<MailCanary>().RunAsync(ct)));
        endpoints.MapQueueFunction("TakeInMail", QueueNames.Mail, "items", many: true, static (messages, services, ct) => services.GetRequiredService<MailQueueReader>().TakeInAsync(messages, ct));
        endpoints.MapQueueFunction("SendAnswers", QueueNames.Answers, "items", many: true, static (messages, services, ct) => services.GetRequiredService<AnswerQueueReader>().SendAsync(messages, ct));
    }

    /// <summary>First what nobody has seen yet. What is stuck needs no mailbox to go on.</summary>
    private static async Task ReconcileAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await IfOn(services, s => s.GetRequiredService<MailSweep>().RunAsync("timer", cancellationToken));
        await IfOn(services, s => s.GetRequiredService<StuckMails>().ResumeAsync(cancellationToken));
    }

    /// <summary>A mailbox that can't be reached now is asked by the next run: one line in the log is enough.</summary>
    private static async Task IfOn(IServiceProvider services, Func<IServiceProvider, Task> run)
    {
        if (!services.GetRequiredService<MailOptions>().IsOn) return;
        try
        {
            await run(services);
        }
        catch (Exception e) when (e is DependencyUnavailableException or MailboxRefusedException)
        {
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Mail").LogWarning("The mailbox can't be looked after now: {Reason}", e.Message);
        }
    }

    private static async Task ListMailsAsync(HttpContext context)
    {
        var reader = new QueryReader(PageAddress.Query(context.Request, Path));
        var (state, after, limit) = (reader.OneOf<MailState>("state"), PageAddress.Position(reader), reader.Number("limit", 50, 1, 200));
        if (after is not null && !IsKey(after)) reader.Refuse("next", after, "the next of the page before, unchanged");
        if (reader.Problems.Count > 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The query can't be used", Rejections.Reason(reader.Problems), reader.Problems);
            return;
        }

        var mails = await context.RequestServices.GetRequiredService<IMailLog>().ListAsync(state, after, limit + 1, context.RequestAborted);
        var page = mails.Take(limit).ToList();
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new MailPage(page, mails.Count > limit ? PageAddress.Next(context.Request, Path, page[^1].Key) : null), MailJson.Plain.MailPage);
    }

    private static async Task GetMailAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } mail) await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, MailView.Of(mail), MailJson.Plain.MailView);
    }

    /// <summary>Takes a held mail in as an ordinary one. It is done by the queue, so that the answer to it is one like any other.</summary>
    private static async Task ReleaseMailAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } mail) return;
        if (mail.State != MailState.Held)
        {
            await Problem.WriteAsync(context, StatusCodes.Status409Conflict, "Not held", $"Mail {mail.Key} is not held: {(mail.Ticket is { } ticket ? $"it is on ticket {ticket.Number}" : "it was gone before it could be read")}.");
            return;
        }

        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        await context.RequestServices.GetRequiredService<IQueue>().SendAsync(QueueNames.Mail, [new MailWork(null, Release: mail.Key).AsMessage(now)], context.RequestAborted);
        context.Response.Headers.Location = $"{Path}/{mail.Key}";
        await JsonAnswer.WriteAsync(context, StatusCodes.Status202Accepted, MailView.Of(mail), MailJson.Plain.MailView);
    }

    private static async Task<MailRecord?> FindAsync(HttpContext context)
    {
        var id = context.GetRouteValue("id") as string ?? "";
        var mail = IsKey(id) ? await context.RequestServices.GetRequiredService<IMailLog>().FindAsync(id, context.RequestAborted) : null;
        if (mail is null) await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No such mail", $"There is no mail '{PlainText.Line(id, 40)}'; accepted: an id of {Shelf.Length} characters as a ticket names it.");
        return mail;
    }

    private static bool IsKey(string text) => text.Length == Shelf.Length && Base32.IsEncoded(text);
}
