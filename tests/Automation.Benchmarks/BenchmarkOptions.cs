using System.Globalization;

namespace Automation.Benchmarks;

/// <summary>What the command line asked for.</summary>
/// <param name="Startup">Whether to measure start-up.</param>
/// <param name="Intake">Whether to measure intake.</param>
/// <param name="Routing">Whether to measure routing.</param>
/// <param name="Recording">Whether to measure RecordAlerts alone.</param>
/// <param name="Whole">Whether to measure the whole way of alerts, and a storm.</param>
/// <param name="Mail">Whether to measure a burst of mails.</param>
internal sealed record BenchmarkOptions(bool Startup, bool Intake, bool Routing, bool Recording, bool Whole, bool Mail)
{
    public const string Usage = """
        dotnet run -c Release --project tests/Automation.Benchmarks [-- [startup|intake|routing|recording|whole|mail] [options]]
          --runs N         starts of each program that are counted (15)
          --connections N  connections that post at the same time (32)
          --seconds N      length of one round of intake (5)
          --rounds N       rounds of each program (3)
          --mails N        mails of the burst (10000)
          --handler DIR    a published function app, instead of publishing one
          --bare DIR       a published bare handler, instead of publishing one
        """;

    public int Runs { get; private init; } = 15;

    public int Connections { get; private init; } = 32;

    public int Seconds { get; private init; } = 5;

    public int Rounds { get; private init; } = 3;

    public int Mails { get; private init; } = 10_000;

    public string? Handler { get; private init; }

    public string? Bare { get; private init; }

    public static bool TryParse(string[] args, out BenchmarkOptions options)
    {
        var words = new Queue<string>(args);
        options = new BenchmarkOptions(Startup: true, Intake: true, Routing: true, Recording: true, Whole: true, Mail: true);
        if (words.TryPeek(out var part) && part is "startup" or "intake" or "routing" or "recording" or "whole" or "mail")
        {
            words.Dequeue();
            options = new BenchmarkOptions(part == "startup", part == "intake", part == "routing", part == "recording", part == "whole", part == "mail");
        }

        while (words.TryDequeue(out var name))
        {
            if (!words.TryDequeue(out var value) || With(options, name, value) is not { } with) return false;
            options = with;
        }

        return true;
    }

    private static BenchmarkOptions? With(BenchmarkOptions options, string name, string value)
    {
        if (name == "--handler") return options with { Handler = Path.GetFullPath(value) };
        if (name == "--bare") return options with { Bare = Path.GetFullPath(value) };
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) return null;
        return name switch
        {
            "--runs" => options with { Runs = number },
            "--connections" => options with { Connections = number },
            "--seconds" => options with { Seconds = number },
            "--rounds" => options with { Rounds = number },
            "--mails" => options with { Mails = number },
            _ => null,
        };
    }
}
