using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Automation.EndToEnd.Support;
using Automation.Flow;
using Automation.Notifications;

namespace Automation.EndToEnd.Notifications;

/// <summary>Real local host, real handler, real queue: what is put into the queue is seen on the sink, once.</summary>
public sealed partial class SinkTests
{
    [Fact]
    public async Task NotificationsInTheQueue_AreSeenOnTheSinkOnceEach()
    {
        await using var host = await LocalHost.StartAsync(null, "--faults", "duplicates=0.5,reorder=0.5,lostlocks=0.3,seed=3");
        var sink = new Uri(SinkLine().Match(host.Output).Groups["address"].Value);
        var run = Guid.CreateVersion7().ToString("N");
        var sender = new QueueSender(host);

        // Twice each, the second time under another id, so that no duplicate detection helps.
        foreach (var copy in new[] { "", "-copy" })
        {
            foreach (var channel in new[] { "desk-teams", "desk-webhook" })
            {
                for (var i = 0; i < 5; i++)
                {
                    var notification = Notification($"{run}/{channel}/{i}", channel);
                    Assert.Equal(HttpStatusCode.Created, await sender.SendAsync(NotificationMessage.Of(notification).Write(), EffectId.Of(notification.Effect) + copy, QueueNames.Notifications));
                }
            }
        }

        await Eventually.IsTrueAsync(async () => (await ReceivedAsync(host, sink)).Count >= 10 && await IsEmptyAsync(host), () => host.Output);

        var received = await ReceivedAsync(host, sink);
        Assert.Equal((10, 5), (received.Count, received.Count(r => r["channel"]!.GetValue<string>() == "desk-teams")));
        Assert.All(received.Where(r => r["channel"]!.GetValue<string>() == "desk-webhook"), r => Assert.Equal("valid", r["signature"]!.GetValue<string>()));
        Assert.Equal(5, received.Select(r => r["key"]?.GetValue<string>()).OfType<string>().Distinct().Count());
        var list = JsonNode.Parse(await host.Client.GetStringAsync(host.Url("api/notifications?ticket=482-913-077")))!["notifications"]!.AsArray();
        Assert.Equal(10, list.Count);
        Assert.All(list, n => Assert.Equal("delivered", n!["outcome"]!.GetValue<string>()));
        Assert.Contains("Disk of db01 is full", await host.Client.GetStringAsync(sink), StringComparison.Ordinal);
    }

    private static Notification Notification(string effect, string channel) => new(
        effect, NotificationReason.Opened, "operations", channel, new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero), "482-913-077", "Disk of db01 is full",
        "P2", "open", "error", "db01", "orders", [new NotificationFact("Owner", "Storage crew")]);

    private static async Task<List<JsonNode>> ReceivedAsync(LocalHost host, Uri sink) =>
        [.. JsonNode.Parse(await host.Client.GetStringAsync(new Uri(sink, "/sink.json")))!["received"]!.AsArray().Select(r => r!)];

    private static async Task<bool> IsEmptyAsync(LocalHost host) =>
        Regex.IsMatch(await host.QueuesAsync(), "^notifications +0 +0 +0 +0 ", RegexOptions.Multiline, TimeSpan.FromSeconds(1));

    [GeneratedRegex("Sink: +(?<address>\\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SinkLine();
}
