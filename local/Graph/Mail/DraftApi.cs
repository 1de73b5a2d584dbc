using System.Net;
using System.Text.Json.Nodes;
using Automation.Local.Graph.Mime;
using Automation.Local.Graph.People;

namespace Automation.Local.Graph.Mail;

/// <summary>Writing mail: drafts, replies as drafts, sending.</summary>
internal sealed class DraftApi(MailStore store, MessageApi messages, Postman postman, TimeProvider time)
{
    /// <summary>Null when the call is for another part.</summary>
    public GraphReply? Answer(GraphCall call) => (call.Method, call.Path) switch
    {
        ("POST", ["users", var user, "messages"]) => Create(call, Organisation.Get(user), MailFolder.Drafts),
        ("POST", ["users", var user, "mailFolders", var folder, "messages"]) => Create(call, Organisation.Get(user), folder),
        ("POST", ["users", var user, "sendMail"]) => SendMail(call, Organisation.Get(user)),
        ("POST", ["users", var user, "messages", var id, "createReply" or "createReplyAll"]) => Reply(call, Organisation.Get(user), id),
        ("POST", ["users", var user, "messages", var id, "createForward"]) => Forward(call, Organisation.Get(user), id),
        ("POST", ["users", var user, "messages", var id, "send"]) => Send(Organisation.Get(user), id),
        _ => null,
    };

    private GraphReply Create(GraphCall call, Person person, string folder)
    {
        var facts = new JsonObject { ["isDraft"] = true };
        MessageInput.Apply(facts, call.Required, isNew: true);
        return Add(call, person, facts, folder, [], Attachments(call.Required));
    }

    private GraphReply Reply(GraphCall call, Person person, string id)
    {
        var answered = store.Get(person.Id, id);
        var input = call.Body?["message"] as JsonObject ?? call.Body?["Message"] as JsonObject ?? [];
        var comment = (string?)(call.Body?["comment"] ?? call.Body?["Comment"]);
        if (comment is not null && input["body"] is not null) throw GraphException.Invalid("Only one of 'comment' and the body of 'message' can be given.");
        var to = answered.Facts["replyTo"] is JsonArray { Count: > 0 } named ? named : answered.Facts["from"] is JsonObject from ? new JsonArray(from.DeepClone()) : [];
        var facts = Answering(answered, "RE: ");
        facts["toRecipients"] = to.DeepClone();
        if (call.Path[^1] == "createReplyAll") facts["ccRecipients"] = answered.Facts["ccRecipients"]?.DeepClone();
        facts["body"] = new JsonObject { ["contentType"] = "html", ["content"] = $"<html><body>{WebUtility.HtmlEncode(comment ?? "")}{Quote(answered)}</body></html>" };
        facts["_inReplyTo"] = answered.InternetId;
        facts["_references"] = string.Join(' ', References(answered).Append(answered.InternetId));

        // Among the requests that take extended properties the reference names the making and changing of a message, not this one.
        input = (JsonObject)input.DeepClone();
        input.Remove("singleValueExtendedProperties");
        MessageInput.Apply(facts, input, isNew: true);
        return Add(call, person, facts, MailFolder.Drafts, [], []);
    }

    private GraphReply Forward(GraphCall call, Person person, string id)
    {
        var forwarded = store.Get(person.Id, id);
        var facts = Answering(forwarded, "FW: ");
        facts["toRecipients"] = (call.Body?["toRecipients"] ?? call.Body?["ToRecipients"])?.DeepClone() ?? new JsonArray();
        facts["body"] = new JsonObject { ["contentType"] = "html", ["content"] = $"<html><body>{WebUtility.HtmlEncode((string?)call.Body?["comment"] ?? "")}{Quote(forwarded)}</body></html>" };
        return Add(call, person, facts, MailFolder.Drafts, [], [.. store.Attachments(forwarded)]);
    }

