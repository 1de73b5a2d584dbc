using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Local.Graph.Mail;
using Automation.Local.Graph.Mime;
using Automation.Local.Graph.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Automation.Local.Graph.Page;

/// <summary>The addresses under <c>/mailbox</c>: the page, its forms, and the same for scripts.</summary>
internal sealed class MailboxPages(MailStore store, Postman postman, TimeProvider time)
{
    private const int Shown = 50;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Map(WebApplication app)
    {
        app.MapGet("/", (RequestDelegate)(context =>
        {
            context.Response.Redirect("/mailbox");
            return Task.CompletedTask;
        }));
        app.MapGet("/mailbox", (RequestDelegate)ShowAsync);
        app.MapGet("/mailbox.json", (RequestDelegate)ListAsync);
        app.MapGet("/mailbox/body", (RequestDelegate)BodyAsync);
        app.MapGet("/mailbox/raw", (RequestDelegate)RawAsync);
        app.MapGet("/mailbox/attachment", (RequestDelegate)AttachmentAsync);
        app.MapPost("/mailbox/drop", (RequestDelegate)DropAsync);
        app.MapPost("/mailbox/write", (RequestDelegate)WriteAsync);
    }

    private Task ShowAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (PersonOf(query["user"]) is not { } person) return RefuseAsync(context, NoPerson(query["user"]));
        var ask = new MailboxAsk(person, Given(query["conversation"]), query["tab"].ToString(), query["refresh"] != "off", Given(query["said"]), context.Request.Host.Value ?? "");
        var counts = Organisation.People.ToDictionary(p => p.Id, p => store.Count(p.Id, store.Folder(p.Id, MailFolder.Inbox).Id), StringComparer.Ordinal);
        var page = MailboxPage.Render(ask, counts, List(person, MailFolder.Inbox, Shown), List(person, MailFolder.Sent, Shown), ask.Conversation is { } id ? Conversation(person, id) : []);
        Guard(context.Response.Headers, MailboxStyle.Policy);
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }

    /// <summary><c>?user=&amp;folder=&amp;conversation=&amp;top=</c>, newest first.</summary>
    private Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (PersonOf(query["user"]) is not { } person) return RefuseAsync(context, NoPerson(query["user"]));
        var top = int.TryParse(query["top"], out var number) && number > 0 ? number : 200;
        IReadOnlyList<MessageView> found;
        try
        {
            found = Given(query["conversation"]) is { } id ? Conversation(person, id) : List(person, Given(query["folder"]) ?? MailFolder.Inbox, top);
        }
        catch (GraphException e)
        {
            return RefuseAsync(context, e.Message);
        }

        var answer = new JsonObject { ["user"] = person.Address, ["count"] = found.Count, ["messages"] = new JsonArray([.. found.Select(Show)]) };
        Guard(context.Response.Headers, "default-src 'none'");
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(answer.ToJsonString(Readable) + "\n", context.RequestAborted);
    }

    private async Task DropAsync(HttpContext context)
    {
        var isForm = context.Request.HasFormContentType && context.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);
        var mails = new List<byte[]>();
        var user = context.Request.Query["user"].ToString();
        if (isForm)
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            user = form["user"].ToString();
            foreach (var file in form.Files) mails.Add(await BytesAsync(file.OpenReadStream(), context.RequestAborted));
        }
        else
        {
            mails.Add(await BytesAsync(context.Request.Body, context.RequestAborted));
        }

        if (PersonOf(user) is not { } person)
        {
            await RefuseAsync(context, NoPerson(user));
            return;
        }

        if (!TryProof(context.Request.Query["proof"], out var proof) || mails.Count == 0 || mails.Exists(m => m.Length == 0))
        {
            await RefuseAsync(context, "The body must be a mail as it came (--data-binary @mail.eml); proof may be internal, passed, failed or none.");
            return;
        }

        var dropped = mails.ConvertAll(m => postman.DeliverAndAnswer(person, proof is { } kind ? [.. Arrival.Headers(SenderOf(m), kind, time.GetUtcNow()), .. m] : m));
        if (isForm)
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = $"/mailbox?user={person.Alias}&said={Uri.EscapeDataString(dropped.Count == 1 ? "The mail was delivered." : $"{dropped.Count} mails were delivered.")}";
            return;
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/json; charset=utf-8";
        var answer = new JsonObject { ["id"] = MailId.Immutable(dropped[0].Id), ["mailbox"] = person.Address, ["internetMessageId"] = dropped[0].InternetId, ["conversationId"] = dropped[0].Conversation, ["subject"] = dropped[0].Subject };
        await context.Response.WriteAsync(answer.ToJsonString(Readable) + "\n", context.RequestAborted);
    }

    private async Task WriteAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (from, to) = (AddressList.Read(form["from"]) is [var first, ..] ? first : null, AddressList.Read(form["to"]));
        if (from is null || to.Count == 0 || !TryProof(form["proof"], out var proof))
        {
            await RefuseAsync(context, "The fields from and to need an address; proof may be internal, passed, failed or none.");
            return;
        }

        var facts = new JsonObject
        {
            ["subject"] = MimePart.Line(form["subject"].ToString()),
            ["body"] = new JsonObject { ["contentType"] = "text", ["content"] = form["text"].ToString().ReplaceLineEndings("\r\n") },
            ["toRecipients"] = new JsonArray([.. to.Select(MimeReading.Recipient)]),
        };
        if (Given(form["answer"]) is { } answered)
        {
            facts["_inReplyTo"] = answered;
            facts["_references"] = answered;
        }

        var sender = Organisation.Find(from.Address);
        if (sender is not null && proof is null) postman.SendAs(sender, facts, [.. Given(form["answer"]) is { } id ? [id] : Array.Empty<string>()]);
        else postman.SendFromOutside(from, facts, to, proof ?? Arrival.Proof.None);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"/mailbox?user={PersonOf(form["user"])?.Alias ?? Organisation.Support}&said={Uri.EscapeDataString("The mail was sent.")}";
    }

    private Task BodyAsync(HttpContext context) => FindAsync(context, (_, message) =>
    {
        Guard(context.Response.Headers, MailboxStyle.BodyPolicy);
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync((string?)message.Facts["body"]?["content"] ?? "", context.RequestAborted);
    });

    private Task RawAsync(HttpContext context) => FindAsync(context, (_, message) =>
    {
        Guard(context.Response.Headers, "default-src 'none'; sandbox");
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.Body.WriteAsync(store.Raw(message) ?? MimeWriter.Write(message.Facts, [], []), context.RequestAborted).AsTask();
    });

    private Task AttachmentAsync(HttpContext context) => FindAsync(context, (_, message) =>
    {
        if (store.Attachments(message).FirstOrDefault(a => a.Id == context.Request.Query["attachment"]) is not { } attachment) return RefuseAsync(context, "There is no such attachment.");
        Guard(context.Response.Headers, "default-src 'none'; sandbox");
        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers.ContentDisposition = $"attachment; filename*=utf-8''{Uri.EscapeDataString((string?)attachment.Facts["name"] ?? "attachment")}";
        return context.Response.Body.WriteAsync(attachment.Content, context.RequestAborted).AsTask();
    });

    private Task FindAsync(HttpContext context, Func<Person, StoredMessage, Task> show)
    {
        if (PersonOf(context.Request.Query["user"]) is not { } person) return RefuseAsync(context, NoPerson(context.Request.Query["user"]));
        try
        {
            return show(person, store.Get(person.Id, context.Request.Query["id"].ToString()));
        }
        catch (GraphException e)
        {
            return RefuseAsync(context, e.Message);
        }
    }

    private List<MessageView> List(Person person, string folder, int top)
    {
        var where = store.Folder(person.Id, folder);
        return [.. store.List(person.Id, where.Id, 0, top).Select(m => MessageView.Of(m, person, where, store.ByConversation(person.Id, m.Conversation), store.Attachments(m)))];
    }

    private List<MessageView> Conversation(Person person, string id)
    {
        var folders = store.Folders(person.Id);
        var all = store.ByConversation(person.Id, id);
        return [.. all.Reverse().Select(m => MessageView.Of(m, person, folders.FirstOrDefault(f => f.Id == m.Folder), all, store.Attachments(m)))];
    }

    private static JsonObject Show(MessageView message) => new()
    {
        ["id"] = message.Id,
        ["folder"] = message.Folder,
        ["at"] = MimeReading.Time(message.At),
        ["from"] = message.From,
        ["to"] = message.To,
        ["subject"] = message.Subject,
        ["internetMessageId"] = message.InternetId,
        ["conversationId"] = message.Conversation,
        ["isDraft"] = message.IsDraft,
        ["isAnswered"] = message.IsAnswered,
        ["text"] = message.Text,
        ["headers"] = new JsonArray([.. message.Headers.Select(h => $"{h.Name}: {h.Value}")]),
        ["attachments"] = new JsonArray([.. message.Attachments.Select(a => (JsonNode)a.Name)]),
    };

    private static string SenderOf(byte[] mail) => HeaderBlock.Split(mail).Headers.Find("From") is { } from && AddressList.Read(from) is [var first, ..] ? first.Address : "unknown@invalid.example";

    private static Person? PersonOf(string? user) => string.IsNullOrEmpty(user) ? Organisation.Find($"{Organisation.Support}@{Organisation.Domain}") : Organisation.Find(user) ?? Organisation.People.FirstOrDefault(p => p.Alias.Equals(user, StringComparison.OrdinalIgnoreCase));

    private static string NoPerson(string? user) => $"Nobody here is called '{user}'; there are {string.Join(", ", Organisation.People.Select(p => p.Alias))}.";

    private static bool TryProof(string? text, out Arrival.Proof? proof)
    {
        proof = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!Enum.TryParse<Arrival.Proof>(text, ignoreCase: true, out var read)) return false;
        proof = read;
        return true;
    }

    private static async Task<byte[]> BytesAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync(reason + "\n", context.RequestAborted);
    }

    private static void Guard(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
