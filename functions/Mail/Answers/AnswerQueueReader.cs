using Automation.Flow;

namespace Automation.Mail.Answers;

/// <summary>Takes the messages of one invocation of SendAnswers side by side; one that fails holds up no other.</summary>
internal sealed class AnswerQueueReader(AnswerSender sender, IQueue queue, IPutAsideLog aside, TimeProvider clock, ILogger<AnswerQueueReader> logger)
{
    /// <summary>Longer than a claim holds, so that the next try may look for the draft.</summary>
    private static readonly TimeSpan LaterBy = AnswerSender.Lease + TimeSpan.FromSeconds(5);

    public Task SendAsync(IReadOnlyList<string> bodies, CancellationToken cancellationToken) =>
        Task.WhenAll(bodies.Distinct(StringComparer.Ordinal).Select(body => GuardAsync(body, cancellationToken)));

    private async Task GuardAsync(string body, CancellationToken cancellationToken)
    {
        try
        {
            await sender.SendAsync(AnswerWork.Read(body), cancellationToken);
        }
        catch (Exception e) when (e is DependencyUnavailableException or MailboxRefusedException)
        {
            var now = clock.GetUtcNow();
            await queue.SendAsync(QueueNames.Answers, [new OutgoingMessage($"later-{SortableId.New(now)}", body) { NotBefore = now + LaterBy }], cancellationToken);
            logger.LogWarning("An answer is tried again in {Delay} s: {Reason}", LaterBy.TotalSeconds, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var now = clock.GetUtcNow();
            var id = await aside.KeepAsync(QueueNames.Answers, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour)), e.Message, body, cancellationToken);
            logger.LogError(e is PoisonMessageException ? null : e, "A message of queue {Queue} was put aside as {Id}: {Reason}", QueueNames.Answers, id, e.Message);
        }
    }
}
