using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Automation.Local.Graph.Mime;
using Automation.Local.Graph.People;

namespace Automation.Local.Graph.Mail;

/// <summary>How a person's mailbox answers by itself.</summary>
internal enum ResponderMode
{
    /// <summary>Not at all.</summary>
    Off,

    /// <summary>As Exchange does: once a sender, marked as automatic, never to what is automatic itself.</summary>
    OutOfOffice,

    /// <summary>As badly made programs do: always, and without a mark.</summary>
    Naive,
}

/// <param name="Subject">Stands before the subject of the mail.</param>
internal sealed record Responder(ResponderMode Mode, string Subject, string Text);

/// <summary>Automatic replies, switched on by request and off again at each start.</summary>
internal sealed class Responders
{
    private readonly ConcurrentDictionary<string, Responder> all = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, string), bool> answered = new();

    public IReadOnlyDictionary<string, Responder> All => all;

    public void Set(Person person, Responder responder)
    {
        foreach (var (owner, sender) in answered.Keys.Where(k => k.Item1 == person.Id)) answered.TryRemove((owner, sender), out _);
        if (responder.Mode == ResponderMode.Off) all.TryRemove(person.Id, out _);
        else all[person.Id] = responder;
    }

    /// <summary>The reply to a message; null when there is none.</summary>
    public JsonObject? Answer(Person person, StoredMessage message)
    {
        if (!all.TryGetValue(person.Id, out var responder) || (string?)message.Facts["from"]?["emailAddress"]?["address"] is not { Length: > 0 } to) return null;
        var headers = (message.Facts["internetMessageHeaders"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (responder.Mode == ResponderMode.OutOfOffice && (IsAutomatic(headers) || !answered.TryAdd((person.Id, to.ToLowerInvariant()), true))) return null;
        var reply = new JsonObject
        {
            ["subject"] = $"{responder.Subject}{message.Subject}",
            ["body"] = new JsonObject { ["contentType"] = "text", ["content"] = responder.Text },
            ["toRecipients"] = new JsonArray(MimeReading.Recipient(new MimeAddress("", to))),
            ["conversationId"] = message.Conversation,
            ["_inReplyTo"] = message.InternetId,
            ["_references"] = message.InternetId,
        };
        if (responder.Mode == ResponderMode.OutOfOffice)
        {
            reply["_ownHeaders"] = new JsonArray(
                new JsonObject { ["name"] = "Auto-Submitted", ["value"] = "auto-generated" }, new JsonObject { ["name"] = "X-Auto-Response-Suppress", ["value"] = "All" },
                new JsonObject { ["name"] = "X-MS-Exchange-Inbox-Rules-Loop", ["value"] = person.Address });
        }

        return reply;
    }

    private static bool IsAutomatic(List<JsonObject> headers) => headers.Any(h =>
        (string?)h["name"] is { } name && (string?)h["value"] is { } value
        && ((name.Equals("Auto-Submitted", StringComparison.OrdinalIgnoreCase) && !value.Trim().Equals("no", StringComparison.OrdinalIgnoreCase))
            || (name.Equals("X-Auto-Response-Suppress", StringComparison.OrdinalIgnoreCase) && (value.Contains("OOF", StringComparison.OrdinalIgnoreCase) || value.Contains("All", StringComparison.OrdinalIgnoreCase)))
            || (name.Equals("Precedence", StringComparison.OrdinalIgnoreCase) && value.Trim().ToLowerInvariant() is "bulk" or "junk" or "list")));
}
