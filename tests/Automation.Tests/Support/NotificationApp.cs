using System.Text.Json.Nodes;
using Automation.Flow;
using Automation.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.Support;

/// <summary>The whole app with two channels that lead to a receiver: <c>ops-teams</c> and <c>ops-hook</c>; each with a team and tickets of its own.</summary>
internal sealed class NotificationApp : IAsyncDisposable
{
    public const string Token = "tok3n-of-the-path-8471";
    public const string Signature = "s1gnature-of-the-query";
    public const string Key = "k3y-that-signs-bodies";

    private readonly bool ownsReceiver;

    private NotificationApp(TestApp app, Receiver receiver, bool ownsReceiver) => (App, Receiver, this.ownsReceiver) = (app, receiver, ownsReceiver);

    public TestApp App { get; }

    public Receiver Receiver { get; }

    public string Team { get; init; } = "team-" + Guid.CreateVersion7().ToString("N");

    public IEffectLog Effects => App.Services.GetRequiredService<IEffectLog>();

    /// <param name="other">An app whose receiver, clock and team this one shares: a second instance.</param>
    public static async Task<NotificationApp> StartAsync(
        string storage, int coalesceAbove = 0, int coalesceP1Above = 0, Action<IServiceCollection>? services = null, NotificationApp? other = null, string? address = null)
    {
        var receiver = other?.Receiver ?? await Receiver.StartAsync();
        var url = address ?? receiver.Url($"{Token}/invoke?sig={Signature}");
        var options = Some.NotificationOptions(coalesceAbove, coalesceP1Above, null, ("Channels__OpsTeams", url), ("Channels__OpsHook", url), ("Channels__OpsHookSecret", Key), ("Channels__Unsigned", url));
        var app = new TestApp(storage, container =>
        {
            container.Replace(ServiceDescriptor.Singleton(options));
            container.Replace(ServiceDescriptor.Singleton<IChannelBook>(new Book()));
            if (other is not null) container.Replace(ServiceDescriptor.Singleton<TimeProvider>(other.App.Time));
            services?.Invoke(container);
        });
        return new NotificationApp(app, receiver, other is null) { Team = other?.Team ?? "team-" + Guid.CreateVersion7().ToString("N") };
    }

    public Notification Notification(int number = 1, string channel = "ops-hook") => Some.Notification($"opened/{Team}/{number}/{channel}", channel, Team, App.Time.GetUtcNow()) with
    {
        Ticket = Ticket(number),
        Title = $"Problem {number}",
        Host = $"host{number % 30}",
    };

    public string Ticket(int number) => TicketNumber.Of($"{Team}/{number}", 0);

    public Task TellAsync(params Notification[] notifications) => App.Services.GetRequiredService<INotificationDesk>().TellAsync(notifications, CancellationToken.None);

    /// <summary>Delivers messages to SendNotifications as the host encodes a batch; returns the status.</summary>
    public Task<int> DeliverAsync(params IEnumerable<string> bodies) => App.DeliverToAsync("SendNotifications", bodies);

    /// <summary>Delivers what is due, until nothing is.</summary>
    public async Task DrainAsync()
    {
        while (TakeDue() is { Count: > 0 } due)
        {
            foreach (var batch in due.Chunk(8)) Assert.Equal(200, await DeliverAsync(batch));
        }
    }

    public async Task DrainAsync(TimeSpan later)
    {
        App.Time.Advance(later);
        await DrainAsync();
    }

    public List<string> TakeDue()
    {
        var (due, now) = (new List<string>(), App.Time.GetUtcNow());
        foreach (var message in Enumerable.Range(0, App.Queue.Notifications.Count).Select(_ => App.Queue.Notifications.TryDequeue(out var m) ? m : null).OfType<OutgoingMessage>().ToList())
        {
            if (message.NotBefore is { } time && time > now) App.Queue.Notifications.Enqueue(message);
            else due.Add(message.Body);
        }

        return due;
    }

    /// <summary>The lines of GET /api/notifications about one ticket.</summary>
    public async Task<JsonArray> ListAsync(int number)
    {
        var (status, answer) = await App.GetAsync($"/api/notifications?ticket={Ticket(number)}");
        Assert.Equal(200, status);
        return answer["notifications"]!.AsArray();
    }

    public async Task<JsonNode> OnlyAsync(int number) => Assert.Single(await ListAsync(number))!;

    /// <summary>What was put aside and names this app's team, newest first.</summary>
    public async Task<List<JsonNode>> PutAsideAsync() =>
        [.. (await App.GetAsync("/api/rejected?limit=200")).Answer["rejected"]!.AsArray().Where(r => r!["body"]!.GetValue<string>().Contains(Team, StringComparison.Ordinal)).Select(r => r!)];

    public async Task ReplayAsync(JsonNode rejected) =>
        Assert.Equal(202, (await App.PostAsync(new StringContent(""), $"/api/rejected/{rejected["id"]!.GetValue<string>()}/replay")).Status);

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (ownsReceiver) await Receiver.DisposeAsync();
    }

    private sealed class Book : IChannelBook
    {
        public ChannelDefinition? Find(string name) => name switch
        {
            "ops-teams" => new ChannelDefinition(name, "teams", "Channels__OpsTeams", null),
            "ops-hook" => new ChannelDefinition(name, "webhook", "Channels__OpsHook", "Channels__OpsHookSecret"),
            "no-address" => new ChannelDefinition(name, "webhook", "Channels__Nowhere", null),
            "no-key" => new ChannelDefinition(name, "webhook", "Channels__OpsHook", "Channels__NowhereSecret"),
            "no-kind" => new ChannelDefinition(name, "pigeon", "Channels__OpsHook", null),
            _ => null,
        };
    }
}
