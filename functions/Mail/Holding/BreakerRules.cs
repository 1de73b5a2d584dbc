using Automation.Flow;
using Automation.Mail.Reading;
using Automation.Mail.Threading;

namespace Automation.Mail.Holding;

/// <summary>Breaks loops that no header betrays, by counting. What proves the sender is part of every count, so that who only borrows an address uses up nothing of its owner's. No I/O, no clock.</summary>
internal static class BreakerRules
{
    /// <param name="subject">As it came; answers' marks, numbers and what doesn't show make no difference.</param>
    public static Counter Alike(string sender, string subject, ProofState proof, int most) =>
        new($"alike/{proof}/{Shelf.Of($"{sender}\n{Gist.OfSubject(subject)}")}", most, $"mails of {sender} with the same subject");

    /// <summary>Of matters of security as many again are taken, which is the end of a loop too.</summary>
    public static Counter AlikeInSecurity(Counter alike) => new($"security/{alike.Name}", alike.Most, alike.What);

    /// <param name="alike">Mails of the sender with this subject in the last hour, this one included.</param>
    public static Hold? Decide(Counter counter, int alike) =>
        alike > counter.Most ? new Hold(HoldKind.Loop, $"{alike} {counter.What} within an hour; {counter.Most} are taken") : null;

    /// <summary>
    /// What is counted before a sender is answered. A machine changes its subjects or its addresses, but seldom its domain and
    /// its words; colleagues share a domain and are counted one by one.
    /// </summary>
    public static IReadOnlyList<Counter> Answers(string sender, ReadMail read, ProofState proof, MailOptions options)
    {
        var isColleague = options.IsColleague(sender);
        var (scope, who) = isColleague ? (sender, sender) : (SenderProof.Domain(sender) ?? sender, $"senders of {SenderProof.Domain(sender)}");
        if (proof != ProofState.Proven) return [Of("scope", scope, options.MaxUnprovenAnswersPerHour, $"answers to unproven {(isColleague ? sender : who)}")];
        var counters = new List<Counter> { Of("sender", sender, options.MaxAnswersPerHour, $"answers to {sender}") };
        if (!isColleague) counters.Add(Of("subject", $"{scope}\n{Gist.OfSubject(read.Subject)}", options.MaxAlikePerHour, $"mails of {who} with the same subject"));
        if (Gist.OfText(read.New) is { Length: > 0 } text) counters.Add(Of("text", $"{scope}\n{text}", options.MaxAlikePerHour, $"mails of {who} with the same text"));
        return counters;

        Counter Of(string kind, string what, int most, string words) => new($"answers/{proof}/{kind}/{Shelf.Of(what)}", most, words);
    }

    /// <summary>However many addresses are borrowed, this many of their owners hear of it.</summary>
    public static Counter AllUnproven(MailOptions options) => new("answers/unproven", options.MaxUnprovenAnswersInAll, "answers to all unproven senders");

    /// <summary>Why there is no answer now; null when there is one.</summary>
    /// <param name="times">In the last hour, this one included.</param>
    public static string? HoldsAnswerBack(Counter counter, int times) =>
        times > counter.Most ? $"{times} {counter.What} within an hour, of which {counter.Most} are sent" : null;
}

/// <summary>Something that is counted over an hour.</summary>
/// <param name="Name">Under which it is counted.</param>
/// <param name="Most">How many are taken.</param>
/// <param name="What">In words, of several.</param>
internal sealed record Counter(string Name, int Most, string What);
