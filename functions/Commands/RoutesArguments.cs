using System.Globalization;
using Automation.Flow;
using Automation.Routing;

namespace Automation.Commands;

/// <summary>The <c>routes</c> commands.</summary>
internal enum RoutesVerb
{
    Check,
    Show,
    Test,
    Replay,
}

/// <summary>What the command line asked for.</summary>
/// <param name="File">Routing file; null for the app's own.</param>
/// <param name="Teams">Teams file; null for the one beside <paramref name="File"/>, else the app's own.</param>
/// <param name="Source">Name in the address that payloads are posted to; null for none.</param>
internal sealed record RoutesArguments(
    RoutesVerb Verb, string? File, string? Teams, bool Json, IReadOnlyList<string> Payloads, string? Source,
    DateTimeOffset? At, IReadOnlyList<(string Name, string Value)> Facts, DateTimeOffset? Since)
{
    /// <exception cref="UsageException">The arguments can't be understood or don't go together.</exception>
    public static RoutesArguments Parse(IEnumerable<string> args, DateTimeOffset now)
    {
        var words = new Queue<string>(args);
        var parsed = new RoutesArguments(ReadVerb(words), null, null, false, [], null, null, [], null);
        var files = new List<string>();
        while (words.TryDequeue(out var word))
        {
            if (word.StartsWith("--", StringComparison.Ordinal)) parsed = Option(parsed, word, words, now);
            else files.Add(word);
        }

        return Check(parsed with { File = files.FirstOrDefault(), Payloads = [.. files.Skip(1)] });
    }

    private static RoutesVerb ReadVerb(Queue<string> words) => words.TryDequeue(out var word)
        ? word switch
        {
            "check" => RoutesVerb.Check,
            "show" => RoutesVerb.Show,
            "test" => RoutesVerb.Test,
            "replay" => RoutesVerb.Replay,
            _ => throw new UsageException($"There is no command 'routes {word}': use routes check, routes show, routes test or routes replay."),
        }
        : throw new UsageException("routes needs a command: check, show, test or replay.");

    private static RoutesArguments Option(RoutesArguments parsed, string word, Queue<string> words, DateTimeOffset now)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var (name, inline) = equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
        return (parsed.Verb, name) switch
        {
            (_, "--json") => inline is null ? parsed with { Json = true } : throw new UsageException($"--json takes no value, but '{inline}' was given."),
            (_, "--teams") => parsed with { Teams = Value() },
            (RoutesVerb.Test, "--source") => parsed with { Source = Value() },
            (RoutesVerb.Test, "--at") => parsed with { At = Time(Value(), name) },
            (RoutesVerb.Test, "--fact") => parsed with { Facts = [.. parsed.Facts, Fact(Value())] },
            (RoutesVerb.Replay, "--since") => parsed with { Since = ReadSince(Value(), now) },
            _ => throw new UsageException($"The option '{name}' isn't known for routes {parsed.Verb.ToString().ToLowerInvariant()}."),
        };

        string Value() => inline is { Length: > 0 } ? inline
            : inline is null && words.TryDequeue(out var next) && !next.StartsWith("--", StringComparison.Ordinal) ? next
            : throw new UsageException($"{name} needs a value.");
    }

    private static DateTimeOffset ReadSince(string text, DateTimeOffset now) => Durations.TryParse(text, out var age) && age < now - DateTimeOffset.UnixEpoch ? now - age : Time(text, "--since");

    private static DateTimeOffset Time(string text, string option) =>
        text.Length >= 10 && text[4] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw new UsageException($"{option} must be a time such as 2026-12-24T23:00:00Z{(option == "--since" ? " or an age such as 12h or 7d" : "")}, but '{text}' was given.");

    private static (string Name, string Value) Fact(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1) throw new UsageException($"--fact must be NAME=VALUE, but '{text}' was given.");
        var name = text[..equals].Trim();
        return FactNames.IsKnown(name) ? (name, text[(equals + 1)..].Trim()) : throw new UsageException($"--fact names the unknown fact '{name}'; accepted: {FactNames.Accepted}.");
    }

    private static RoutesArguments Check(RoutesArguments parsed)
    {
        if (parsed.File is null && parsed.Verb != RoutesVerb.Show) throw new UsageException($"routes {parsed.Verb.ToString().ToLowerInvariant()} needs a routing file.");
        if (parsed.Verb == RoutesVerb.Test && parsed.Payloads.Count == 0) throw new UsageException("routes test needs at least one payload file.");
        if (parsed.Verb != RoutesVerb.Test && parsed.Payloads.Count > 0) throw new UsageException($"routes {parsed.Verb.ToString().ToLowerInvariant()} takes one file, but '{parsed.Payloads[0]}' was given too.");
        return parsed.Verb == RoutesVerb.Replay && parsed.Since is null ? throw new UsageException("routes replay needs --since, such as --since 7d.") : parsed;
    }
}
