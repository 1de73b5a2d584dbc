using System.Globalization;
using System.Text.Json.Nodes;
using Automation.Local.Graph.Mail;
using Automation.Local.Graph.OData;
using Automation.Local.Graph.People;

namespace Automation.Local.Graph.Notices;

/// <summary>Subscriptions: made only after the address has answered the handshake, renewed, reauthorised, deleted.</summary>
internal sealed class SubscriptionApi(SubscriptionBook book, MailStore store, Handshake handshake, TimeProvider time)
{
    private const int Page = 100;

    private static readonly string[] ChangeTypes = ["created", "updated", "deleted"];

    /// <summary>Null when the call is for another part.</summary>
    public async Task<GraphReply?> AnswerAsync(GraphCall call, CancellationToken cancellationToken) => (call.Method, call.Path) switch
    {
        ("GET", ["subscriptions"]) => GraphReply.Ok(call.ListOf("subscriptions", [.. book.List().Select(s => s.Show(isNew: false))], Page)),
        ("POST", ["subscriptions"]) => await CreateAsync(call, cancellationToken),
        ("GET", ["subscriptions", var id]) => GraphReply.Ok(book.Get(id).Show(isNew: false)),
        ("PATCH", ["subscriptions", var id]) => Renew(call, book.Get(id)),
        ("POST", ["subscriptions", var id, "reauthorize"]) => Reauthorize(book.Get(id)),
        ("DELETE", ["subscriptions", var id]) => Delete(book.Get(id)),
        _ => null,
    };

    private async Task<GraphReply> CreateAsync(GraphCall call, CancellationToken cancellationToken)
    {
        var input = call.Required;
        var facts = new JsonObject
        {
            ["id"] = Guid.CreateVersion7(time.GetUtcNow()).ToString(),
            ["resource"] = Text(input, "resource"),
            ["applicationId"] = "24d3b144-21ae-4080-943f-7067b395b913",
            ["changeType"] = Text(input, "changeType"),
            ["clientState"] = (string?)input["clientState"],
            ["notificationUrl"] = Address(input, "notificationUrl"),
            ["lifecycleNotificationUrl"] = input["lifecycleNotificationUrl"] is null ? null : Address(input, "lifecycleNotificationUrl"),
            ["expirationDateTime"] = Mime.MimeReading.Time(Expiry(input)),
            ["creatorId"] = "8ee44408-0679-472c-bc2a-692812af3437",
            ["latestSupportedTlsVersion"] = "v1_2",
            ["encryptionCertificate"] = null,
            ["_immutableIds"] = call.ImmutableIds,
        };
        if (facts["clientState"] is { } state && ((string)state!).Length > 128) throw Invalid("The property 'clientState' can have at most 128 characters.");
        if (((string)facts["changeType"]!).Split(',').Any(c => !ChangeTypes.Contains(c, StringComparer.OrdinalIgnoreCase))) throw Invalid("The property 'changeType' must hold created, updated or deleted.");
        Target(facts, (string)facts["resource"]!);
        var subscription = new Subscription((string)facts["id"]!, facts);
        foreach (var address in new[] { subscription.Address, subscription.LifecycleAddress }.OfType<Uri>())
        {
            if (await handshake.RefusalAsync(address, cancellationToken) is { } refusal) throw new GraphException(400, "ValidationError", $"Subscription validation request failed. {refusal}");
        }

        book.Put(subscription);
        return GraphReply.Created(subscription.Show(isNew: true).With("@odata.context", $"{call.Root}/$metadata#subscriptions/$entity"));
    }

    private GraphReply Renew(GraphCall call, Subscription subscription)
    {
        var renewed = subscription.Until(Expiry(call.Required));
        book.Put(renewed);
        return GraphReply.Ok(renewed.Show(isNew: false));
    }

    private GraphReply Reauthorize(Subscription subscription)
    {
        var facts = (JsonObject)subscription.Facts.DeepClone();
        facts.Remove(Subscription.ConsentDemanded);
        book.Put(subscription with { Facts = facts });
        return GraphReply.NoContent;
    }

    private GraphReply Delete(Subscription subscription)
    {
        book.Remove(subscription.Id);
        return GraphReply.NoContent;
    }

    /// <summary>users/{id}/messages or users/{id}/mailFolders('inbox')/messages, with or without a slash in front.</summary>
    private void Target(JsonObject facts, string resource)
    {
        switch (GraphCall.Segments(resource))
        {
            case [var users, var user, "messages"] when users.Equals("users", StringComparison.OrdinalIgnoreCase):
                facts["_owner"] = Organisation.Get(user).Id;
                break;
            case [var users, var user, var folders, var folder, "messages"] when users.Equals("users", StringComparison.OrdinalIgnoreCase) && folders.Equals("mailFolders", StringComparison.OrdinalIgnoreCase):
                facts["_owner"] = Organisation.Get(user).Id;
                facts["_folder"] = store.Folder(Organisation.Get(user).Id, folder).Id;
                break;
            default:
                throw Invalid($"Resource '{resource}' is not supported.");
        }
    }

    private DateTimeOffset Expiry(JsonObject input)
    {
        if (!DateTimeOffset.TryParse(Text(input, "expirationDateTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)) throw Invalid("The property 'expirationDateTime' must be a date and time.");
        var now = time.GetUtcNow();
        if (until <= now) throw Invalid("Subscription expiration must be in the future.");
        return until <= now.AddMinutes(Subscription.LongestMinutes).AddSeconds(30) ? until : throw Invalid($"Subscription expiration can only be {Subscription.LongestMinutes} minutes in the future.");
    }

    /// <summary>Graph takes https only; this machine's own addresses may do without.</summary>
    private static string Address(JsonObject input, string name)
    {
        var text = Text(input, name);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) ? text : throw Invalid($"The property '{name}' must be an https address.");
    }

    private static string Text(JsonObject input, string name) => (string?)input[name] is { Length: > 0 } text ? text : throw Invalid($"The property '{name}' is required.");

    private static GraphException Invalid(string message) => new(400, "InvalidRequest", message);
}
