using System.Globalization;
using Automation.Alerts.Intake;
using Automation.Flow;

namespace Automation.Alerts.Enrichment;

/// <summary>
/// Third stage of the flow: asks every enricher about an alert, side by side, and returns when the last has answered or
/// has used up its limit. Whatever an enricher does costs at most that limit and is said in the result; only a caller that
/// gives up makes it throw.
/// </summary>
internal sealed class EnrichmentRunner(IEnumerable<IEnricher> enrichers, EnrichmentOptions options, TimeProvider clock, ILogger<EnrichmentRunner> logger)
{
    private readonly (IEnricher Enricher, EnricherBreaker Breaker)[] all = [.. enrichers.Select(e => (e, new EnricherBreaker()))];

    public async Task<EnrichmentResult> RunAsync(EnrichmentSubject subject, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new EnrichmentResult(await Task.WhenAll(all.Select(e => AskAsync(e.Enricher, e.Breaker, subject, cancellationToken))));
    }

    private async Task<EnricherReport> AskAsync(IEnricher enricher, EnricherBreaker breaker, EnrichmentSubject subject, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        if (breaker.TryAsk(clock.GetUtcNow(), out var rest) is not { } leave) return Report(EnricherOutcome.NotAsked, Findings.NotKnown($"not asked: {rest}"));

        var limit = enricher.Limit ?? options.Limit;
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // On another thread, so that one that blocks before its first await is left behind as well.
        var asked = Task.Run(async () => FindingsCheck.Clean(await enricher.EnrichAsync(subject, stop.Token) ?? throw new InvalidOperationException("it answered null")), CancellationToken.None);
        try
        {
            var findings = await asked.WaitAsync(limit, clock, cancellationToken);
            if (breaker.Answered(leave)) logger.LogWarning("Enricher {Enricher} answers again", enricher.Name);
            return Report(EnricherOutcome.Answered, findings);
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

        EnricherReport NotKnown(EnricherOutcome outcome, string reason)
        {
            if (breaker.Failed(leave, outcome == EnricherOutcome.TimedOut, reason, clock.GetUtcNow()))
            {
                logger.LogWarning("Enricher {Enricher} is not asked for {Seconds} s: {Reason}", enricher.Name, EnricherBreaker.Rest.TotalSeconds, reason);
            }

            return Report(outcome, Findings.NotKnown($"not known, {reason}"));
        }

        EnricherReport Report(EnricherOutcome outcome, Findings findings) => new(enricher.Name, outcome, findings, clock.GetElapsedTime(start));
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