    private GraphReply Send(Person person, string id)
    {
        var draft = store.Get(person.Id, id);
        if (!draft.IsDraft) throw new GraphException(400, "ErrorInvalidOperation", "The message isn't a draft, so it can't be sent.");
        var recipients = MessageInput.Receivers.Sum(n => (draft.Facts[n] as JsonArray)?.Count ?? 0);
        if (recipients == 0) throw new GraphException(400, "ErrorInvalidRecipients", "At least one recipient isn't valid., A message can't be sent because it contains no recipients.");
        postman.SendDraft(person, draft);
        return GraphReply.Accepted;
    }

    private GraphReply SendMail(GraphCall call, Person person)
    {
        if ((call.Required["message"] ?? call.Required["Message"]) is not JsonObject input) throw GraphException.Invalid("The property 'message' is required.");
        var facts = new JsonObject();
        MessageInput.Apply(facts, input, isNew: true);
        var keeps = (bool?)(call.Required["saveToSentItems"] ?? call.Required["SaveToSentItems"]) ?? true;
        postman.Send(person, facts, [.. Attachments(input).Select(a => new MimeAttachment(a.Facts, a.Content))], keeps);
        return GraphReply.Accepted;
    }

    private GraphReply Add(GraphCall call, Person person, JsonObject facts, string folder, IReadOnlyList<string> references, IReadOnlyList<StoredAttachment> attachments)
    {
        facts["isDraft"] = true;
        facts["hasAttachments"] = attachments.Count > 0;
        postman.Complete(person, facts, references);
        var draft = store.Add(person.Id, store.Folder(person.Id, folder).Id, facts, attachments, null);
        return GraphReply.Created(messages.Show(call, draft).With("@odata.context", $"{call.Root}/$metadata#users('{person.Id}')/messages/$entity"));
    }

    private static JsonObject Answering(StoredMessage message, string prefix) => new()
    {
        ["subject"] = message.Subject.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? message.Subject : prefix + message.Subject,
        ["conversationId"] = message.Conversation,
        ["conversationIndex"] = message.Facts["conversationIndex"]?.DeepClone(),
    };

    /// <summary>What the answered message referred to, with a bound that mailers keep too.</summary>
    private static IEnumerable<string> References(StoredMessage message)
    {
        var all = ((string?)(message.Facts["internetMessageHeaders"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(h => string.Equals((string?)h["name"], "References", StringComparison.OrdinalIgnoreCase))?["value"] ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return all.Length <= 20 ? all : [all[0], .. all[^19..]];
    }

    private static string Quote(StoredMessage message)
    {
        var text = (string?)message.Facts["body"]?["content"] ?? "";
        var from = (string?)message.Facts["from"]?["emailAddress"]?["address"] ?? "";
        return $"<hr tabindex=\"-1\" style=\"display:inline-block; width:98%\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><b>From:</b> {WebUtility.HtmlEncode(from)}<br><b>Sent:</b> {(string?)message.Facts["sentDateTime"]}"
            + $"<br><b>Subject:</b> {WebUtility.HtmlEncode(message.Subject)}</div><div>{(Postman.IsHtml(message.Facts) ? text : WebUtility.HtmlEncode(text).Replace("\r\n", "<br>", StringComparison.Ordinal))}</div>";
    }

    private List<StoredAttachment> Attachments(JsonObject input) =>
        [.. (input["attachments"] as JsonArray ?? []).OfType<JsonObject>().Where(a => a["contentBytes"] is not null).Select(a =>
        {
            var content = Convert.FromBase64String((string)a["contentBytes"]!);
            return new StoredAttachment(MailId.Immutable(MailId.New()), new JsonObject
            {
                ["@odata.type"] = "#microsoft.graph.fileAttachment", ["name"] = (string?)a["name"] ?? "attachment", ["contentType"] = (string?)a["contentType"] ?? "application/octet-stream",
                ["size"] = content.Length, ["isInline"] = (bool?)a["isInline"] ?? false, ["contentId"] = (string?)a["contentId"], ["lastModifiedDateTime"] = MimeReading.Time(time.GetUtcNow()),
            }, content);
        })];
}
