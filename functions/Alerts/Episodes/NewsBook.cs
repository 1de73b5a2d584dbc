using System.Collections.Concurrent;
using Automation.Tickets;

namespace Automation.Alerts.Episodes;

/// <summary>What one round has to tell its tickets, by ticket, so that each is written once however many episodes it has.</summary>
internal sealed class NewsBook
{
    private readonly ConcurrentDictionary<string, Page> pages = new(StringComparer.Ordinal);

    public IEnumerable<Page> Pages => pages.Values;

    /// <param name="opens">Whether the ticket's number was claimed for this episode.</param>
    /// <param name="alerts">What is put aside when the ticket can't be written.</param>
    public void Join(EpisodeState state, bool opens, bool isRepeat, IReadOnlyList<Alert> alerts)
    {
        var page = pages.GetOrAdd(state.Now.Ticket, static (_, t) => new Page(t), state.Now.Reference);
        lock (page)
        {
            page.Joined.Add(state);
            page.Opens |= opens;
            page.IsRepeat |= isRepeat;
            page.Alerts.AddRange(alerts);
        }
    }

    public void Change(EpisodeChange change, string shelf, IReadOnlyList<Alert> alerts)
    {
        var page = pages.GetOrAdd(change.Ticket, static (_, t) => new Page(t), change.Reference);
        lock (page)
        {
            page.Changed.Add(change);
            page.Shelves[change.Id] = shelf;
            page.Alerts.AddRange(alerts);
        }
    }

    /// <summary>The news for one ticket.</summary>
    public sealed class Page(TicketReference ticket)
    {
        public TicketReference Ticket { get; } = ticket;

        public List<EpisodeState> Joined { get; } = [];

        public List<EpisodeChange> Changed { get; } = [];

        /// <summary>Storage partition of each changed episode.</summary>
        public Dictionary<string, string> Shelves { get; } = new(StringComparer.Ordinal);

        public List<Alert> Alerts { get; } = [];

        public bool Opens { get; set; }

        public bool IsRepeat { get; set; }
    }
}
