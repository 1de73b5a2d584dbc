using System.Globalization;
using System.Text;
using Automation.Local.Graph.People;

namespace Automation.Local.Graph.Page;

/// <summary>The forms of the mailbox page: write as anybody, answer, drop a file.</summary>
internal static class MailboxForms
{
    public static readonly IReadOnlyList<(string Value, string Text)> Proofs =
    [
        ("", "As it is: proven for people of the organisation, not proven for others"),
        ("passed", "From outside, proven by its domain (DMARC pass)"),
        ("failed", "Forged: the domain in From says it did not send this (DMARC fail)"),
        ("none", "From outside, nothing proven"),
    ];

    /// <param name="answered">Null for a mail of its own.</param>
    public static void Write(StringBuilder html, Person user, MessageView? answered)
    {
        var subject = answered is null ? "" : answered.Subject.StartsWith("re:", StringComparison.OrdinalIgnoreCase) ? answered.Subject : "Re: " + answered.Subject;
        html.Append("<form method=\"post\" action=\"/mailbox/write\"><h2>").Append(answered is null ? "Write a mail" : "Answer").Append("</h2>");
        if (answered is not null) Hidden(html, "answer", answered.InternetId);
        Hidden(html, "user", user.Alias);
        html.Append("<label for=\"from\">From (a person, or any address such as Ann Other &lt;ann@example.com&gt;)</label><input type=\"text\" id=\"from\" name=\"from\" list=\"people\" required value=\"")
            .Append(answered is null && user.Alias == Organisation.Support ? "" : MailboxPage.Escape(user.Address)).Append("\"><datalist id=\"people\">");
        foreach (var person in Organisation.People) html.Append("<option value=\"").Append(MailboxPage.Escape(person.Address)).Append("\">").Append(MailboxPage.Escape(person.Name)).Append("</option>");
        html.Append("</datalist><label for=\"to\">To</label><input type=\"text\" id=\"to\" name=\"to\" list=\"people\" required value=\"")
            .Append(MailboxPage.Escape(answered?.AnswerTo ?? $"{Organisation.Support}@{Organisation.Domain}")).Append("\"><label for=\"subject\">Subject</label><input type=\"text\" id=\"subject\" name=\"subject\" value=\"")
            .Append(MailboxPage.Escape(subject)).Append("\"><label for=\"text\">Text</label><textarea id=\"text\" name=\"text\">").Append(MailboxPage.Escape(answered is null ? "" : Quoted(answered))).Append("</textarea><label for=\"proof\">Sender</label><select id=\"proof\" name=\"proof\">");
        foreach (var (value, text) in Proofs) html.Append("<option value=\"").Append(value).Append("\">").Append(MailboxPage.Escape(text)).Append("</option>");
        html.Append("</select><button>Send</button></form>");
    }

    /// <param name="host">Name and port of this page.</param>
    public static void Drop(StringBuilder html, Person user, string host)
    {
        html.Append("<form method=\"post\" action=\"/mailbox/drop\" enctype=\"multipart/form-data\"><h2>Drop a mail file <small>.eml, raw as it came</small></h2>");
        Hidden(html, "user", user.Alias);
        html.Append("<label for=\"file\">Drag files here or choose them; they land in the inbox of ").Append(MailboxPage.Escape(user.Name))
            .Append("</label><input type=\"file\" id=\"file\" name=\"file\" multiple required><button>Deliver</button></form><p class=\"meta\">Or from a shell: <code>curl --data-binary @mail.eml ")
            .Append("http://").Append(MailboxPage.Escape(host)).Append("/mailbox/drop?user=").Append(user.Alias).Append("</code></p>");
    }

    /// <summary>As mail programs quote what is answered.</summary>
    private static string Quoted(MessageView answered) =>
        $"\n\n\nOn {answered.At.UtcDateTime.ToString("ddd, d MMM yyyy 'at' HH:mm", CultureInfo.InvariantCulture)}, {answered.From} wrote:\n> {answered.Text.ReplaceLineEndings("\n").Replace("\n", "\n> ", StringComparison.Ordinal)}\n";

    private static void Hidden(StringBuilder html, string name, string value) =>
        html.Append("<input type=\"hidden\" name=\"").Append(name).Append("\" value=\"").Append(MailboxPage.Escape(value)).Append("\">");
}
