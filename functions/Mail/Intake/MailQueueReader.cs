using System.Collections.Concurrent;
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

    /// <summary>How often a message is tried that the mailbox does not give, more than two hours long, before it counts as one that can't be read.</summary>
    public const int MostTries = 33;

    /// <summary>Tries that follow each other quickly; those after them are five minutes apart. What nobody foresaw is tried as often.</summary>
    private const int QuickTries = 10;

    /// <summary>Well within what an invocation may take, for what goes on in the process beside it: a mailbox that hangs holds up nothing else.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan LaterBy = TimeSpan.FromSeconds(30);

    /// <summary>A person has to do something first: a permission, a setting.</summary>
    private static readonly TimeSpan RefusedLaterBy = TimeSpan.FromMinutes(5);

    public async Task TakeInAsync(IReadOnlyList<string> bodies, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var later = new ConcurrentBag<(TimeSpan By, string Reason)>();
        await Task.WhenAll(bodies.Distinct(StringComparer.Ordinal).Select(body => GuardAsync(body, later, either.Token, cancellationToken)));

        // One line for all that wait for the same.
        foreach (var same in later.GroupBy(l => l)) logger.LogWarning("{Count} messages of queue {Queue} were sent again for {Delay} s later: {Reason}", same.Count(), QueueNames.Mail, same.Key.By.TotalSeconds, same.Key.Reason);
    }

    /// <param name="limited">Ends with the invocation's share of time, or with the invocation.</param>
    private async Task GuardAsync(string body, ConcurrentBag<(TimeSpan By, string Reason)> later, CancellationToken limited, CancellationToken cancellationToken)
    {
        try
        {
            await CarryOutAsync(MailWork.Read(body), later, limited, cancellationToken);
        }
        catch (OperationCanceledException) when (limited.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await LaterAsync(MailWork.Read(body), later, LaterBy, "its turn did not come in time", cancellationToken);
        }
        catch (DependencyUnavailableException e)
        {
            await LaterAsync(MailWork.Read(body), later, Longer(LaterBy, e), e.Message, cancellationToken);
        }
        catch (MailboxRefusedException e) when (!e.IsFinal)
        {
            await LaterAsync(MailWork.Read(body), later, RefusedLaterBy, e.Message, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it is, it is this message's alone; the mail itself stays in the mailbox.
            var now = clock.GetUtcNow();
            var id = await aside.KeepAsync(QueueNames.Mail, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour)), e.Message, body, cancellationToken);
            logger.LogError(IsUnforeseen(e) ? e : null, "A message of queue {Queue} was put aside as {Id}: {Reason}", QueueNames.Mail, id, e.Message);
        }
    }

    private Task CarryOutAsync(MailWork work, ConcurrentBag<(TimeSpan By, string Reason)> later, CancellationToken limited, CancellationToken cancellationToken) => work switch
    {
        { Message: { } id } => TakeInAsync(work, id, later, limited, cancellationToken),
        { Release: { } key } => intake.ReleaseAsync(key, limited),
        { Subscription: { } what } => subscription.KeepAsync(what, limited),
        _ => sweep.RunAsync(work.Sweep!, limited),
    };

    private async Task TakeInAsync(MailWork work, string id, ConcurrentBag<(TimeSpan By, string Reason)> later, CancellationToken limited, CancellationToken cancellationToken)
    {
        try
        {
            if (await intake.TakeInAsync(id, work.Tries, limited)) return;

            // Graph may tell of a message before it shows it.
            if (work.Looks >= MostLooks) await intake.GiveUpAsync(id, work.Looks, limited);
            else await LaterAsync(work with { Looks = work.Looks + 1 }, later, LaterBy, "the mailbox does not show the message", cancellationToken);
        }
        catch (MailNotReadException e) when (work.Tries < MostTries)
        {
            await LaterAsync(work with { Tries = work.Tries + 1 }, later, Longer(e.InnerException is MailboxRefusedException || work.Tries >= QuickTries ? RefusedLaterBy : LaterBy, e.InnerException), e.Message, cancellationToken);
        }
        catch (Exception e) when (work.Tries < QuickTries && IsUnforeseen(e))
        {
            // It may pass all the same, and a decision that is half carried out goes on where it stopped.
            logger.LogError(e, "A mail could not be taken in for a reason that nobody foresaw");
            await LaterAsync(work with { Tries = work.Tries + 1 }, later, LaterBy, e.Message, cancellationToken);
        }
        catch (Exception e) when (e is MailNotReadException or MailboxRefusedException { IsFinal: true } or not (OperationCanceledException or DependencyUnavailableException or MailboxRefusedException))
        {
            if (await intake.OpenUnreadAsync(id, e, limited)) logger.LogError(IsUnforeseen(e) ? e : null, "A mail could not be read and has a plain ticket: {Reason}", e.Message);
            else if (e is MailNotReadException) await LaterAsync(work, later, RefusedLaterBy, e.Message, cancellationToken);
            else throw;
        }
    }

    /// <summary>Whether it is neither a refusal for good nor one of those that are known to pass.</summary>
    private static bool IsUnforeseen(Exception e) => (e is MailNotPlacedException ? e.InnerException : e) is not (OperationCanceledException or DependencyUnavailableException or MailboxRefusedException or MailNotReadException or PoisonMessageException);

    /// <summary>Who says when to come again is not asked before.</summary>
    private static TimeSpan Longer(TimeSpan by, Exception? failure) => failure is DependencyUnavailableException { RetryAfter: { } asked } && asked > by ? asked : by;

    private async Task LaterAsync(MailWork work, ConcurrentBag<(TimeSpan By, string Reason)> later, TimeSpan by, string reason, CancellationToken cancellationToken)
    {
        await queue.SendAsync(QueueNames.Mail, [work.AsLater(clock.GetUtcNow() + by)], cancellationToken);
        later.Add((by, reason));
    }
}
