using Automation.Flow;
using Automation.Mail;
using Microsoft.Graph.Models;

namespace Automation.Edges.Graph;

/// <summary>The subscription by which Graph tells us of new mail in the inbox.</summary>
internal sealed class GraphSubscriptions(GraphClient graph, string mailbox)
{
    private const string Permission = "Mail.Read";

    private string Resource => $"users/{mailbox}/mailFolders('inbox')/messages";

    public async Task<IReadOnlyList<MailSubscription>> ListAsync(Uri notificationUrl, CancellationToken cancellationToken)
    {
        var all = new List<Subscription>();
        var page = await graph.ListAsync("list subscriptions", Permission, c => c.Subscriptions.GetAsync(cancellationToken: cancellationToken), cancellationToken);
        while (true)
        {
            all.AddRange(page.Value ?? []);
            if (page.OdataNextLink is not { } link || !graph.Leads(new Uri(link))) break;
            page = await graph.ListAsync("list subscriptions", Permission, c => c.Subscriptions.WithUrl(link).GetAsync(cancellationToken: cancellationToken), cancellationToken);
        }

        return [.. all.Where(s => IsOurs(s, notificationUrl)).Select(Read)];
    }

    public async Task<MailSubscription> CreateAsync(Uri notificationUrl, Uri lifecycleUrl, string clientState, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var wanted = new Subscription
        {
            ChangeType = "created",
            Resource = Resource,
            NotificationUrl = notificationUrl.AbsoluteUri,
            LifecycleNotificationUrl = lifecycleUrl.AbsoluteUri,
            ClientState = clientState,
            ExpirationDateTime = until,
        };
        var made = await graph.AskAsync("subscribe to the inbox", Permission, c => c.Subscriptions.PostAsync(wanted, cancellationToken: cancellationToken), cancellationToken);
        return made?.Id is null ? throw new DependencyUnavailableException("Microsoft Graph", "it made a subscription and did not say which", null) : Read(made);
    }

    public async Task<MailSubscription?> RenewAsync(string id, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var renewed = await graph.AskAsync("renew the subscription", Permission, c => c.Subscriptions[id].PatchAsync(new Subscription { ExpirationDateTime = until }, cancellationToken: cancellationToken), cancellationToken);
        return renewed is null ? null : Read(renewed);
    }

    public Task<bool> ReauthorizeAsync(string id, CancellationToken cancellationToken) =>
        graph.DoAsync("consent to the subscription again", Permission, c => c.Subscriptions[id].Reauthorize.PostAsync(cancellationToken: cancellationToken), cancellationToken);

    public Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        graph.DoAsync("end the subscription", Permission, c => c.Subscriptions[id].DeleteAsync(cancellationToken: cancellationToken), cancellationToken);

    private bool IsOurs(Subscription subscription, Uri notificationUrl) =>
        Uri.TryCreate(subscription.NotificationUrl, UriKind.Absolute, out var address) && address == notificationUrl && string.Equals(subscription.Resource?.TrimStart('/'), Resource, StringComparison.OrdinalIgnoreCase);

    private static MailSubscription Read(Subscription subscription) =>
        new(subscription.Id ?? "", new Uri(subscription.NotificationUrl ?? "about:blank"), subscription.ExpirationDateTime ?? DateTimeOffset.MinValue);
}
