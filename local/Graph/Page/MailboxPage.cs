using System.Globalization;
using System.Net;
using System.Text;
using Automation.Local.Graph.People;

namespace Automation.Local.Graph.Page;

/// <summary>Which part of the page is asked for.</summary>
/// <param name="Conversation">Null for the lists.</param>
/// <param name="Tab">write, drop, or empty for the mailbox.</param>
/// <param name="Said">A line on top that tells what was done.</param>
/// <param name="Host">Name and port under which the page was asked for.</param>
internal sealed record MailboxAsk(Person User, string? Conversation, string Tab, bool Refreshes, string? Said, string Host);

/// <summary>The page <c>/mailbox</c>: one document without scripts or outside resources, everything from mails escaped.</summary>
internal static class MailboxPage
{
    public static string Render(MailboxAsk ask, IReadOnlyDictionary<string, long> counts, IReadOnlyList<MessageView> inbox, IReadOnlyList<MessageView> sent, IReadOnlyList<MessageView> conversation)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        var isList = ask.Conversation is null && ask.Tab.Length == 0;
        if (isList && ask.Refreshes) html.Append("<meta http-equiv=\"refresh\" content=\"5\">");
        html.Append("<title>Mailbox</title><style>").Append(MailboxStyle.Text).Append("</style></head><body><header><h1>Mailbox</h1><p>Mail of the organisation that plays on this machine; nothing leaves it.</p><nav>");
        foreach (var person in Organisation.People)
            Link(html, $"{person.Name}{(counts.GetValueOrDefault(person.Id) is > 0 and var n ? $" ({n})" : "")}", $"/mailbox?user={person.Alias}", person == ask.User && ask.Tab.Length == 0 ? "on" : "");
        html.Append("</nav><nav>");
        Link(html, "Write a mail", $"/mailbox?user={ask.User.Alias}&tab=write", ask.Tab == "write" ? "act on" : "act");
        Link(html, "Drop a mail file", $"/mailbox?user={ask.User.Alias}&tab=drop", ask.Tab == "drop" ? "act on" : "act");
        if (isList) Link(html, ask.Refreshes ? "Renews every 5 s: pause" : "Paused: renew", $"/mailbox?user={ask.User.Alias}{(ask.Refreshes ? "&refresh=off" : "")}", "");
        html.Append("</nav></header><main>");
        if (ask.Said is { Length: > 0 } said) html.Append("<p class=\"meta\"><span class=\"badge ok\">").Append(Escape(said)).Append("</span></p>");
        if (ask.Tab == "write") MailboxForms.Write(html, ask.User, null);
        else if (ask.Tab == "drop") MailboxForms.Drop(html, ask.User, ask.Host);
        else if (ask.Conversation is not null) Conversation(html, ask, conversation);
        else Lists(html, ask, inbox, sent);
        return html.Append("</main></body></html>").ToString();
    }

    public static string Escape(string? text) => WebUtility.HtmlEncode(text ?? "");

    private static void Lists(StringBuilder html, MailboxAsk ask, IReadOnlyList<MessageView> inbox, IReadOnlyList<MessageView> sent)
    {
        html.Append("<div class=\"columns\">");
        List(html, "Inbox", ask.User, inbox, shows: m => m.From);
        List(html, "Sent", ask.User, sent, shows: m => "To " + m.To);
        html.Append("</div>");
    }

    private static void List(StringBuilder html, string title, Person user, IReadOnlyList<MessageView> messages, Func<MessageView, string> shows)
    {
        html.Append("<section><h2>").Append(title).Append(" <small>").Append(Escape(user.Address)).Append("</small></h2>");
        if (messages.Count == 0) html.Append("<p class=\"none\">Nothing here yet.</p>");
        foreach (var message in messages)
        {
            html.Append("<a class=\"row\" href=\"/mailbox?user=").Append(user.Alias).Append("&amp;conversation=").Append(Escape(Uri.EscapeDataString(message.Conversation))).Append("\"><span class=\"meta\">")
                .Append(Escape(shows(message))).Append(" · <time>").Append(Time(message.At)).Append("</time></span><b>").Append(Escape(message.Subject.Length > 0 ? message.Subject : "(no subject)"))
                .Append("</b><span class=\"preview\">").Append(Escape(message.Preview.ReplaceLineEndings(" "))).Append("</span>");
            Badges(html, message);
            html.Append("</a>");
        }

        html.Append("</section>");
    }

    private static void Conversation(StringBuilder html, MailboxAsk ask, IReadOnlyList<MessageView> messages)
    {
        html.Append("<h2>Conversation <small>in the mailbox of ").Append(Escape(ask.User.Name)).Append(" · <a href=\"/mailbox?user=").Append(ask.User.Alias).Append("\">back to the lists</a></small></h2>");
        if (messages.Count == 0) html.Append("<p class=\"none\">There is no such conversation here any more.</p>");
        foreach (var message in messages) Message(html, ask.User, message);
        if (messages.LastOrDefault(m => !m.IsOwn) is { } last) MailboxForms.Write(html, ask.User, last);
    }

    private static void Message(StringBuilder html, Person user, MessageView message)
    {
        var id = Escape(Uri.EscapeDataString(message.Id));
        html.Append("<article").Append(message.IsOwn ? " class=\"own\"" : "").Append("><div class=\"meta\"><b>").Append(Escape(message.From)).Append("</b> to ").Append(Escape(message.To))
            .Append(" · <time>").Append(Time(message.At)).Append("</time> · ").Append(Escape(message.Folder)).Append("</div>");
        Badges(html, message with { IsAnswered = false });
        html.Append("<h3>").Append(Escape(message.Subject)).Append("</h3><pre>").Append(Escape(message.Text)).Append("</pre>");
        foreach (var attachment in message.Attachments)
        {
            html.Append("<p class=\"links\"><a href=\"/mailbox/attachment?user=").Append(user.Alias).Append("&amp;id=").Append(id).Append("&amp;attachment=").Append(Escape(Uri.EscapeDataString(attachment.Id))).Append("\">")
                .Append(Escape(attachment.Name)).Append("</a> ").Append(attachment.Size.ToString("N0", CultureInfo.InvariantCulture)).Append(" bytes</p>");
        }

        if (message.IsHtml) html.Append("<details><summary>As HTML, without scripts and without pictures from elsewhere</summary><iframe sandbox loading=\"lazy\" title=\"HTML of the mail\" src=\"/mailbox/body?user=").Append(user.Alias).Append("&amp;id=").Append(id).Append("\"></iframe></details>");
        html.Append("<details><summary>Headers and raw text</summary><p class=\"links\"><a href=\"/mailbox/raw?user=").Append(user.Alias).Append("&amp;id=").Append(id).Append("\">Raw text</a></p><pre>");
        foreach (var (name, value) in message.Headers) html.Append(Escape(name)).Append(": ").Append(Escape(value)).Append('\n');
        html.Append("</pre></details></article>");
    }

    private static void Badges(StringBuilder html, MessageView message)
    {
        var badges = new List<(string Text, string Kind)>();
        if (message.IsDraft) badges.Add(("draft, not sent", "bad"));
        if (message.IsAnswered && !message.IsOwn) badges.Add(("answered", "ok"));
        if (message.Proof is { } proof) badges.Add((proof == "pass" ? "sender proven" : proof == "fail" ? "sender forged" : "sender not proven", proof == "pass" ? "ok" : proof == "fail" ? "bad" : ""));
        if (message.Attachments.Count > 0) badges.Add((message.Attachments.Count == 1 ? "1 attachment" : $"{message.Attachments.Count} attachments", ""));
        if (badges.Count == 0) return;
        html.Append("<span class=\"meta\">");
        foreach (var (text, kind) in badges) html.Append("<span class=\"badge ").Append(kind).Append("\">").Append(Escape(text)).Append("</span>");
        html.Append("</span>");
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    private static void Link(StringBuilder html, string text, string address, string kind) =>
        html.Append("<a").Append(kind.Length > 0 ? $" class=\"{kind}\"" : "").Append(" href=\"").Append(Escape(address)).Append("\">").Append(Escape(text)).Append("</a>");
}
