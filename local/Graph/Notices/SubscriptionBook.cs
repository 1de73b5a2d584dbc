using System.Text.Json.Nodes;
using Automation.Local.Graph.Mail;

namespace Automation.Local.Graph.Notices;

/// <summary>The subscriptions that there are; what has expired is gone.</summary>
internal sealed class SubscriptionBook(MailStore store, TimeProvider time)
{
    private readonly Lock gate = new();
    private Dictionary<string, Subscription>? all;

    public IReadOnlyList<Subscription> List()
    {
        var now = time.GetUtcNow();
        lock (gate) return [.. All().Values.Where(s => s.ExpiresAt > now)];
    }

    /// <exception cref="GraphException">There is none.</exception>
    public Subscription Get(string id) => List().FirstOrDefault(s => s.Id == id) ?? throw new GraphException(404, "ResourceNotFound", "The object was not found.");

    public void Put(Subscription subscription)
    {
        lock (gate)
        {
            All()[subscription.Id] = subscription;
            store.Use(sql => sql.Execute(
                "INSERT INTO subscriptions(id, facts) VALUES($id, $facts) ON CONFLICT(id) DO UPDATE SET facts=$facts", ("$id", subscription.Id), ("$facts", subscription.Facts.ToJsonString())));
        }
    }

    public void Remove(string id)
    {
        lock (gate)
        {
            All().Remove(id);
            store.Use(sql => sql.Execute("DELETE FROM subscriptions WHERE id=$id", ("$id", id)));
        }
    }

    private Dictionary<string, Subscription> All() => all ??= store.Use(sql => sql.Query("SELECT id, facts FROM subscriptions", r => new Subscription(r.GetString(0), JsonNode.Parse(r.GetString(1))!.AsObject())))
        .ToDictionary(s => s.Id, StringComparer.Ordinal);
}
