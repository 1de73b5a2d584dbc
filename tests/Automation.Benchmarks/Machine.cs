using System.Runtime.InteropServices;

namespace Automation.Benchmarks;

/// <summary>Says on what the numbers were measured: they mean little without it.</summary>
internal static class Machine
{
    private const string LoadFile = "/proc/loadavg";

    public static void Print(IReadOnlyList<string> args)
    {
        Console.WriteLine($"Command:  dotnet run -c Release --project tests/Automation.Benchmarks{(args.Count > 0 ? $" -- {string.Join(' ', args)}" : "")}");
        Console.WriteLine($"Machine:  {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB of memory");
        if (File.Exists(LoadFile)) Console.WriteLine($"Load:     {string.Join(' ', File.ReadAllText(LoadFile).Split(' ')[..3])} (1, 5, 15 minutes) before the start; other work on the machine shows in the spread");
        Console.WriteLine();
    }
}
