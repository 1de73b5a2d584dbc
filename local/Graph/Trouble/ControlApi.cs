using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Local.Graph.Mail;
using Automation.Local.Graph.Notices;
using Automation.Local.Graph.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Automation.Local.Graph.Trouble;

/// <summary>The addresses under <c>/standin</c>, by which tests and testers make Graph misbehave.</summary>
internal sealed class ControlApi(
    MailStore store, CallFaults calls, NoticeFaults notices, Vanishing vanishing, NoticeSender sender, SubscriptionBook book, DeltaApi delta, Responders responders)
{
    public const string Help = """
        Makes the Graph stand-in misbehave. Options stand in the query; all take effect at once and end with the host.

          GET  /standin/state                     what is set, how many calls, subscriptions, notifications
          POST /standin/faults?status=429         the next calls are answered so
                 &retryAfter=2                    with this header (seconds); none without
                 &times=3                         how many calls (default 1)
                 &method=POST&path=/send          only calls of this method, with this in their path
                 &delay=1500                      wait first (milliseconds); with status=0 only wait
                 &done=true                       the call is done, only its answer is lost
                 &code=ErrorAccessDenied          code in the error body
          DELETE /standin/faults                  none any more
          POST /standin/pages?size=1              pages of lists hold so many items at most; 0: as many as asked for
          POST /standin/notices?lose=3            the next notifications are lost
                 &double=2&delay=500              come twice; all wait (milliseconds)
          POST /standin/lifecycle?event=missed    or reauthorizationRequired, subscriptionRemoved; to all subscriptions
                 &subscription=ID                 or to one
          POST /standin/subscriptions/forget      all subscriptions are gone, and nobody is told
          POST /standin/delta/expire              every delta link so far is answered 410
          POST /standin/vanish?times=2&how=delete the next mails are gone as soon as they were notified; how=move: to Deleted Items
          POST /standin/responder?user=ben&mode=outOfOffice
                                                  a person's mailbox answers by itself: outOfOffice (once a sender, marked),
                                                  naive (always, unmarked), off; &subject=PREFIX&text=TEXT
          POST /standin/clear                     empties all mailboxes
        """;

    public void Map(WebApplication app)
    {
        app.MapGet("/standin", (RequestDelegate)(context => context.Response.WriteAsync(Help, context.RequestAborted)));
        app.MapGet("/standin/state", (RequestDelegate)(context => AnswerAsync(context, State)));
        app.MapPost("/standin/faults", (RequestDelegate)(context => AnswerAsync(context, () => AddFault(context.Request.Query))));
        app.MapDelete("/standin/faults", (RequestDelegate)(context => AnswerAsync(context, ClearFaults)));
        app.MapPost("/standin/pages", (RequestDelegate)(context => AnswerAsync(context, () => SetPages(context.Request.Query))));
        app.MapPost("/standin/notices", (RequestDelegate)(context => AnswerAsync(context, () => SetNotices(context.Request.Query))));
        app.MapPost("/standin/lifecycle", (RequestDelegate)(context => AnswerAsync(context, () => Lifecycle(context.Request.Query))));
        app.MapPost("/standin/subscriptions/forget", (RequestDelegate)(context => AnswerAsync(context, Forget)));
        app.MapPost("/standin/delta/expire", (RequestDelegate)(context => AnswerAsync(context, Expire)));
        app.MapPost("/standin/vanish", (RequestDelegate)(context => AnswerAsync(context, () => Vanish(context.Request.Query))));
        app.MapPost("/standin/responder", (RequestDelegate)(context => AnswerAsync(context, () => Respond(context.Request.Query))));
        app.MapPost("/standin/clear", (RequestDelegate)(context => AnswerAsync(context, Clear)));
    }

    private static async Task AnswerAsync(HttpContext context, Func<JsonObject> act)
    {
        try
        {
            var answer = act().ToJsonString(new JsonSerializerOptions { WriteIndented = true });
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(answer + "\n", context.RequestAborted);
        }
        catch (FormatException refused)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync($"{refused.Message}\n\n{Help}\n", context.RequestAborted);
        }
    }

    private JsonObject State() => new()
    {
        ["calls"] = calls.Calls,
        ["mostAtOnce"] = calls.Highest,
        ["longestPage"] = calls.LongestPage,
        ["notificationsSent"] = sender.Sent,
        ["notificationsGivenUp"] = sender.Failed,
        ["slowestNotificationMs"] = Math.Round(sender.Slowest.TotalMilliseconds),
        ["faults"] = new JsonArray([.. calls.Open.Select(f => new JsonObject { ["status"] = f.Status, ["times"] = f.Times, ["method"] = f.Method, ["path"] = f.Contains, ["retryAfter"] = f.RetryAfter })]),
        ["subscriptions"] = new JsonArray([.. book.List().Select(s => new JsonObject { ["id"] = s.Id, ["resource"] = s.Resource, ["notificationUrl"] = s.Address.AbsoluteUri, ["expirationDateTime"] = (string?)s.Facts["expirationDateTime"], ["demandsConsent"] = s.DemandsConsent })]),
        ["responders"] = new JsonArray([.. responders.All.Select(r => new JsonObject { ["user"] = Organisation.Get(r.Key).Address, ["mode"] = r.Value.Mode.ToString() })]),
        ["mailboxes"] = new JsonArray([.. Organisation.People.Where(p => store.Count(p.Id, null) > 0).Select(p => new JsonObject { ["user"] = p.Address, ["messages"] = store.Count(p.Id, null) })]),
    };

    private JsonObject AddFault(IQueryCollection query)
    {
        Allow(query, "status", "retryAfter", "times", "method", "path", "delay", "done", "code");
        var status = Number(query, "status", 0, 0, 599) ?? 0;
        var delay = Number(query, "delay", null, 0, 600_000) ?? 0;
        if (status is > 0 and < 400 || (status == 0 && delay == 0)) throw new FormatException("status must be from 400 to 599, or 0 with a delay.");
        calls.Add(new CallFault(status, Number(query, "retryAfter", null, 0, 100_000), Text(query, "method"), Text(query, "path"), TimeSpan.FromMilliseconds(delay), query["done"] == "true", Text(query, "code"))
        {
            Times = Number(query, "times", 1, 1, 1_000_000)!.Value,
        });
        return State();
    }

    private JsonObject ClearFaults()
    {
        calls.Clear();
        return State();
    }

    private JsonObject SetPages(IQueryCollection query)
    {
        Allow(query, "size");
        calls.LongestPage = Number(query, "size", 0, 0, 1_000);
        return State();
    }

    private JsonObject SetNotices(IQueryCollection query)
    {
        Allow(query, "lose", "double", "delay");
        if (Number(query, "lose", null, 0, 1_000_000) is { } lose) notices.LoseNext(lose);
        if (Number(query, "double", null, 0, 1_000_000) is { } twice) notices.DoubleNext(twice);
        if (Number(query, "delay", null, 0, 600_000) is { } delay) notices.Delay = TimeSpan.FromMilliseconds(delay);
        return State();
    }

    private JsonObject Lifecycle(IQueryCollection query)
    {
        Allow(query, "event", "subscription");
        var name = Text(query, "event");
        if (name is not ("missed" or "reauthorizationRequired" or "subscriptionRemoved")) throw new FormatException($"event must be missed, reauthorizationRequired or subscriptionRemoved, but '{name}' was given.");
        var told = book.List().Where(s => Text(query, "subscription") is not { } id || s.Id == id).ToList();
        return new JsonObject { ["told"] = told.Count(s => sender.TellLifecycle(s, name)) };
    }

    private JsonObject Forget()
    {
        var all = book.List();
        foreach (var subscription in all) book.Remove(subscription.Id);
        return new JsonObject { ["forgotten"] = all.Count };
    }

    private JsonObject Expire()
    {
        delta.Expire();
        return new JsonObject { ["expired"] = true };
    }

    private JsonObject Vanish(IQueryCollection query)
    {
        Allow(query, "times", "how");
        if (Text(query, "how") is { } how && how is not ("delete" or "move")) throw new FormatException($"how must be delete or move, but '{how}' was given.");
        vanishing.Next(Number(query, "times", 1, 0, 1_000_000)!.Value, moves: query["how"] == "move");
        return new JsonObject { ["vanishing"] = vanishing.Left };
    }

    private JsonObject Respond(IQueryCollection query)
    {
        Allow(query, "user", "mode", "subject", "text");
        var user = Text(query, "user") ?? "";
        var person = Organisation.Find(user) ?? Organisation.People.FirstOrDefault(p => p.Alias.Equals(user, StringComparison.OrdinalIgnoreCase)) ?? throw new FormatException($"user must be one of {string.Join(", ", Organisation.People.Select(p => p.Alias))}, but '{user}' was given.");
        if (!Enum.TryParse<ResponderMode>(Text(query, "mode"), ignoreCase: true, out var mode)) throw new FormatException($"mode must be outOfOffice, naive or off, but '{Text(query, "mode")}' was given.");
        responders.Set(person, new Responder(mode, Text(query, "subject") ?? (mode == ResponderMode.Naive ? "RE: " : "Automatic reply: "), Text(query, "text") ?? "I am out of office until Monday with no access to mail."));
        return State();
    }

    private JsonObject Clear()
    {
        store.Clear();
        return State();
    }

    private static void Allow(IQueryCollection query, params string[] names)
    {
        if (query.Keys.FirstOrDefault(k => !names.Contains(k, StringComparer.Ordinal)) is { } unknown) throw new FormatException($"'{unknown}' isn't known here; use {string.Join(", ", names)}.");
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static int? Number(IQueryCollection query, string name, int? fallback, int least, int most)
    {
        if (Text(query, name) is not { } text) return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {least} to {most}, but '{text}' was given."));
    }
}
