using Automation.Mail.Reading;
using Automation.Mail.Threading;

namespace Automation.Mail.Holding;

/// <summary>Counts what <see cref="BreakerRules"/> names, for every mail before it is taken and before it is answered.</summary>
internal sealed class MailBreaker(IMailLog log, MailOptions options)
{
    /// <summary>How long a flood is known without counting: a count of many rows costs more than the mail.</summary>
    private static readonly TimeSpan FloodKnownFor = TimeSpan.FromMinutes(1);

    private long floodUntil;

    /// <summary>Instances whose clocks differ by less than this count each other's answers.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    /// <summary>Null when the mail is taken. Counts by when mails came, not by when they are read: a day's mails that are read at once after an outage are no loop.</summary>
    public async Task<Hold?> HoldsAsync(MailMessage mail, string key, ProofState proof, CancellationToken cancellationToken)
    {
        var counter = Alike(mail, proof);
        return BreakerRules.Decide(counter, await log.CountAsync(counter.Name, key, mail.ReceivedAt, mail.ReceivedAt, cancellationToken));
    }

    /// <summary>Whether one that too many are like is held though it is a matter of security.</summary>
    public async Task<bool> HoldsSecurityAsync(MailMessage mail, string key, ProofState proof, CancellationToken cancellationToken)
    {
        var counter = BreakerRules.AlikeInSecurity(Alike(mail, proof));
        return BreakerRules.Decide(counter, await log.CountAsync(counter.Name, key, mail.ReceivedAt, mail.ReceivedAt, cancellationToken)) is not null;
    }

    /// <summary>Why the sender is not answered; null when he is.</summary>
    public async Task<string?> HoldsAnswerBackAsync(string sender, ReadMail read, string key, ProofState proof, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(BreakerRules.Answers(sender, read, proof, options).Select(async c => BreakerRules.HoldsAnswerBack(c, await log.CountAsync(c.Name, key, now, now + Skew, cancellationToken))));
        var reason = counts.FirstOrDefault(c => c is not null);
        return reason is null && proof != ProofState.Proven ? await FloodAsync(key, now, cancellationToken) : reason;
    }

    private Counter Alike(MailMessage mail, ProofState proof) => BreakerRules.Alike(mail.From?.Address.ToLowerInvariant() ?? "an unknown sender", mail.Subject, proof, options.MaxAlikePerHour);

    private async Task<string?> FloodAsync(string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var all = BreakerRules.AllUnproven(options);
        if (now.UtcTicks < Interlocked.Read(ref floodUntil)) return BreakerRules.HoldsAnswerBack(all, all.Most + 1);
        var reason = BreakerRules.HoldsAnswerBack(all, await log.CountAsync(all.Name, key, now, now + Skew, cancellationToken));
        if (reason is not null) Interlocked.Exchange(ref floodUntil, (now + FloodKnownFor).UtcTicks);
        return reason;
    }
}
