using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects.Guessing;

/// <summary>
/// What is clearly no alert, whoever sends it: handshakes, pings, changes, comments, installations. Each row is the sign,
/// and the reason that is answered and kept. Asked before anything is guessed.
/// </summary>
internal static class NoAlert
{
    private static readonly string[] Pings = ["ping", "heartbeat", "keepalive", "webhooktest", "testwebhook", "webhookverification"];
    private static readonly string[] TestWords = ["this is a test message", "this is a test notification", "this is a test webhook", "this is a test payload", "test message from", "test notification from", "webhook is configured properly"];
    private static readonly string[] Comments = ["comment", "comments", "note", "notes", "annotation", "annotated", "commented", "replied", "reply"];
    private static readonly string[] Changes = ["deployment", "deploy", "deployed", "release", "released", "push", "merge", "commit", "changed", "pullrequest", "installation", "installed", "uninstalled", "subscribed", "unsubscribed", "invited", "signup", "login"];

    private static readonly (Func<JsonElement, bool> IsIt, string Reason)[] Signs =
    [
        (r => Has(r, "challenge") && (r.Text("type") is "url_verification" || Members(r) <= 4), "a handshake with a challenge; subscriptions are confirmed by the address, not here"),
        (r => Has(r, "validationToken") || Has(r, "validationCode"), "a handshake that validates the subscription"),
        (r => r.ValueKind == JsonValueKind.Array && r.GetArrayLength() > 0 && r[0].Text("eventType") is { } type && type.Contains("SubscriptionValidation", StringComparison.OrdinalIgnoreCase), "a handshake that validates the subscription"),
        (r => r.Text("Type") is "SubscriptionConfirmation" or "UnsubscribeConfirmation", "the confirmation of a subscription"),
        (r => Has(r, "zen") && Has(r, "hook_id"), "the ping of a new webhook"),
        (r => Has(r, "hook") && Has(r, "hook_id"), "the ping of a new webhook"),
        (r => Members(r) <= 3 && Says(r, ["type", "event", "action", "event_type", "event_name", "message", "text", "status"], "ping", "pong", "heartbeat", "test", "sample", "webhook_test", "test_webhook", "verification", "verify", "hello", "keepalive"), "a ping or test that carries no alert"),
        (r => !Has(r, "status") && !Has(r, "state") && !Has(r, "severity") && IsEventOf(r, Pings, anywhere: false), "a ping that carries no alert"),
        (r => Members(r) == 1 && (Has(r, "ping") || Has(r, "test")), "a ping or test that carries no alert"),
        (r => Members(r) <= 2 && (r.Text("text") ?? r.Text("content") ?? r.Text("message")) is { } text && IsTest(text), "a test that carries no alert"),
        (r => Has(r, "ref") && Has(r, "before") && Has(r, "after"), "a push to a code repository"),
        (r => r.Member("repository") is { ValueKind: JsonValueKind.Object } && r.Member("sender") is { ValueKind: JsonValueKind.Object } && r.Member("alert") is null && r.Member("check_run") is null, "an event of a code repository"),
        (r => Has(r, "object_kind") && Has(r, "project") && r.Text("object_kind") is not ("alert" or "incident"), "an event of a code repository"),
        (r => Has(r, "update_id") && (r.Member("callback_query").IsObject() || r.Member("message").IsObject()), "a message to a chat bot"),
        (r => Has(r, "deployment") && Has(r, "deployment_status"), "a deployment; changes belong to /api/changes"),
        (r => Has(r, "eventmeta") && r.At("eventmeta", "reason").Text() is "created" or "updated" or "deleted", "a change of a Kubernetes object"),
        (r => (r.Member("involvedObject") ?? r.Member("regarding")).IsObject() && r.Text("type") is "Normal", "a Kubernetes event of type Normal"),
        (r => r.Text("event") is "open" && Has(r, "topic"), "a ping that carries no alert"),
        (r => r.Member("trigger") is { ValueKind: JsonValueKind.Object } trigger && Says(trigger, ["type"], "comment", "release", "collaboratorunsnooze"), "a comment or a release, which neither opens nor ends a problem"),
        (r => IsEventOf(r, Comments, anywhere: true), "a comment or note, which neither opens nor ends a problem"),
        (r => IsEventOf(r, Changes, anywhere: false), "an event about a change; changes belong to /api/changes"),
        (r => r.Member("comment") is { ValueKind: JsonValueKind.Object } && r.Text("action") is not null && !Has(r, "status") && !Has(r, "severity"), "a comment, which neither opens nor ends a problem"),
        (r => r.Member("installation") is { ValueKind: JsonValueKind.Object } && r.Text("action") is "created" or "deleted" && Members(r) <= 4 && (r.Member("data") is null || r.Member("data").Member("installation") is not null), "the installation of an integration"),
    ];

    /// <summary>The reason, or null when nothing says that this is no alert.</summary>
    public static string? Find(JsonElement root)
    {
        foreach (var (isIt, reason) in Signs)
        {
            if (isIt(root)) return reason;
        }

        return null;
    }

    private static bool IsTest(string text) => Array.Exists(TestWords, w => text.Contains(w, StringComparison.OrdinalIgnoreCase));

    private static bool Has(JsonElement root, string name) => root.Member(name) is not null;

    private static int Members(JsonElement root) => root.ValueKind == JsonValueKind.Object ? root.EnumerateObject().Count() : 0;

    private static bool Says(JsonElement root, ReadOnlySpan<string> names, params ReadOnlySpan<string> values)
    {
        foreach (var name in names)
        {
            if (root.Text(name) is { } text && values.Contains(text.Trim().ToLowerInvariant())) return true;
        }

        return false;
    }

    /// <summary>Whether the payload's kind is one of the words, alone ("comment") or with a verb ("incident.commented", "comment_added").</summary>
    private static bool IsEventOf(JsonElement root, string[] words, bool anywhere)
    {
        foreach (var name in new[] { "event_type", "eventType", "webhookEvent", "event", "event_name", "eventName", "action", "type", "trigger", "kind", "notification_type" })
        {
            if (root.Text(name) is not { Length: < 60 } text || text.Contains(' ', StringComparison.Ordinal)) continue;
            var parts = PlainNames.Words(text);
            if (parts.Count is 0 or > 4 || parts.Any(p => p is "failed" or "failure" or "failing" or "error" or "alert")) continue;
            if (words.Contains(string.Concat(parts)) || words.Contains(parts[0]) || words.Contains(parts[^1]) || (anywhere && parts.Any(words.Contains))) return true;
        }

        return false;
    }
}
