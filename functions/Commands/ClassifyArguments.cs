using System.Globalization;

namespace Automation.Commands;

/// <summary>The <c>classify</c> commands.</summary>
internal enum ClassifyVerb
{
    Evaluate,
    Train,
    Explain,
}

/// <summary>What the command line asked for.</summary>
/// <param name="Subject">The CSV, or the text to explain; null for closed tickets.</param>
/// <param name="Model">Model to explain with; null for the app's own.</param>
/// <param name="Out">File that gets the model; null to store it for the app.</param>
/// <param name="Force">Store it even if the one that stands does better.</param>
internal sealed record ClassifyArguments(ClassifyVerb Verb, string? Subject, string? Text, string? Label, int Folds, string? Model, string? Out, bool Json, bool Force = false)
{
    private const int DefaultFolds = 5;
    private const int MaxFolds = 20;

    /// <exception cref="UsageException">The arguments can't be understood or don't go together.</exception>
    public static ClassifyArguments Parse(IEnumerable<string> args)
    {
        var words = new Queue<string>(args);
        var parsed = new ClassifyArguments(ReadVerb(words), null, null, null, DefaultFolds, null, null, false);
        var subjects = new List<string>();
        while (words.TryDequeue(out var word))
        {
            if (word == "--") subjects.AddRange(Rest(words));
            else if (word.StartsWith("--", StringComparison.Ordinal)) parsed = Option(parsed, word, words);
            else subjects.Add(word);
        }

        if (subjects.Count > 1) throw new UsageException($"classify {Name(parsed.Verb)} takes one {(parsed.Verb == ClassifyVerb.Explain ? "text; put it in quotes" : "file")}, but '{subjects[1]}' was given too.");
        return Check(parsed with { Subject = subjects.FirstOrDefault() });
    }

    private static ClassifyVerb ReadVerb(Queue<string> words) => words.TryDequeue(out var word)
        ? word switch
        {
            "evaluate" => ClassifyVerb.Evaluate,
            "train" => ClassifyVerb.Train,
            "explain" => ClassifyVerb.Explain,
            _ => throw new UsageException($"There is no command 'classify {word}': use classify evaluate, classify train or classify explain."),
        }
        : throw new UsageException("classify needs a command: evaluate, train or explain.");

    private static ClassifyArguments Option(ClassifyArguments parsed, string word, Queue<string> words)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var (name, inline) = equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
        return (parsed.Verb, name) switch
        {
            (_, "--json") => Flag(parsed with { Json = true }),
            (ClassifyVerb.Train, "--force") => Flag(parsed with { Force = true }),
            (ClassifyVerb.Evaluate or ClassifyVerb.Train, "--text") => parsed with { Text = Value() },
            (ClassifyVerb.Evaluate or ClassifyVerb.Train, "--label") => parsed with { Label = Value() },
            (ClassifyVerb.Evaluate, "--folds") => parsed with { Folds = Number(Value()) },
            (ClassifyVerb.Train, "--out") => parsed with { Out = Value() },
            (ClassifyVerb.Explain, "--model") => parsed with { Model = Value() },
            _ => throw new UsageException($"The option '{name}' isn't known for classify {Name(parsed.Verb)}."),
        };

        ClassifyArguments Flag(ClassifyArguments set) => inline is null ? set : throw new UsageException($"{name} takes no value, but '{inline}' was given.");

        string Value() => inline is { Length: > 0 } ? inline
            : inline is null && words.TryDequeue(out var next) && !next.StartsWith("--", StringComparison.Ordinal) ? next
            : throw new UsageException($"{name} needs a value.");
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var folds) && folds is >= 2 and <= MaxFolds
        ? folds
        : throw new UsageException($"--folds must be a whole number from 2 to {MaxFolds}, but '{text}' was given.");

    private static IEnumerable<string> Rest(Queue<string> words)
    {
        while (words.TryDequeue(out var word)) yield return word;
    }

    private static ClassifyArguments Check(ClassifyArguments parsed)
    {
        if (parsed.Subject is null && parsed.Verb == ClassifyVerb.Evaluate) throw new UsageException("classify evaluate needs a CSV file.");
        if (parsed.Subject is null && parsed.Verb == ClassifyVerb.Explain) throw new UsageException("classify explain needs a text.");
        if (parsed.Subject is null && (parsed.Text ?? parsed.Label) is not null) throw new UsageException("--text and --label name columns of a CSV file, but no file was given.");
        if (parsed.Subject is not null && parsed.Verb != ClassifyVerb.Explain && parsed.Text is null) throw new UsageException($"classify {Name(parsed.Verb)} needs --text, the column that holds the texts.");
        if (parsed.Subject is not null && parsed.Verb != ClassifyVerb.Explain && parsed.Label is null) throw new UsageException($"classify {Name(parsed.Verb)} needs --label, the column that holds the labels.");
        return parsed;
    }

    private static string Name(ClassifyVerb verb) => verb.ToString().ToLowerInvariant();
}
