using System.Globalization;
using Automation.Flow;

namespace Automation.Mail.Answers;

/// <summary>Takes the messages of one invocation of SendAnswers side by side; one that fails holds up no other.</summary>
internal sealed class AnswerQueueReader(AnswerSender sender, IQueue queue, IPutAsideLog aside, TimeProvider clock, ILogger<AnswerQueueReader> logger)
{
    /// <summary>Longer than a claim holds, so that the next try may look for the draft.</summary>
    private static readonly TimeSpan LaterBy = AnswerSender.Lease + TimeSpan.FromSeconds(1);

    /// <summary>Tries come at full steps: copies of a message, as a delivery after a crash makes them, ask for the same time then, and the queue drops all but one.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(15);

    /// <summary>What has begun by then ends within the five minutes that the host gives an invocation (host.json, functionTimeout).</summary>
    public static readonly TimeSpan BeginsWithin = TimeSpan.FromSeconds(150);

    public async Task SendAsync(IReadOnlyList<string> bodies, CancellationToken cancellationToken)
    {
        var round = new AnswerRound(clock.GetUtcNow() + BeginsWithin);
        await Task.WhenAll(bodies.Distinct(StringComparer.Ordinal).Select(body => GuardAsync(body, round, cancellationToken)));
    }

    private async Task GuardAsync(string body, AnswerRound round, CancellationToken cancellationToken)
    {
        try
        {
            await sender.SendAsync(AnswerWork.Read(body), round, cancellationToken);
        }
        catch (Exception e) when (e is DependencyUnavailableException or MailboxRefusedException)
        {
            var due = Due(clock.GetUtcNow(), (e as DependencyUnavailableException)?.RetryAfter ?? TimeSpan.Zero);
            await queue.SendAsync(QueueNames.Answers, [new OutgoingMessage($"later-{Shelf.Of(body)}-{due.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}", body) { NotBefore = due }], cancellationToken);
            logger.LogWarning("An answer is tried again at {Due:O}: {Reason}", due, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var now = clock.GetUtcNow();
            var id = await aside.KeepAsync(QueueNames.Answers, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour)), e.Message, body, cancellationToken);
            logger.LogError(e is PoisonMessageException ? null : e, "A message of queue {Queue} was put aside as {Id}: {Reason}", QueueNames.Answers, id, e.Message);
        }
    }

    /// <summary>The first full step at which the claim of this try is over, and the mailbox may be asked again.</summary>
    private static DateTimeOffset Due(DateTimeOffset now, TimeSpan asked)
    {
        var earliest = now + (asked > LaterBy ? asked : LaterBy);
        return earliest.AddTicks((Step.Ticks - (earliest.Ticks % Step.Ticks)) % Step.Ticks);
    }
}
