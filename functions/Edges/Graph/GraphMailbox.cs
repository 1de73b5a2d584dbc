using System.Globalization;
using Automation.Flow;
using Automation.Mail;
using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.MailFolders.Item.Messages.Delta;
using Microsoft.Graph.Users.Item.Messages.Item.CreateReply;
using Microsoft.Graph.Users.Item.SendMail;

namespace Automation.Edges.Graph;

/// <summary>The support mailbox in Exchange Online, through Microsoft Graph.</summary>
/// <param name="mailbox">Its address or the id of its user.</param>
internal sealed class GraphMailbox(GraphClient graph, GraphSubscriptions subscriptions, string mailbox, TimeProvider clock) : IMailbox, IDisposable
{
    private const string ReadWrite = "Mail.ReadWrite";
    private const string Inbox = "inbox";
    private const int PageSize = 100;

    /// <summary>Each costs a request.</summary>
    private const int MaxAttachedMails = 3;

    /// <summary>One fewer than requests at once: in a burst many mails wait to be read, and answers, which hold claims meanwhile, must not wait behind them.</summary>
    private const int MostReadAtOnce = 3;

    /// <summary>For throwing a draft away that nobody will use.</summary>
    private static readonly TimeSpan CleanUpLimit = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim reading = new(MostReadAtOnce, MostReadAtOnce);

