using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Local.Graph.Mime;
using Automation.Local.Graph.People;

namespace Automation.Local.Graph.Mail;

/// <summary>
/// Carries mail: what a mailbox sends lands in the inboxes of the people of the organisation, with the headers that Exchange
/// writes; what goes to others is kept as sent. Who doesn't exist here bounces, and automatic replies go out on request.
/// </summary>
internal sealed class Postman(MailStore store, Responders responders, Action<StoredMessage, string> changed, TimeProvider time)
{
    /// <summary>Two programs that answer each other stop here; a mail system would stop them by their hops.</summary>
    private const int LongestLoop = 20;

    /// <summary>Puts a raw mail into the inbox of a person.</summary>
    public StoredMessage Deliver(Person person, byte[] raw)
    {
        var now = time.GetUtcNow();
        var reading = MimeReading.Of(raw, now);
        var facts = reading.Message;
        foreach (var name in (ReadOnlySpan<string>)["createdDateTime", "lastModifiedDateTime", "receivedDateTime"]) facts[name] = MimeReading.Time(now);
        Converse(person.Id, facts, reading.References);
        var attachments = reading.Attachments.Select(a => new StoredAttachment(MailId.Immutable(MailId.New()), a.Facts, a.Content)).ToList();
        var message = store.Add(person.Id, store.Folder(person.Id, MailFolder.Inbox).Id, facts, attachments, raw);
        changed(message, "created");
        return message;
    }

    /// <summary>Delivers, and lets the person's automatic reply answer.</summary>
    /// <param name="answers">How many automatic replies led here.</param>
    public StoredMessage DeliverAndAnswer(Person person, byte[] raw, int answers = 0)
    {
        var message = Deliver(person, raw);
        if (answers < LongestLoop && responders.Answer(person, message) is { } answer) Send(person, answer, [], answers: answers + 1);
        return message;
    }

    /// <summary>A draft goes out: it moves to Sent Items under the same immutable id.</summary>
    public StoredMessage SendDraft(Person person, StoredMessage draft)
    {
        var attachments = store.Attachments(draft);
        var facts = (JsonObject)draft.Facts.DeepClone();
        Stamp(person, facts);
        var raw = MimeWriter.Write(facts, [.. attachments.Select(a => new MimeAttachment(a.Facts, a.Content))], []);
        facts["internetMessageHeaders"] = MimeReading.Of(raw, time.GetUtcNow()).Message["internetMessageHeaders"]?.DeepClone();
        var sent = store.Change(draft, facts, store.Folder(person.Id, MailFolder.Sent).Id, raw);
        changed(sent, "created");
        Carry(person, facts, raw);
        return sent;
    }

    /// <summary>A mail that was never a draft, by sendMail, by the page or by an automatic reply.</summary>
    /// <param name="keeps">Whether it is kept in Sent Items.</param>
    public void Send(Person person, JsonObject facts, IReadOnlyList<MimeAttachment> attachments, bool keeps = true, int answers = 0)
    {
        Complete(person, facts, []);
        Stamp(person, facts);
        var raw = MimeWriter.Write(facts, attachments, []);
        if (keeps)
        {
            var stored = attachments.Select(a => new StoredAttachment(MailId.Immutable(MailId.New()), a.Facts, a.Content)).ToList();
            facts["internetMessageHeaders"] = MimeReading.Of(raw, time.GetUtcNow()).Message["internetMessageHeaders"]?.DeepClone();
            store.Add(person.Id, store.Folder(person.Id, MailFolder.Sent).Id, facts, stored, raw);
        }

        Carry(person, facts, raw, answers);
    }

    /// <summary>A person of the organisation writes a mail.</summary>
    public void SendAs(Person person, JsonObject facts, IReadOnlyList<string> references)
    {
        Complete(person, facts, references);
        Send(person, facts, []);
    }

    /// <summary>Somebody writes whose mail comes from outside, whatever name it bears.</summary>
    public void SendFromOutside(MimeAddress from, JsonObject facts, IReadOnlyList<MimeAddress> to, Arrival.Proof proof)
    {
        facts["from"] = MimeReading.Recipient(from);
        facts["sentDateTime"] = MimeReading.Time(time.GetUtcNow());
        facts["internetMessageId"] = $"<{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}@{from.Address[(from.Address.LastIndexOf('@') + 1)..]}>";
        byte[] raw = [.. Arrival.Headers(from.Address, proof, time.GetUtcNow()), .. MimeWriter.Write(facts, [], [])];
        foreach (var receiver in to.Select(t => Organisation.Receiver(t.Address)).OfType<Person>().Distinct()) DeliverAndAnswer(receiver, raw);
    }

