using System.Globalization;
using Automation.Local.Faults;

namespace Automation.Local.Commands;

/// <summary>What the command line asked for; made by <see cref="Parse"/>, read by the commands.</summary>
internal sealed record Arguments
{
    public const int DefaultPort = 7071;

    public Verb Verb { get; init; } = Verb.Run;

    /// <summary>Port of the function app on 127.0.0.1 and localhost; 0 takes any free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Port of the Service Bus stand-in; 0 takes any free one.</summary>
    public int ServiceBusPort { get; init; }

    /// <summary>Port of the page that shows what people were told; 0 takes any free one.</summary>
    public int SinkPort { get; init; }

    /// <summary>Port of the Graph stand-in and of the page that shows its mailboxes; 0 takes any free one.</summary>
    public int GraphPort { get; init; }

    public string? AppRoot { get; init; }

    public string? State { get; init; }

    public bool Reset { get; init; }

    public bool NoDemo { get; init; }

    public bool NoStorage { get; init; }

    public bool Exit { get; init; }

    /// <summary>Exits of the handler within 30 minutes that end the host; 3 as in Azure.</summary>
    public int MaxCrashes { get; init; } = 3;

    public FaultOptions Faults { get; init; } = FaultOptions.None;

    public string? Queue { get; init; }

    public bool Dead { get; init; }

    public int Top { get; init; } = 20;

    public long? Id { get; init; }

    public bool All { get; init; }

    /// <exception cref="CommandLineException">The arguments can't be understood or don't go together.</exception>
    public static Arguments Parse(IReadOnlyList<string> args)
    {
        var words = new Queue<string>(args);
        var parsed = new Arguments { Verb = ReadVerb(words) };
        if (parsed.Verb is Verb.Peek or Verb.Dead or Verb.Resubmit)
        {
            if (!words.TryDequeue(out var queue) || queue.StartsWith('-'))
                throw new CommandLineException($"queues {parsed.Verb.ToString().ToLowerInvariant()} needs the name of a queue.");
            parsed = parsed with { Queue = queue };
        }

        while (words.TryDequeue(out var word))
            parsed = ReadOption(parsed, word, words);
        return Check(parsed);
    }

    private static Verb ReadVerb(Queue<string> words)
    {
        if (!words.TryPeek(out var first) || first != "queues") return Verb.Run;
        words.Dequeue();
        if (!words.TryPeek(out var second) || second.StartsWith('-')) return Verb.Queues;
        words.Dequeue();
        return second switch
        {
            "list" => Verb.Queues,
            "peek" => Verb.Peek,
            "dead" => Verb.Dead,
            "resubmit" => Verb.Resubmit,
            _ => throw new CommandLineException($"There is no command 'queues {second}': use queues, queues peek, queues dead or queues resubmit."),
        };
    }

    private static Arguments ReadOption(Arguments parsed, string word, Queue<string> words)
    {
        var equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
        var name = equals < 0 ? word : word[..equals];
        var inline = equals < 0 ? null : word[(equals + 1)..];
        if (name is "--help" or "-h" or "-?") return parsed with { Verb = Verb.Help };
        if (name == "--state") return parsed with { State = Value() };
        return (parsed.Verb, name) switch
        {
            (Verb.Help, _) => parsed,
            (Verb.Run, "--port") => parsed with { Port = (int)Number(0, 65535) },
            (Verb.Run, "--servicebus-port") => parsed with { ServiceBusPort = (int)Number(0, 65535) },
            (Verb.Run, "--sink-port") => parsed with { SinkPort = (int)Number(0, 65535) },
            (Verb.Run, "--graph-port") => parsed with { GraphPort = (int)Number(0, 65535) },
            (Verb.Run, "--app") => parsed with { AppRoot = Value() },
            (Verb.Run, "--max-crashes") => parsed with { MaxCrashes = (int)Number(1, 1_000_000) },
            (Verb.Run, "--faults") => parsed with { Faults = FaultOptions.Parse(Value()) },
            (Verb.Run, "--reset") => Flag(parsed with { Reset = true }),
            (Verb.Run, "--no-demo") => Flag(parsed with { NoDemo = true }),
            (Verb.Run, "--no-storage") => Flag(parsed with { NoStorage = true }),
            (Verb.Run, "--exit") => Flag(parsed with { Exit = true }),
            (Verb.Peek or Verb.Dead, "--top") => parsed with { Top = (int)Number(1, 100_000) },
            (Verb.Peek, "--dead") => Flag(parsed with { Dead = true }),
            (Verb.Resubmit, "--id") => parsed with { Id = Number(1, long.MaxValue) },
            (Verb.Resubmit, "--all") => Flag(parsed with { All = true }),
            _ => throw new CommandLineException($"The argument '{word}' isn't known here."),
        };

        Arguments Flag(Arguments with) =>
            inline is null ? with : throw new CommandLineException($"{name} takes no value, but '{inline}' was given.");

        string Value()
        {
            if (inline is { Length: > 0 }) return inline;
            if (inline is null && words.TryPeek(out var next) && !next.StartsWith("--", StringComparison.Ordinal)) return words.Dequeue();
            throw new CommandLineException($"{name} needs a value.");
        }

        long Number(long least, long most)
        {
            var text = Value();
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number
                : throw new CommandLineException($"{name} must be a whole number from {least} to {most}, but '{text}' was given.");
        }
    }

    private static Arguments Check(Arguments parsed)
    {
        if (parsed.Verb == Verb.Run && parsed.Exit && parsed.NoDemo)
            throw new CommandLineException("--exit ends the host after the demo, so it can't go with --no-demo.");
        if (parsed.Verb == Verb.Resubmit && parsed.All == parsed.Id.HasValue)
            throw new CommandLineException("queues resubmit needs either --id SEQUENCE or --all.");
        return parsed;
    }
}

/// <summary>The commands of the program.</summary>
internal enum Verb
{
    Run,
    Help,
    Queues,
    Peek,
    Dead,
    Resubmit,
}

/// <summary>The command line is wrong; the program says why and ends with exit code 2.</summary>
internal sealed class CommandLineException(string message) : Exception(message);
