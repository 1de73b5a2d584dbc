using System.Globalization;
using Automation.Flow;

namespace Automation.Commands;

/// <summary>The <c>mail</c> commands.</summary>
internal enum MailVerb
{
    Held,
    Release,
}

/// <summary>What the command line asked for.</summary>
/// <param name="Id">The mail to release; null for a list.</param>
/// <param name="Limit">Most mails of a list.</param>
internal sealed record MailArguments(MailVerb Verb, string? Id, int Limit, bool Json)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1_000;

    /// <exception cref="UsageException">The arguments can't be understood or don't go together.</exception>
    public static MailArguments Parse(IEnumerable<string> args)
    {
        var words = new Queue<string>(args);
        var parsed = new MailArguments(ReadVerb(words), null, DefaultLimit, false);
        while (words.TryDequeue(out var word))
        {
            parsed = (parsed.Verb, word) switch
            {
                (_, "--json") => parsed with { Json = true },
                (MailVerb.Held, "--limit") => parsed with { Limit = ReadLimit(words) },
                (_, ['-', '-', ..]) => throw new UsageException($"The option '{word}' isn't known for mail {Name(parsed.Verb)}."),
                (MailVerb.Release, _) when parsed.Id is null => parsed with { Id = ReadId(word) },
                (MailVerb.Release, _) => throw new UsageException($"mail release takes one id, but '{word}' was given too."),
                _ => throw new UsageException($"mail held takes no '{word}'."),
            };
        }

        return parsed is { Verb: MailVerb.Release, Id: null } ? throw new UsageException("mail release needs the id of a held mail; automation mail held lists them.") : parsed;
    }

    private static MailVerb ReadVerb(Queue<string> words) => words.TryDequeue(out var word)
        ? word switch
        {
            "held" => MailVerb.Held,
            "release" => MailVerb.Release,
            _ => throw new UsageException($"There is no command 'mail {word}': use mail held or mail release."),
        }
        : throw new UsageException("mail needs a command: held or release.");

    private static int ReadLimit(Queue<string> words)
    {
        var text = words.TryDequeue(out var word) ? word : throw new UsageException("--limit needs a value.");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit
            ? limit
            : throw new UsageException($"--limit must be a whole number from 1 to {MaxLimit}, but '{text}' was given.");
    }

    private static string ReadId(string text) => text.Length == Shelf.Length && Base32.IsEncoded(text)
        ? text
        : throw new UsageException($"'{PlainText.Line(text, 40)}' is no id of a mail; accepted: {Shelf.Length} characters as automation mail held lists them.");

    private static string Name(MailVerb verb) => verb.ToString().ToLowerInvariant();
}
