using Automation.Alerts.Correlation;
using Automation.Alerts.Episodes;
using Automation.Alerts.Intake;
using Automation.Changes;
using Automation.Flow;
using Automation.Mail;
using Automation.Notifications.Coalescing;
using Automation.Routing.Maintenance;
using Automation.Tickets;

namespace Automation.Upkeep;

/// <summary>
/// Deletes what has been kept for its time, one kind after the other. Each kind has its share of the invocation; what is
/// not reached by then waits for the next run, and the failure of one kind keeps no other from its turn.
/// </summary>
internal sealed class ExpiryRun(
    IRejectionLog rejections, IPayloadStore payloads, IEffectLog effects, IDigestStore digests, IChangeStore changes, IMaintenanceLog maintenance,
    IScopeStore scopes, TicketPurge tickets, EpisodePurge orphans, ITicketStore numbers, IEpisodeStore episodes, IMailLog mails, UpkeepOptions options, TimeProvider clock, ILogger<ExpiryRun> logger)
{
    /// <summary>All shares together stay under the five minutes that an invocation may take.</summary>
    public static readonly TimeSpan Share = TimeSpan.FromSeconds(20);

    /// <summary>What is counted is counted over an hour; a mail that waited longer counts with those of its own hour.</summary>
    private const int CountedDays = 2;

    /// <exception cref="AggregateException">At least one kind failed; the others had their turn.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (done, failures) = (new List<string>(), new List<Exception>());
        foreach (var (kind, days, purgeAsync) in Kinds())
        {
            using var limit = new CancellationTokenSource(Share, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            try
            {
                done.Add($"{kind} {await purgeAsync(now.AddDays(-days), either.Token)}");
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                done.Add($"{kind}: more than {Share.TotalSeconds:0} s of work, the next run goes on");
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures.Add(e);
            }
        }

        logger.LogInformation("Deleted what has expired: {Done}", string.Join(", ", done));
        if (failures.Count > 0) throw new AggregateException(failures);
    }

    /// <summary>Alerts and signs of mails come before tickets, so that none leads to a ticket that is gone, or to another that has its number since.</summary>
    private IEnumerable<(string Kind, int Days, Func<DateTimeOffset, CancellationToken, Task<int>> PurgeAsync)> Kinds() =>
    [
        ("rejections", options.RejectedDays, rejections.PurgeAsync),
        ("payloads", options.PayloadDays, payloads.PurgeAsync),
        ("effects", options.EffectDays, effects.PurgeAsync),
        ("summaries", options.EffectDays, digests.PurgeAsync),
        ("changes", options.ChangeDays, changes.PurgeAsync),
        ("maintenance windows", options.MaintenanceDays, maintenance.PurgeAsync),
        ("places", options.PlaceDays, scopes.PurgeAsync),
        ("alerts", options.AlertDays, episodes.PurgeAlertsAsync),
        ("mail threads", options.TicketDays, mails.PurgeThreadsAsync),
        ("tickets", options.TicketDays, tickets.RunAsync),
        ("numbers", options.TicketDays, numbers.PurgeNumbersAsync),
        ("episodes", options.TicketDays, orphans.RunAsync),
        ("mails", options.MailDays, mails.PurgeAsync),
        ("counters of mails", CountedDays, mails.PurgeCountsAsync),
        ("memos of mails", options.MailDays, mails.PurgeMemosAsync),
        ("books", options.TicketDays, episodes.PurgeBooksAsync),
    ];
}
