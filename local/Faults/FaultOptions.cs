using System.Globalization;
using Automation.Local.Commands;

namespace Automation.Local.Faults;

/// <summary>Probabilities (0 to 1) of the faults that <c>--faults</c> asks for; zero means never.</summary>
internal sealed record FaultOptions(double Duplicates, double Reorder, double LostLocks, double Crash, double MissedTimers, int Seed)
{
    /// <summary>Of notifications from the Graph stand-in that never come.</summary>
    public double LostNotices { get; init; }

    /// <summary>Of notifications that come twice.</summary>
    public double DoubleNotices { get; init; }

    /// <summary>Of calls to the Graph stand-in that are answered 429.</summary>
    public double Throttle { get; init; }

    public static readonly FaultOptions None = new(0, 0, 0, 0, 0, 0);

    /// <exception cref="CommandLineException">An unknown name or a value outside its range.</exception>
    public static FaultOptions Parse(string text)
    {
        var options = None with { Seed = 1 };
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, value) = part.Split('=', 2) is [var left, var right] ? (left, right) : (part, "");
            options = name switch
            {
                "duplicates" => options with { Duplicates = Probability(name, value) },
                "reorder" => options with { Reorder = Probability(name, value) },
                "lostlocks" => options with { LostLocks = Probability(name, value) },
                "crash" => options with { Crash = Probability(name, value) },
                "missedtimers" => options with { MissedTimers = Probability(name, value) },
                "lostnotices" => options with { LostNotices = Probability(name, value) },
                "doublenotices" => options with { DoubleNotices = Probability(name, value) },
                "throttle" => options with { Throttle = Probability(name, value) },
                "seed" when int.TryParse(value, CultureInfo.InvariantCulture, out var seed) => options with { Seed = seed },
                "seed" => throw new CommandLineException($"--faults: seed must be a whole number, but '{value}' was given."),
                _ => throw new CommandLineException(
                    $"--faults: '{name}' isn't a fault; use duplicates, reorder, lostlocks, crash, missedtimers, lostnotices, doublenotices, throttle or seed."),
            };
        }

        return options;
    }

    private static double Probability(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1
            ? number
            : throw new CommandLineException($"--faults: {name} must be a number from 0 to 1, but '{value}' was given.");
}