    /// <summary>Fills in what every message has.</summary>
    /// <param name="references">Message ids of the conversation, the first one first.</param>
    public void Complete(Person person, JsonObject facts, IReadOnlyList<string> references)
    {
        var now = MimeReading.Time(time.GetUtcNow());
        foreach (var name in (ReadOnlySpan<string>)["createdDateTime", "lastModifiedDateTime", "receivedDateTime", "sentDateTime"]) facts[name] ??= now;
        foreach (var name in (ReadOnlySpan<string>)["toRecipients", "ccRecipients", "bccRecipients", "replyTo", "categories"]) facts[name] ??= new JsonArray();
        facts["subject"] ??= "";
        facts["body"] ??= new JsonObject { ["contentType"] = "text", ["content"] = "" };
        facts["importance"] ??= "normal";
        facts["internetMessageId"] ??= $"<{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}@{Organisation.Domain}>";
        foreach (var name in (ReadOnlySpan<string>)["from", "sender"]) facts[name] ??= MimeReading.Recipient(new MimeAddress(person.Name, person.Address));
        foreach (var (name, value) in (ReadOnlySpan<(string, bool)>)[("isRead", true), ("isDraft", false), ("hasAttachments", false), ("isDeliveryReceiptRequested", false), ("isReadReceiptRequested", false)]) facts[name] ??= value;
        facts["inferenceClassification"] ??= "focused";
        facts["flag"] ??= new JsonObject { ["flagStatus"] = "notFlagged" };
        facts["bodyPreview"] = Preview.Of((string?)facts["body"]?["content"] ?? "", IsHtml(facts));
        if (facts["conversationId"] is null) Converse(person.Id, facts, references);
    }

    public static bool IsHtml(JsonObject facts) => string.Equals((string?)facts["body"]?["contentType"], "html", StringComparison.OrdinalIgnoreCase);

    /// <summary>The conversation of a mail that it refers to, else one of its own.</summary>
    private void Converse(string owner, JsonObject facts, IReadOnlyList<string> references)
    {
        var known = references.Reverse().Take(20).SelectMany(r => store.ByInternetId(owner, r)).FirstOrDefault();
        var root = references.Count > 0 ? references[0] : (string)facts["internetMessageId"]!;
        facts["conversationId"] = known?.Conversation ?? "AAQkAGE1ZmYwMWIxLTJkMWYtNGE0MC1iYTk3LTU4ZDZjY2MwMDAwMAAQ" + System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(root))) + "=";
        facts["conversationIndex"] = Convert.ToBase64String([1, .. SHA256.HashData(Encoding.UTF8.GetBytes((string)facts["conversationId"]!))[..21]]);
    }

    private void Stamp(Person person, JsonObject facts)
    {
        var now = MimeReading.Time(time.GetUtcNow());
        foreach (var name in (ReadOnlySpan<string>)["sentDateTime", "receivedDateTime", "lastModifiedDateTime"]) facts[name] = now;
        facts["isDraft"] = false;
        facts["isRead"] = true;
        facts["from"] ??= MimeReading.Recipient(new MimeAddress(person.Name, person.Address));
    }

    private void Carry(Person sender, JsonObject facts, byte[] raw, int answers = 0)
    {
        var addresses = MessageInput.Receivers.SelectMany(n => (facts[n] as JsonArray ?? []).Select(r => (string?)r?["emailAddress"]?["address"])).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var address in addresses)
        {
            if (Organisation.Receiver(address) is { } receiver) DeliverAndAnswer(receiver, [.. Arrival.Headers(sender.Address, Arrival.Proof.Internal, time.GetUtcNow()), .. raw], answers);
            else if (address.EndsWith("@" + Organisation.Domain, StringComparison.OrdinalIgnoreCase)) Deliver(sender, Bounce.Write(sender.Address, address, (string)facts["internetMessageId"]!, (string?)facts["subject"] ?? "", raw, time.GetUtcNow()));
        }
    }
}
