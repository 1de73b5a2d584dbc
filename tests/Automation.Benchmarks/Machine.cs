using System.Globalization;
using System.Runtime.InteropServices;

namespace Automation.Benchmarks;

/// <summary>Says on what the numbers were measured: they mean little without it.</summary>
internal static class Machine
{
    private const string LoadFile = "/proc/loadavg";
    private const string TimesFile = "/proc/stat";

    /// <summary>Fields of the first line of /proc/stat, after its name (proc_stat(5)): user, nice, system, idle, iowait, irq, softirq, steal.</summary>
    private const int Steal = 7;

    private static long[]? timesAtStart;

    public static void Print(IReadOnlyList<string> args)
    {
        timesAtStart = Times();
        Console.WriteLine($"Command:  dotnet run -c Release --project tests/Automation.Benchmarks{(args.Count > 0 ? $" -- {string.Join(' ', args)}" : "")}");
        Console.WriteLine($"Machine:  {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB of memory");
        if (File.Exists(LoadFile)) Console.WriteLine($"Load:     {string.Join(' ', File.ReadAllText(LoadFile).Split(' ')[..3])} (1, 5, 15 minutes) before the start; other work on the machine shows in the spread");
        Console.WriteLine();
    }

    /// <summary>How much of the processors the host of a virtual machine gave to others meanwhile: rates can't be compared without it.</summary>
    public static void PrintStolen()
    {
        if (timesAtStart is null || Times() is not { } now) return;
        var stolen = (now[Steal] - timesAtStart[Steal]) / (double)Math.Max(1, now.Sum() - timesAtStart.Sum());
        Console.WriteLine($"\nOf the processors' time {stolen:P0} went to others on the host of this machine (steal)");
    }

    private static long[]? Times() => File.Exists(TimesFile)
        ? [.. File.ReadLines(TimesFile).First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..(Steal + 2)].Select(t => long.Parse(t, CultureInfo.InvariantCulture))]
        : null;
}
