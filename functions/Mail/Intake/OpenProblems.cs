using System.Text.RegularExpressions;
using Automation.Flow;
using Automation.Tickets;

namespace Automation.Mail.Intake;

/// <summary>Finds the open problem that a mail is most likely about, so that its sender hears that it is known.</summary>
internal sealed class OpenProblems(ITicketStore tickets, TimeProvider clock)
{
    private const int Most = 200;
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(14);
    private readonly TimedCache<IReadOnlyList<TicketSummary>> open = new(TimeSpan.FromSeconds(30), 2, clock);

    public async Task<OpenProblem?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var known = await open.GetAsync("open", LoadAsync, null, cancellationToken);
        return OpenProblemRules.Find(text, known);
    }

    private async Task<IReadOnlyList<TicketSummary>> LoadAsync() =>
        (await tickets.ListAsync(new TicketQuery(TicketState.Open, null, null, null, clock.GetUtcNow() - LookBack, null, Most) { NotSource = "mail" }, CancellationToken.None)).Tickets;
}

/// <param name="Why">The words that both share.</param>
internal sealed record OpenProblem(TicketSummary Ticket, string Why);

/// <summary>Decides which open ticket a text is about. Only problems that tools found count: two people may mean different things by the same words. No I/O.</summary>
internal static partial class OpenProblemRules
{
    private const int ShortestWord = 4;
    private const int MaxText = 20_000;

    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "host", "down", "high", "with", "from", "that", "this", "have", "been", "error", "alert", "warning", "critical", "problem", "server", "service", "failed", "usage", "state", "status", "test", "please", "help", "name", "node",
        "nicht", "eine", "einen", "wird", "kann", "alle", "mehr", "noch", "pour", "dans", "avec", "para", "como", "niet", "voor", "mijn", "della", "sono", "minutes", "hours", "more", "than", "time", "above", "below", "over", "under",
    };

    public static OpenProblem? Find(string text, IReadOnlyList<TicketSummary> open)
    {
        var words = Words(text.Length > MaxText ? text[..MaxText] : text).ToHashSet(StringComparer.Ordinal);
        return open.Where(t => t.Source != "mail" && t.Kind == "incident")
            .Select(t => (Ticket: t, Match: Match(words, t)))
            .Where(m => m.Match.Count > 0)
            .OrderBy(m => m.Ticket.Priority, StringComparer.Ordinal).ThenByDescending(m => m.Match.Count).ThenBy(m => m.Ticket.OpenedAt)
            .Select(m => new OpenProblem(m.Ticket, string.Join(", ", m.Match.Take(6)))).FirstOrDefault();
    }

    /// <summary>The service or host by its name, or most of the title's words.</summary>
    private static List<string> Match(HashSet<string> words, TicketSummary ticket)
    {
        foreach (var name in new[] { ticket.Service, ticket.Host?.Split('.')[0] })
        {
            if (name is null || name.Length < 3) continue;
            var parts = Words(name).ToList();
            if (parts.Count > 0 && parts.TrueForAll(words.Contains) && !(parts.Count == 1 && Common.Contains(parts[0]))) return [name];
        }

        var title = Words(ticket.Title).Where(w => w.Length >= ShortestWord && !Common.Contains(w) && !w.All(char.IsAsciiDigit)).Distinct(StringComparer.Ordinal).ToList();
        var shared = title.Where(words.Contains).ToList();
        return shared.Count >= 3 && shared.Count * 2 > title.Count ? shared : [];
    }

    private static IEnumerable<string> Words(string text) => Word().Matches(text.ToLowerInvariant()).Select(m => m.Value);

    [GeneratedRegex(@"[\p{L}\p{N}]{2,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
