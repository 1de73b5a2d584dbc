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
internal sealed record MailWork(string? Message, string? Sweep = null, string? Subscription = null, string? Release = null, int Looks = 0, int Tries = 0)
{
    private const int MostLooks = 1_000;

    public string Write()
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Message is not null) fields["message"] = Message;
        if (Sweep is not null) fields["sweep"] = Sweep;
        if (Subscription is not null) fields["subscription"] = Subscription;
        if (Release is not null) fields["release"] = Release;
        if (Looks > 0) fields["looks"] = Looks.ToString(CultureInfo.InvariantCulture);
        if (Tries > 0) fields["tries"] = Tries.ToString(CultureInfo.InvariantCulture);
        return JsonSerializer.Serialize(fields, MailJson.Plain.DictionaryStringString);
    }

    /// <exception cref="PoisonMessageException">It is none of ours.</exception>
    public static MailWork Read(string body)
    {
        try
        {
            var fields = JsonSerializer.Deserialize(body, MailJson.Plain.DictionaryStringString);
            if (fields is { Count: 1 } || (fields is { Count: 2 or 3 } && fields.ContainsKey("message") && fields.Keys.All(k => k is "message" or "looks" or "tries")))
            {
                var work = new MailWork(fields.GetValueOrDefault("message"), fields.GetValueOrDefault("sweep"), fields.GetValueOrDefault("subscription"), fields.GetValueOrDefault("release"), Number(fields.GetValueOrDefault("looks")), Number(fields.GetValueOrDefault("tries")));
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

    /// <summary>The queue drops a repetition within its window; a person's release is never one.</summary>
    public OutgoingMessage AsMessage(DateTimeOffset now) => new(
        Message is not null ? $"mail-{Shelf.Of(Message)}" : Sweep is not null || Subscription is not null ? $"mail-{Sweep ?? Subscription}-{now.ToUnixTimeSeconds() / 5}" : $"mail-{SortableId.New(now)}",
        Write());

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, MostLooks) : 0;
}