    public async Task<MailMessage?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            return await ReadInTurnAsync(id, cancellationToken);
        }
        finally
        {
            reading.Release();
        }
    }

    public void Dispose() => reading.Dispose();

    private async Task<MailMessage?> ReadInTurnAsync(string id, CancellationToken cancellationToken)
    {
        var message = await graph.AskAsync("read a message", ReadWrite, c => c.Users[mailbox].Messages[id].GetAsync(r =>
        {
            r.QueryParameters.Select = GraphMessages.Select;
            r.QueryParameters.Expand = [GraphMessages.ExpandAttachments];
        }, cancellationToken), cancellationToken);
        if (message is null) return null;
        var mail = GraphMessages.Read(message, clock.GetUtcNow());
        return mail.Attachments?.Any(IsMail) == true ? mail with { Attachments = await WithMailsAsync(id, mail.Attachments, cancellationToken) } : mail;
    }

    private async Task<IReadOnlyList<MailAttachment>> WithMailsAsync(string id, IReadOnlyList<MailAttachment> attachments, CancellationToken cancellationToken)
    {
        var read = new List<MailAttachment>(attachments.Count);
        var left = MaxAttachedMails;
        foreach (var attachment in attachments) read.Add(IsMail(attachment) && left-- > 0 ? await WithMailAsync(id, attachment, cancellationToken) : attachment);
        return read;
    }

    /// <summary>As it is when it is no mail (an appointment, a contact). Where Graph can't show it the mail around it is read all the same.</summary>
    private async Task<MailAttachment> WithMailAsync(string id, MailAttachment attachment, CancellationToken cancellationToken)
    {
        try
        {
            var found = await graph.AskAsync("read an attached mail", ReadWrite, c => c.Users[mailbox].Messages[id].Attachments[attachment.Id].GetAsync(r => r.QueryParameters.Expand = [GraphMessages.ExpandItem], cancellationToken), cancellationToken);
            return (found as ItemAttachment)?.Item is Message attached ? attachment with { Mail = GraphMessages.Read(attached, clock.GetUtcNow()) } : attachment;
        }
        catch (Exception e) when (e is MailboxRefusedException or DependencyUnavailableException { IsBusy: false })
        {
            return attachment with { Unread = e };
        }
    }

    private static bool IsMail(MailAttachment attachment) => attachment.Kind == "message";

    public async Task<MailMessage?> ReadEnvelopeAsync(string id, CancellationToken cancellationToken)
    {
        var message = await graph.AskAsync("read a message's envelope", ReadWrite, c => c.Users[mailbox].Messages[id].GetAsync(r => r.QueryParameters.Select = GraphMessages.SelectEnvelope, cancellationToken), cancellationToken);
        return message is null ? null : GraphMessages.Read(message, clock.GetUtcNow());
    }

    public async Task<MailboxChanges?> ChangesAsync(string? link, DateTimeOffset since, CancellationToken cancellationToken)
    {
        // A link comes from a table: our token goes with it only to where it came from.
        if (link is not null && (!Uri.TryCreate(link, UriKind.Absolute, out var address) || !graph.Leads(address))) return null;
        try
        {
            return await PageAsync(link, since, cancellationToken);
        }
        catch (MailboxRefusedException e) when (e.IsFinal && link is not null)
        {
            // Whatever is wrong with the link, it won't come right: begin again.
            return null;
        }
    }

    private async Task<MailboxChanges?> PageAsync(string? link, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var page = await graph.AskAsync("list changes of the inbox", ReadWrite, c =>
        {
            var delta = c.Users[mailbox].MailFolders[Inbox].Messages.Delta;
            return link is not null
                ? delta.WithUrl(link).GetAsDeltaGetResponseAsync(r => r.Headers.Add("Prefer", $"odata.maxpagesize={PageSize}"), cancellationToken)
                : delta.GetAsDeltaGetResponseAsync(r =>
                {
                    r.Headers.Add("Prefer", $"odata.maxpagesize={PageSize}");
                    r.QueryParameters.Select = ["receivedDateTime"];
                    r.QueryParameters.Filter = $"receivedDateTime ge {since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}";
                }, cancellationToken);
        }, cancellationToken);
        return page is null ? null : Changes(page);
    }

    public async Task<OutgoingMailState?> FindAsync(string effectKey, CancellationToken cancellationToken)
    {
        var page = await graph.ListAsync("look for an answer", ReadWrite, c => c.Users[mailbox].Messages.GetAsync(r =>
        {
            r.QueryParameters.Filter = $"singleValueExtendedProperties/Any(ep: ep/id eq '{GraphMessages.EffectProperty}' and ep/value eq '{Quote(effectKey)}')";
            r.QueryParameters.Select = ["id", "isDraft", "internetMessageId"];
        }, cancellationToken), cancellationToken);
        var found = new List<Message>();
        while (true)
        {
            found.AddRange(page.Value ?? []);

            // A search may answer an empty page before the one that holds the mail.
            if (page.OdataNextLink is not { } link || !graph.Leads(new Uri(link))) break;
            page = await graph.ListAsync("look for an answer", ReadWrite, c => c.Users[mailbox].Messages.WithUrl(link).GetAsync(cancellationToken: cancellationToken), cancellationToken);
        }

        // A draft beside a sent mail is left of a run that died: what was sent counts.
        return State(found.OrderBy(m => m.IsDraft ?? false).FirstOrDefault());
    }

    public async Task<OutgoingMailState> DraftAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (mail.AnswerTo is { } answered && await ReplyAsync(mail, answered, cancellationToken) is { } reply) return reply;
        var isAnswer = mail.AnswerTo is not null && !mail.Subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase);
        var draft = GraphMessages.Write(mail, isAnswer ? $"Re: {mail.Subject}" : mail.Subject);
        draft.InternetMessageHeaders = GraphMessages.Headers(mail);
        var made = await graph.AskAsync("make a draft", ReadWrite, c => c.Users[mailbox].Messages.PostAsync(draft, cancellationToken: cancellationToken), cancellationToken);
        return State(made) ?? throw new DependencyUnavailableException("Microsoft Graph", "it made a draft and did not say which", null);
    }

    public async Task<bool> SendAsync(string draftId, CancellationToken cancellationToken)
    {
        try
        {
            return await graph.DoAsync("send a draft", "Mail.Send", c => c.Users[mailbox].Messages[draftId].Send.PostAsync(cancellationToken: cancellationToken), cancellationToken);
        }
        catch (MailboxRefusedException e) when (e.IsFinal)
        {
            // What was sent is no draft any more, and Graph refuses to send it again; on its way it is nowhere for a moment.
            var draft = await graph.AskAsync("look at a draft", ReadWrite, c => c.Users[mailbox].Messages[draftId].GetAsync(r => r.QueryParameters.Select = ["isDraft"], cancellationToken), cancellationToken);
            if (draft is { IsDraft: not false }) throw;
            return draft is not null;
        }
    }

    public Task DiscardAsync(string id, CancellationToken cancellationToken) =>
        graph.DoAsync("delete a message", ReadWrite, c => c.Users[mailbox].Messages[id].PermanentDelete.PostAsync(cancellationToken: cancellationToken), cancellationToken);

    public async Task SendUnkeptAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var message = GraphMessages.Write(mail, mail.Subject);
        message.InternetMessageHeaders = GraphMessages.Headers(mail);
        var body = new SendMailPostRequestBody { Message = message, SaveToSentItems = false };
        if (!await graph.DoAsync("send a mail", "Mail.Send", c => c.Users[mailbox].SendMail.PostAsync(body, cancellationToken: cancellationToken), cancellationToken))
            throw new DependencyUnavailableException("Microsoft Graph", "it did not find the mailbox when asked to send a mail", null);
    }

    public Task<IReadOnlyList<MailSubscription>> ListSubscriptionsAsync(Uri notificationUrl, CancellationToken cancellationToken) => subscriptions.ListAsync(notificationUrl, cancellationToken);

    public Task<MailSubscription> SubscribeAsync(Uri notificationUrl, Uri lifecycleUrl, string clientState, DateTimeOffset until, CancellationToken cancellationToken) =>
        subscriptions.CreateAsync(notificationUrl, lifecycleUrl, clientState, until, cancellationToken);

    public Task<MailSubscription?> RenewAsync(string subscriptionId, DateTimeOffset until, CancellationToken cancellationToken) => subscriptions.RenewAsync(subscriptionId, until, cancellationToken);

    public Task<bool> ReauthorizeAsync(string subscriptionId, CancellationToken cancellationToken) => subscriptions.ReauthorizeAsync(subscriptionId, cancellationToken);

    public Task UnsubscribeAsync(string subscriptionId, CancellationToken cancellationToken) => subscriptions.DeleteAsync(subscriptionId, cancellationToken);

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var inbox = await graph.AskAsync("open the inbox", ReadWrite, c => c.Users[mailbox].MailFolders[Inbox].GetAsync(r => r.QueryParameters.Select = ["id"], cancellationToken), cancellationToken);
            return inbox is null ? "The mailbox has no inbox: check Mail__Mailbox." : null;
        }
        catch (Exception e) when (e is MailboxRefusedException or DependencyUnavailableException)
        {
            return e.Message;
        }
    }

    /// <summary>
    /// A reply stays in the conversation. The reference promises headers at the making and extended properties at an update, so
    /// the key is on it only after the second call: a draft without it is found by nobody, and is thrown away whatever failed.
    /// Only a process that dies between the two leaves one, which is never sent.
    /// </summary>
    /// <returns>Null when the answered message is gone.</returns>
    private async Task<OutgoingMailState?> ReplyAsync(OutgoingMail mail, string answered, CancellationToken cancellationToken)
    {
        var body = new CreateReplyPostRequestBody { Message = new Message { InternetMessageHeaders = GraphMessages.Headers(mail) } };
        var reply = await graph.AskAsync("make a reply", ReadWrite, c => c.Users[mailbox].Messages[answered].CreateReply.PostAsync(body, cancellationToken: cancellationToken), cancellationToken);
        if (reply?.Id is not { } id) return null;
        try
        {
            var updated = await graph.AskAsync("write a reply", ReadWrite, c => c.Users[mailbox].Messages[id].PatchAsync(GraphMessages.Write(mail, mail.Subject), cancellationToken: cancellationToken), cancellationToken);

            // Just made: where it is not seen yet it will be, and another mail would be none of the conversation.
            return State(updated) ?? throw new DependencyUnavailableException("Microsoft Graph", "it did not show a reply that it had just made", null);
        }
        catch (Exception e) when (IsFailure(e))
        {
            await ThrowAwayAsync(id);
            throw;
        }
    }

    /// <summary>As far as it goes: the failure that led here is what counts. Also when the caller's time is over.</summary>
    private async Task ThrowAwayAsync(string draftId)
    {
        using var limit = new CancellationTokenSource(CleanUpLimit, clock);
        try
        {
            await DiscardAsync(draftId, limit.Token);
        }
        catch (Exception e) when (IsFailure(e))
        {
            // A draft without a key is sent by nobody; a person may delete it.
        }
    }

    private static bool IsFailure(Exception e) => e is MailboxRefusedException or DependencyUnavailableException or OperationCanceledException;

    private static OutgoingMailState? State(Message? message) => message?.Id is { } id ? new OutgoingMailState(id, !(message.IsDraft ?? false), message.InternetMessageId) : null;

    private static MailboxChanges? Changes(DeltaGetResponse page)
    {
        if ((page.OdataNextLink ?? page.OdataDeltaLink) is not { Length: > 0 } link) return null;
        var all = page.Value ?? [];
        var there = all.Where(m => m.Id is not null && !IsRemoved(m)).Select(m => m.Id!).Distinct(StringComparer.Ordinal).ToList();
        var gone = all.Where(m => m.Id is not null && IsRemoved(m)).Select(m => m.Id!).Distinct(StringComparer.Ordinal).ToList();
        return new MailboxChanges(there, gone, link, page.OdataNextLink is not null);
    }

    /// <summary>The reason says <c>deleted</c> of a message that was moved, too (message: delta, v1.0), so it tells nothing.</summary>
    private static bool IsRemoved(Message message) => message.AdditionalData.ContainsKey("@removed");

    /// <summary>A quote in a text of OData is doubled.</summary>
    private static string Quote(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}
