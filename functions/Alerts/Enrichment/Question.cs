using System.Globalization;
using Automation.Flow;

namespace Automation.Alerts.Enrichment;

/// <summary>
/// Asks one source for what it knows. Whatever it does costs at most the limit and is told as the reason of a missing answer;
/// only a caller that gives up makes it throw. One that hangs or fails again and again has a rest, see <see cref="EnricherBreaker"/>.
/// </summary>
/// <param name="who">Stands in logs.</param>
internal sealed class Question<T>(string who, TimeSpan limit, TimeProvider clock, ILogger logger) where T : class
{
    private readonly EnricherBreaker breaker = new();

    public async Task<Answer<T>> AskAsync(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        if (breaker.TryAsk(clock.GetUtcNow(), out var rest) is not { } leave) return Reply(EnricherOutcome.NotAsked, null, $"not asked: {rest}");

        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // On another thread, so that one that blocks before its first await is left behind as well.
        var asked = Task.Run(async () => await ask(stop.Token) ?? throw new InvalidOperationException("it answered null"), CancellationToken.None);
        try
        {
            var answer = await asked.WaitAsync(limit, clock, cancellationToken);
            if (breaker.Answered(leave)) logger.LogWarning("{Who} answers again", who);
            return Reply(EnricherOutcome.Answered, answer, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            breaker.Abandoned(leave);
            throw;
        }
        catch (TimeoutException) when (!asked.IsFaulted)
        {
            return NotKnown(EnricherOutcome.TimedOut, string.Create(CultureInfo.InvariantCulture, $"no answer within {limit.TotalSeconds:0.###} s"));
        }
        catch (Exception e)
        {
            return NotKnown(EnricherOutcome.Failed, Reason(e));
        }
        finally
        {
            LeaveBehind(asked, stop);
        }

        Answer<T> NotKnown(EnricherOutcome outcome, string reason)
        {
            if (breaker.Failed(leave, outcome == EnricherOutcome.TimedOut, reason, clock.GetUtcNow()))
            {
                logger.LogWarning("{Who} is not asked for {Seconds} s: {Reason}", who, EnricherBreaker.Rest.TotalSeconds, reason);
            }

            return Reply(outcome, null, $"not known, {reason}");
        }

        Answer<T> Reply(EnricherOutcome outcome, T? value, string? missing) => new(outcome, value, missing, clock.GetElapsedTime(start));
    }

    /// <summary>The texts of exceptions reach a ticket: one line, short, without secrets.</summary>
    private static string Reason(Exception e) =>
        e is DependencyUnavailableException ? $"failed: {e.Message}" : PlainText.Line(SecretMask.Apply($"failed: {e.GetType().Name}: {Short(e.Message)}"), FindingsCheck.MaxReason);

    private static string Short(string text) => text[..Math.Min(text.Length, 2 * FindingsCheck.MaxReason)];

    /// <summary>Tells a late one to stop and looks at its end, however late, so that its failure disturbs nobody.</summary>
    private static void LeaveBehind(Task asked, CancellationTokenSource stop)
    {
        if (asked.IsCompleted)
        {
            _ = asked.Exception;
            stop.Dispose();
            return;
        }

        var stopping = stop.CancelAsync();
        _ = Task.WhenAll(asked, stopping).ContinueWith(
            static (ended, source) =>
            {
                _ = ended.Exception;
                ((CancellationTokenSource)source!).Dispose();
            },
            stop, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}

/// <summary>What became of a question.</summary>
/// <param name="Value">Null unless it was answered.</param>
/// <param name="Missing">Why there is no answer, in words; null when there is one.</param>
internal sealed record Answer<T>(EnricherOutcome Outcome, T? Value, string? Missing, TimeSpan Took) where T : class;
