using System.Text.Json.Nodes;

namespace Automation.Local.Graph.Mail;

/// <summary>Takes what a caller writes into a message, and refuses what Graph refuses.</summary>
internal static class MessageInput
{
    private const int MostHeaders = 5;

    /// <summary>The properties that name who gets a message.</summary>
    public static readonly string[] Receivers = ["toRecipients", "ccRecipients", "bccRecipients"];

    private static readonly string[] Always = ["isRead", "categories", "importance", "flag", "inferenceClassification", "singleValueExtendedProperties", "isReadReceiptRequested", "isDeliveryReceiptRequested"];

    private static readonly string[] WhileDraft = ["subject", "body", "toRecipients", "ccRecipients", "bccRecipients", "replyTo", "from", "sender", "internetMessageId"];

    /// <param name="isNew">Whether the message is being made, which is when headers can be given.</param>
    /// <exception cref="GraphException">Something in it can't be written.</exception>
    public static void Apply(JsonObject facts, JsonObject input, bool isNew)
    {
        var isDraft = isNew || ((bool?)facts["isDraft"] ?? false);
        foreach (var (name, value) in input)
        {
            if (name.StartsWith('@') || name is "attachments" or "id") continue;
            if (name == "singleValueExtendedProperties") Properties(facts, value);
            else if (name == "internetMessageHeaders" && isNew) Headers(facts, value);
            else if (name is "toRecipients" or "ccRecipients" or "bccRecipients" or "replyTo" && isDraft) facts[name] = Recipients(name, value);
            else if (Always.Contains(name) || (isDraft && WhileDraft.Contains(name))) facts[name] = Checked(name, value);
            else throw new GraphException(400, "ErrorInvalidPropertySet", $"Update operation is invalid for property '{name}'{(WhileDraft.Contains(name) ? " of a message that is no draft" : "")}.");
        }
    }

    private static JsonNode? Checked(string name, JsonNode? value)
    {
        if (name == "body" && (value is not JsonObject body || ((string?)body["contentType"] ?? "text").ToLowerInvariant() is not ("text" or "html"))) throw GraphException.Invalid("The property 'body' needs 'contentType' text or html, and 'content'.");
        return value?.DeepClone();
    }

    private static JsonArray Recipients(string name, JsonNode? value)
    {
        var list = new JsonArray();
        foreach (var one in value as JsonArray ?? [])
        {
            if ((string?)one?["emailAddress"]?["address"] is not { Length: > 0 } address || !address.Contains('@', StringComparison.Ordinal))
                throw new GraphException(400, "ErrorInvalidRecipients", $"At least one recipient isn't valid, found in '{name}'.");
            list.Add(new JsonObject { ["emailAddress"] = new JsonObject { ["name"] = (string?)one["emailAddress"]?["name"] is { Length: > 0 } given ? given : address, ["address"] = address } });
        }

        return list;
    }

    private static void Headers(JsonObject facts, JsonNode? value)
    {
        var headers = (value as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (headers.Count > MostHeaders) throw new GraphException(400, "InvalidInternetMessageHeaderCollection", $"Maximum number of headers in one message should be less than or equal to {MostHeaders}.");
        foreach (var header in headers)
        {
            if ((string?)header["name"] is not { } name || !name.StartsWith("x-", StringComparison.OrdinalIgnoreCase))
                throw new GraphException(400, "InvalidInternetMessageHeader", $"The internet message header name '{(string?)header["name"]}' should start with 'x-' or 'X-'.");
        }

        facts["_ownHeaders"] = new JsonArray([.. headers.Select(h => h.DeepClone())]);
        facts["internetMessageHeaders"] = new JsonArray([.. headers.Select(h => h.DeepClone())]);
    }

    private static void Properties(JsonObject facts, JsonNode? value)
    {
        var all = facts["_properties"] as JsonArray ?? [];
        facts["_properties"] = all;
        foreach (var property in (value as JsonArray ?? []).OfType<JsonObject>())
        {
            if ((string?)property["id"] is not { } id || id.Split(' ', 4) is not [_, _, "Name" or "Id", _] && id.Split(' ') is not [_, _])
                throw new GraphException(400, "ErrorInvalidProperty", "The id of an extended property must be '{type} {guid} Name {name}', '{type} {guid} Id {id}' or '{type} {tag}'.");
            if (all.OfType<JsonObject>().FirstOrDefault(p => string.Equals((string?)p["id"], id, StringComparison.OrdinalIgnoreCase)) is { } known) all.Remove(known);
            all.Add(new JsonObject { ["id"] = id, ["value"] = (string?)property["value"] });
        }
    }
}
