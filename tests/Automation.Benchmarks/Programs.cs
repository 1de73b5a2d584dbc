using System.Diagnostics;
using System.Text.Json;

namespace Automation.Benchmarks;

/// <summary>The two programs that are compared, published alike into a temporary folder that goes with this object.</summary>
internal sealed class Programs : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("automation-benchmarks-");

    private Programs(BenchmarkOptions options)
    {
        HandlerFolder = options.Handler ?? Path.Combine(folder.FullName, "handler");
        BareFolder = options.Bare ?? Path.Combine(folder.FullName, "bare");
    }

    public string HandlerFolder { get; }

    public string BareFolder { get; }

    public string Handler => Path.Combine(HandlerFolder, "automation");

    public string Bare => Path.Combine(BareFolder, "Automation.BareHandler");

    /// <summary>Room for what else a benchmark writes.</summary>
    public string Scratch => folder.FullName;

    public static async Task<Programs> PublishAsync(BenchmarkOptions options)
    {
        var programs = new Programs(options);
        if (options.Handler is null) await PublishAsync("functions", programs.HandlerFolder);
        if (options.Bare is null) await PublishAsync(Path.Combine("tests", "Automation.BareHandler"), programs.BareFolder);
        Console.WriteLine($"Handler:  {Describe(programs.Handler, options.Handler)}");
        Console.WriteLine($"Bare app: {Describe(programs.Bare, options.Bare)}");
        Console.WriteLine();
        return programs;
    }

    public static string RepositoryRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Automation.sln"))) return at.FullName;
        }

        throw new InvalidOperationException($"No Automation.sln stands above {AppContext.BaseDirectory}.");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task PublishAsync(string project, string output)
    {
        Console.Error.WriteLine($"Publishing {project} ...");
        var start = new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-o", output, "--nologo", "-v", "q"])
        {
            WorkingDirectory = RepositoryRoot(),
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var publish = Process.Start(start)!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0) throw new InvalidOperationException($"dotnet publish {project} failed with exit code {publish.ExitCode}:\n{said}");
    }

    private static string Describe(string program, string? given)
    {
        var files = new DirectoryInfo(Path.GetDirectoryName(program)!).GetFiles("*", SearchOption.AllDirectories);
        using var config = JsonDocument.Parse(File.ReadAllBytes(program + ".runtimeconfig.json"));
        var frameworks = config.RootElement.GetProperty("runtimeOptions").GetProperty("includedFrameworks").EnumerateArray()
            .Select(f => $"{f.GetProperty("name").GetString()} {f.GetProperty("version").GetString()}");
        return $"{Path.GetFileName(program)}, {(given is null ? "published now" : $"as it is in {given}")}, {files.Sum(f => f.Length) / 1e6:0} MB, {string.Join(", ", frameworks)}";
    }
}
