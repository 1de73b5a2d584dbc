using Automation.Flow;

namespace Automation.Mail.Intake;

/// <summary>
/// Takes the messages of one invocation of TakeInMail side by side. What can't be done now comes again later without using up
/// deliveries; what can never be done becomes a plain ticket, or is put aside with its reason.
/// </summary>
internal sealed class MailQueueReader(
    MailIntake intake, MailSweep sweep, SubscriptionKeeper subscription, IQueue queue, IPutAsideLog aside, TimeProvider clock, ILogger<MailQueueReader> logger)
{
    /// <summary>How often a message is looked for that the mailbox does not show yet, 30 s after each other.</summary>
    public const int MostLooks = 6;

    /// <summary>How often a message is tried, 30 s after each other, before it counts as one that can't be read.</summary>
    public const int MostTries = 40;

    private static readonly TimeSpan LaterBy = TimeSpan.FromSeconds(30);

    /// <summary>A person has to do something first: a permission, a setting.</summary>
    private static readonly TimeSpan RefusedLaterBy = TimeSpan.FromMinutes(5);

    public Task TakeInAsync(IReadOnlyList<string> bodies, CancellationToken cancellationToken) =>
        Task.WhenAll(bodies.Distinct(StringComparer.Ordinal).Select(body => GuardAsync(body, cancellationToken)));

    private async Task GuardAsync(string body, CancellationToken cancellationToken)
    {
        try
        {
            await CarryOutAsync(MailWork.Read(body), cancellationToken);
        }
        catch (DependencyUnavailableException e)
        {
            await LaterAsync(body, LaterBy, e.Message, cancellationToken);
        }
        catch (MailboxRefusedException e) when (!e.IsFinal)
        {
            await LaterAsync(body, RefusedLaterBy, e.Message, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it is, it is this message's alone; the mail itself stays in the mailbox.
            var now = clock.GetUtcNow();
            var id = await aside.KeepAsync(QueueNames.Mail, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour)), e.Message, body, cancellationToken);
            logger.LogError(e is PoisonMessageException ? null : e, "A message of queue {Queue} was put aside as {Id}: {Reason}", QueueNames.Mail, id, e.Message);
        }
    }

    private Task CarryOutAsync(MailWork work, CancellationToken cancellationToken) => work switch
    {
        { Message: { } id } => TakeInAsync(work, id, cancellationToken),
        { Release: { } key } => intake.ReleaseAsync(key, cancellationToken),
        { Subscription: { } what } => subscription.KeepAsync(what, cancellationToken),
        _ => sweep.RunAsync(work.Sweep!, cancellationToken),
    };

    private async Task TakeInAsync(MailWork work, string id, CancellationToken cancellationToken)
    {
        try
        {
            if (await intake.TakeInAsync(id, cancellationToken)) return;

            // Graph may tell of a message before it shows it.
            if (work.Looks >= MostLooks) await intake.GiveUpAsync(id, work.Looks, cancellationToken);
            else await LaterAsync((work with { Looks = work.Looks + 1 }).Write(), LaterBy, "the mailbox does not show the message", cancellationToken);
        }
        catch (DependencyUnavailableException e) when (work.Tries < MostTries)
        {
            await LaterAsync((work with { Tries = work.Tries + 1 }).Write(), LaterBy, e.Message, cancellationToken);
        }
        catch (Exception e) when (IsOfTheMail(e))
        {
            if (!await intake.OpenUnreadAsync(id, e.Message, cancellationToken)) throw;
            logger.LogError(e is PoisonMessageException or MailboxRefusedException ? null : e, "A mail could not be read and has a plain ticket: {Reason}", e.Message);
        }
    }

    /// <summary>Whether trying again leads to the same.</summary>
    private static bool IsOfTheMail(Exception e) => e is MailboxRefusedException refused ? refused.IsFinal : e is not OperationCanceledException;

    private async Task LaterAsync(string body, TimeSpan by, string reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await queue.SendAsync(QueueNames.Mail, [new OutgoingMessage($"later-{SortableId.New(now)}", body) { NotBefore = now + by }], cancellationToken);
        logger.LogWarning("A message of queue {Queue} was sent again for {Delay} s later: {Reason}", QueueNames.Mail, by.TotalSeconds, reason);
    }
}
