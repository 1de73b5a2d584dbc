using Automation.Edges.Stores;
using Automation.Flow;
using Automation.Notifications;
using Automation.Tests.Support;
using Automation.Tickets;

namespace Automation.Tests.Tickets;

/// <summary>A ticket desk on real tables with routes, causes and a notification desk of the test's making, and what it is told of.</summary>
internal sealed class DeskWorld(AzuriteFixture azurite)
{
    public ToldEffects Told { get; } = new();

    public OneCause Inhibition { get; } = new();

    public TicketDesk Desk(ITicketStore? store = null, ITicketRouter? route = null, DateTimeOffset? now = null) => new(store ?? new TicketTable(azurite.Service), route ?? new OneRoute(), new TicketHold(Inhibition, route ?? new OneRoute()), new TicketTeller(Told, new HeldTable(azurite.Service)), new FixedClock(now ?? Some.Noon));

    public async Task<Ticket> ReadAsync(TicketReference ticket) => (await new TicketTable(azurite.Service).ReadAsync(ticket.Number, ticket.OpenedAt, CancellationToken.None))!.Ticket;

    public static TicketReference Reference(int second) => new(TicketNumber.Of(Guid.CreateVersion7().ToString("N"), 0), Some.Noon.AddDays(-1000).AddSeconds(second));

    public static EpisodeState Episode(TicketReference ticket, string id) => Some.Episode() with { DedupKey = id, Now = Some.Episode().Now with { Id = id, Ticket = ticket.Number, OpenedAt = ticket.OpenedAt } };

    public static EpisodeState Critical(TicketReference ticket, string id) => Episode(ticket, id) with { Now = Episode(ticket, id).Now with { Severity = "critical" } };

    public static TicketNews News(EpisodeState episode, TicketDossier? dossier = null) => new([episode], [], (_, _) => Task.FromResult(dossier ?? TicketDossier.Empty), true, false);

    public static EpisodeState At(TicketReference ticket, string id, string host) => Episode(ticket, id) with { Host = host };

    public static TicketDossier Owner(string team) => Known("host.owner", team);

    public static TicketDossier Known(string fact, string value) => TicketDossier.Empty with { Facts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [fact] = [value] } };

    internal sealed class OneRoute : ITicketRouter
    {
        public IReadOnlyList<string> Teams => [];

        public TimeSpan SteadyAfter => TimeSpan.FromMinutes(15);

        public ValueTask<TicketRoute> RouteAsync(FactSet facts, DateTimeOffset at, CancellationToken cancellationToken) => ValueTask.FromResult(Some.Route());
    }

    /// <summary>Holds back what is of one host, by its name or an alias.</summary>
    internal sealed class MaintenanceOf(string host) : ITicketRouter
    {
        public IReadOnlyList<string> Teams => [];

        public TimeSpan SteadyAfter => TimeSpan.FromMinutes(15);

        public ValueTask<TicketRoute> RouteAsync(FactSet facts, DateTimeOffset at, CancellationToken cancellationToken) =>
            ValueTask.FromResult(Some.Route(heldBackBy: facts["host"].Concat(facts["host.alias"]).Contains(host) ? "maintenance" : null));
    }

    internal sealed class BySeverity : ITicketRouter
    {
        public IReadOnlyList<string> Teams => [];

        public TimeSpan SteadyAfter => TimeSpan.FromMinutes(15);

        public ValueTask<TicketRoute> RouteAsync(FactSet facts, DateTimeOffset at, CancellationToken cancellationToken) => ValueTask.FromResult(Some.Route(facts.First("severity") == "critical" ? "P1" : "P3"));
    }

    internal sealed class OneCause : ITicketInhibition
    {
        public string? Why { get; set; }

        public Task<string?> HeldBackByAsync(string number, string? host, string? service, CancellationToken cancellationToken) => Task.FromResult(Why);
    }

    internal sealed class ToldEffects : INotificationDesk
    {
        public List<string> HeldBack { get; } = [];

        public List<string> Effects { get; } = [];

        public Task TellAsync(IReadOnlyList<Notification> notifications, CancellationToken cancellationToken)
        {
            Effects.AddRange(notifications.Select(n => n.Effect));
            return Task.CompletedTask;
        }

        public Task HoldBackAsync(Notification notification, string reason, CancellationToken cancellationToken)
        {
            HeldBack.Add(notification.Effect);
            return Task.CompletedTask;
        }
    }

    /// <summary>Storage whose first answer is lost: the row is written, the retry of the pipeline finds it there.</summary>
    internal sealed class DeafStore(ITicketStore inner) : TicketStoreAround(inner)
    {
        public override async Task<bool> AddAsync(Ticket ticket, CancellationToken cancellationToken)
        {
            await base.AddAsync(ticket, cancellationToken);
            return false;
        }
    }
}
