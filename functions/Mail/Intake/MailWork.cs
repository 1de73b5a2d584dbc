using System.Globalization;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Mail.Intake;

/// <summary>A message of queue <c>mail</c>: take in a message, look through the mailbox, or see to the subscription.</summary>
/// <param name="Message">Id of a message in the mailbox; null for other work.</param>
/// <param name="Sweep">Why the mailbox is to be looked through; null for other work.</param>
/// <param name="Subscription">reauthorize or renew; null for other work.</param>
/// <param name="Release">Key of a held mail that a person wants treated as ordinary; null for other work.</param>
/// <param name="Looks">How often the message has been looked for and was not there.</param>
/// <param name="Tries">How often it could not be taken in, because something did not answer.</param>
/// <param name="Due">Until when it was put off, in seconds of Unix; 0 when it was not.</param>
internal sealed record MailWork(string? Message, string? Sweep = null, string? Subscription = null, string? Release = null, int Looks = 0, int Tries = 0, long Due = 0)
{
    private const int MostLooks = 1_000;

    /// <summary>Seconds. Messages are put off to full steps, so that copies of one ask for the same time.</summary>
    private const int Step = 30;

    private static readonly string[] Kinds = ["message", "sweep", "subscription", "release"];

    public string Write()
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Message is not null) fields["message"] = Message;
        if (Sweep is not null) fields["sweep"] = Sweep;
        if (Subscription is not null) fields["subscription"] = Subscription;
        if (Release is not null) fields["release"] = Release;
        if (Looks > 0) fields["looks"] = Looks.ToString(CultureInfo.InvariantCulture);
        if (Tries > 0) fields["tries"] = Tries.ToString(CultureInfo.InvariantCulture);
        if (Due > 0) fields["due"] = Due.ToString(CultureInfo.InvariantCulture);
        return JsonSerializer.Serialize(fields, MailJson.Plain.DictionaryStringString);
    }

    /// <exception cref="PoisonMessageException">It is none of ours.</exception>
    public static MailWork Read(string body)
    {
        try
        {
            var fields = JsonSerializer.Deserialize(body, MailJson.Plain.DictionaryStringString);
            if (fields is not null && fields.Keys.Count(Kinds.Contains) == 1 && fields.Keys.All(k => Kinds.Contains(k) || k is "due" || (k is "looks" or "tries" && fields.ContainsKey("message"))))
            {
                var work = new MailWork(fields.GetValueOrDefault("message"), fields.GetValueOrDefault("sweep"), fields.GetValueOrDefault("subscription"), fields.GetValueOrDefault("release"), Number(fields, "looks"), Number(fields, "tries"), long.TryParse(fields.GetValueOrDefault("due"), NumberStyles.None, CultureInfo.InvariantCulture, out var due) ? due : 0);
                if ((work.Message ?? work.Sweep ?? work.Subscription ?? work.Release) is { Length: > 0 }) return work;
            }
        }
        catch (JsonException)
        {
            // Said below: the accepted form is the same for every other text.
        }

        throw new PoisonMessageException("""a message of queue mail must be {"message": "id"}, {"sweep": "reason"}, {"subscription": "renew"} or {"release": "key"}""");
    }

    /// <summary>
    /// For what a look through the mailbox found: under ids of that look, since the queue would drop it in its window after a
    /// notification, and that one may have come before the mailbox showed the message.
    /// </summary>
    public OutgoingMessage AsSwept(DateTimeOffset look) => new($"mail-{Shelf.Of(Message!)}-{look.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}", Write());

    /// <summary>For a mail whose message did not bring it to its end; once an hour.</summary>
    public OutgoingMessage AsResumed(DateTimeOffset now) => new($"mail-{Shelf.Of(Message!)}-resumed-{(now.ToUnixTimeSeconds() / 3_600).ToString(CultureInfo.InvariantCulture)}", Write());

    /// <summary>
    /// Put off until about then. Under an id that a copy of the message gives too, so that the queue drops all but one, and
    /// never under the message's own, which the queue would drop while this one is being worked on: it is due later than this
    /// one was, also by a clock that is behind.
    /// </summary>
    public OutgoingMessage AsLater(DateTimeOffset earliest)
    {
        var due = Math.Max((earliest.ToUnixTimeSeconds() + Step - 1) / Step * Step, Due + Step);
        var id = $"later-{Shelf.Of((this with { Due = 0 }).Write())}-{due.ToString(CultureInfo.InvariantCulture)}";
        return new OutgoingMessage(id, (this with { Due = due }).Write()) { NotBefore = DateTimeOffset.FromUnixTimeSeconds(due) };
    }

    /// <summary>The queue drops a repetition within its window; a person's release is never one.</summary>
    public OutgoingMessage AsMessage(DateTimeOffset now) => new(
        Message is not null ? $"mail-{Shelf.Of(Message)}" : Sweep is not null || Subscription is not null ? $"mail-{Sweep ?? Subscription}-{now.ToUnixTimeSeconds() / 5}" : $"mail-{SortableId.New(now)}",
        Write());

    private static int Number(Dictionary<string, string> fields, string name) => int.TryParse(fields.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, MostLooks) : 0;
}
