using System.Text.RegularExpressions;
using Automation.Flow;
using Automation.Tickets;

namespace Automation.Mail.Intake;

/// <summary>Finds the open problem that a mail is most likely about, so that its sender hears that it is known.</summary>
internal sealed class OpenProblems(ITicketStore tickets, TimeProvider clock)
{
    /// <summary>Of each of both lists, the newest.</summary>
    private const int Most = 500;

    private static readonly TimeSpan LookBack = TimeSpan.FromDays(14);
    private static readonly TimeSpan LookFarBack = TimeSpan.FromDays(90);

    /// <summary>What is old changes seldom, and looking for it costs the more.</summary>
    private readonly TimedCache<IReadOnlyList<ProblemWords>> recent = new(TimeSpan.FromSeconds(30), 1, clock);
    private readonly TimedCache<IReadOnlyList<ProblemWords>> old = new(TimeSpan.FromMinutes(15), 1, clock);

    public async Task<OpenProblem?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var words = OpenProblemRules.WordsOf(text);
        if (OpenProblemRules.Find(words, await recent.GetAsync("open", () => LoadAsync(LookBack, null), null, cancellationToken)) is { } problem) return problem;

        // Both lists overlap by more than the older one stands still.
        var before = clock.GetUtcNow() - LookBack + TimeSpan.FromHours(1);
        var older = OpenProblemRules.Find(words, await old.GetAsync("open", () => LoadAsync(LookFarBack, before), null, cancellationToken));

        // It may have been closed since the list was read.
        return older is not null && await tickets.FindAsync(older.Ticket.Number, cancellationToken) is { State: TicketState.Open } ? older : null;
    }

    /// <param name="before">Opened before; null for no bound.</param>
    private async Task<IReadOnlyList<ProblemWords>> LoadAsync(TimeSpan lookBack, DateTimeOffset? before)
    {
        var query = new TicketQuery(TicketState.Open, null, null, null, clock.GetUtcNow() - lookBack, null, Most) { NotSource = "mail", Before = before };
        return OpenProblemRules.Known((await tickets.ListAsync(query, CancellationToken.None)).Tickets);
    }
}

/// <param name="Why">The words that both share.</param>
internal sealed record OpenProblem(TicketSummary Ticket, string Why);

/// <param name="Names">Of its service and its host, with the words of each.</param>
/// <param name="Title">Words of the title that say something.</param>
internal sealed record ProblemWords(TicketSummary Ticket, IReadOnlyList<(string Name, IReadOnlyList<string> Parts)> Names, IReadOnlyList<string> Title);

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

    public static HashSet<string> WordsOf(string text) => Words(text.Length > MaxText ? text[..MaxText] : text).ToHashSet(StringComparer.Ordinal);

    /// <summary>The incidents among the tickets, with the words by which a mail is about one.</summary>
    public static IReadOnlyList<ProblemWords> Known(IEnumerable<TicketSummary> tickets) =>
        [.. tickets.Where(t => t.Source != "mail" && t.Kind == "incident").Select(t => new ProblemWords(t, [.. Names(t)], [.. Title(t)]))];

    public static OpenProblem? Find(HashSet<string> words, IReadOnlyList<ProblemWords> open) =>
        open.Select(p => (p.Ticket, Match: Match(words, p)))
            .Where(m => m.Match.Count > 0)
            .OrderBy(m => m.Ticket.Priority, StringComparer.Ordinal).ThenByDescending(m => m.Match.Count).ThenBy(m => m.Ticket.OpenedAt)
            .Select(m => new OpenProblem(m.Ticket, string.Join(", ", m.Match.Take(6)))).FirstOrDefault();

    /// <summary>The service or host by its name, or most of the title's words.</summary>
    private static IReadOnlyList<string> Match(HashSet<string> words, ProblemWords problem)
    {
        foreach (var (name, parts) in problem.Names)
        {
            if (parts.All(words.Contains)) return [name];
        }

        var shared = problem.Title.Where(words.Contains).ToList();
        return shared.Count >= 3 && shared.Count * 2 > problem.Title.Count ? shared : [];
    }

    private static IEnumerable<(string Name, IReadOnlyList<string> Parts)> Names(TicketSummary ticket)
    {
        foreach (var name in new[] { ticket.Service, ticket.Host?.Split('.')[0] })
        {
            if (name is null || name.Length < 3) continue;
            var parts = Words(name).ToList();
            if (parts.Count > 0 && !(parts.Count == 1 && Common.Contains(parts[0]))) yield return (name, parts);
        }
    }

    private static IEnumerable<string> Title(TicketSummary ticket) =>
        Words(ticket.Title).Where(w => w.Length >= ShortestWord && !Common.Contains(w) && !w.All(char.IsAsciiDigit)).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Words(string text) => Word().Matches(text.ToLowerInvariant()).Select(m => m.Value);

    [GeneratedRegex(@"[\p{L}\p{N}]{2,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
