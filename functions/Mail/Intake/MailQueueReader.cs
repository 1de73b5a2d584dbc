using Automation.Flow;

namespace Automation.Mail.Intake;

/// <summary>
/// Takes the messages of one invocation of TakeInMail side by side. What can't be done now comes again later without using up
/// deliveries; what can never be done is put aside with its reason.
/// </summary>
internal sealed class MailQueueReader(
    MailIntake intake, MailSweep sweep, SubscriptionKeeper subscription, IQueue queue, IPutAsideLog aside, TimeProvider clock, ILogger<MailQueueReader> logger)
{
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
        catch (MailboxRefusedException e)
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
        { Message: { } id } => intake.TakeInAsync(id, cancellationToken),
        { Release: { } key } => intake.ReleaseAsync(key, cancellationToken),
        { Subscription: { } what } => subscription.KeepAsync(what, cancellationToken),
        _ => sweep.RunAsync(work.Sweep!, cancellationToken),
    };

    private async Task LaterAsync(string body, TimeSpan by, string reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await queue.SendAsync(QueueNames.Mail, [new OutgoingMessage($"later-{SortableId.New(now)}", body) { NotBefore = now + by }], cancellationToken);
        logger.LogWarning("A message of queue {Queue} was sent again for {Delay} s later: {Reason}", QueueNames.Mail, by.TotalSeconds, reason);
    }
}
