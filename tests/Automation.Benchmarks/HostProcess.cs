using System.Diagnostics;

namespace Automation.Benchmarks;

/// <summary>The local host as a process of its own, started and read until it has said what the benchmark waits for.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process process;

    private HostProcess(Process process) => this.process = process;

    /// <param name="read">Called with each line that the host prints; true when it has said enough.</param>
    /// <param name="settings">App settings beside those of the machine; null for none.</param>
    public static async Task<HostProcess> StartAsync(IEnumerable<string> arguments, Func<string, bool> read, IReadOnlyDictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo(Program(), ["--port", "0", "--no-demo", .. arguments])
        {
            WorkingDirectory = Programs.RepositoryRoot(),
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        var host = new HostProcess(Process.Start(start)!);
        var output = host.process.StandardOutput;
        while (await output.ReadLineAsync() is { } line)
        {
            if (!read(line)) continue;

            // Ends with the process; a full pipe would stop the host.
            _ = output.BaseStream.CopyToAsync(Stream.Null);
            return host;
        }

        host.Dispose();
        throw new InvalidOperationException("The local host ended before it had started.");
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>The build of the same configuration as this program's.</summary>
    private static string Program()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Programs.RepositoryRoot(), "local", "bin", output.Parent!.Name, output.Name, "Automation.Local");
    }
}
