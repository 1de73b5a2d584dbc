using Automation.Alerts;
using Automation.Alerts.Episodes;
using Automation.Flow;
using Automation.Routing;
using Automation.Tests.Alerts.Correlation;
using Automation.Tests.Support;
using Automation.Tickets;

namespace Automation.Tests.Alerts.Episodes;

/// <summary>What an episode shows that a late resolve cut off another.</summary>
public sealed class CommitDraftTests
{
    private static readonly Problem Disk = new("disk", "w1", null, []);

    [Fact]
    public void AnEpisodeCutOffInTheSameRound_ShowsItsFiring()
    {
        var draft = Draft(EpisodeBook.Empty, Signal("a", AlertStatus.Firing, 0), Signal("b", AlertStatus.Firing, 9), Signal("c", AlertStatus.Resolved, 5));

        Assert.Empty(draft.ToLearn());
        Assert.Equal([("a", "a"), ("b", "c")], draft.ToPlace().Select(e => (e.Opener.Id, e.OpenerId)));
    }

    [Fact]
    public void AnEpisodeCutOffAStoredOne_ShowsWhatThatShows()
    {
        var before = Draft(EpisodeBook.Empty, Signal("a", AlertStatus.Firing, 0), Signal("b", AlertStatus.Firing, 9)).Book;
        var stored = Assert.Single(EpisodeRules.Spans(before.Points)).Id;
        before = before with { Tickets = new Dictionary<string, TicketReference>(StringComparer.Ordinal) { [stored] = Some.Ticket() } };

        var draft = Draft(before, Signal("c", AlertStatus.Resolved, 5));
        Assert.Equal([stored], draft.ToLearn());
        draft.Learn(Some.Episode() with { Title = "Disk full", Host = "w1", Now = Some.Episode().Now with { Id = stored } });

        Assert.Equal(("Disk full", "w1"), (Assert.Single(draft.ToPlace()).Opener.Title, draft.ToPlace()[0].Opener.Host));
    }

    private static CommitDraft Draft(EpisodeBook book, params Signal[] signals)
    {
        var draft = new CommitDraft(Shelf.Of("disk"), new StoredBook(book, "1", [], AlertPages.None), new FlappingSettings(4, TimeSpan.FromHours(1)), Some.Noon);
        foreach (var signal in signals) draft.Add(signal.Alert, EpisodeRules.Apply(draft.Book, new EpisodeSignal(signal.Id, signal.Kind, Severity.Error, signal.Alert.OccurredAt)));
        return draft;
    }

    private static Signal Signal(string id, AlertStatus kind, int minute) => new(id, Disk, kind, minute);
}
