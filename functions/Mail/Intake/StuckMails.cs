using Automation.Flow;

namespace Automation.Mail.Intake;

/// <summary>
/// Sends mails on their way again that were decided and never carried out: their message was put aside, or is lost. Only
/// enqueues, under ids that a second look within the hour gives too.
/// </summary>
internal sealed class StuckMails(IMailLog log, IQueue queue, TimeProvider clock, ILogger<StuckMails> logger)
{
    /// <summary>Longer than the queue brings a message again by itself.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromHours(1);

    /// <summary>After a week it is a person's to say what becomes of it; <c>GET /api/mails?state=decided</c> lists it.</summary>
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(7);

    /// <summary>How old a mail may be that was decided of late: held mails are released later than they came.</summary>
    private static readonly TimeSpan ReceivedWithin = TimeSpan.FromDays(60);

    /// <summary>The list is long; each instance looks no more often than this.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    /// <summary>Of one look; the next goes on after them, so that none waits behind those that stay stuck.</summary>
    private const int Most = 500;

    private long nextLook;
    private MailPlace? last;

    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now.UtcTicks < Interlocked.Read(ref nextLook)) return;
        Interlocked.Exchange(ref nextLook, (now + Every).UtcTicks);
        var stuck = new List<OutgoingMessage>();
        var undone = await log.ListUndoneAsync(now - ReceivedWithin, now - GivenUpAfter, now - StuckAfter, last, Most, cancellationToken);
        foreach (var mail in undone)
        {
            if (await TryLookAsync(mail.Key, cancellationToken) is { } id) stuck.Add(new MailWork(id).AsResumed(now));
        }

        if (stuck.Count > 0)
        {
            await queue.SendAsync(QueueNames.Mail, stuck, cancellationToken);
            logger.LogWarning("{Count} mails were decided more than {Minutes} minutes ago and not carried out; they are sent on their way again", stuck.Count, StuckAfter.TotalMinutes);
        }

        last = undone.Count < Most ? null : undone[^1];
    }

    /// <summary>The id of the message when it is stuck; null when it is not. A row that nobody can read keeps no other from going on.</summary>
    private async Task<string?> TryLookAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            if (await log.FindAsync(key, cancellationToken) is not { } mail) return null;
            if (mail.State == MailState.Decided) return mail.MessageId;

            // Whoever carried it out died before the list said so.
            await log.RelistAsync(mail, cancellationToken);
        }
        catch (Exception e) when (e is not (DependencyUnavailableException or OperationCanceledException))
        {
            logger.LogError(e, "Mail {Mail} can't be looked at", key);
        }

        return null;
    }
}
