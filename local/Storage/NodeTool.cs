using System.Diagnostics;
using System.Globalization;

namespace Automation.Local.Storage;

/// <summary>Finds <c>node</c> and <c>npm</c> on the PATH and runs them to their end.</summary>
internal sealed class NodeTool
{
    public const int MinimumMajorVersion = 20;

    private const string Advice = "install Node.js 20 or later from https://nodejs.org and run the command again.";

    private readonly string _searchPath;

    /// <param name="searchPath">Folders to look in, separated as in PATH; null for PATH itself.</param>
    public NodeTool(string? searchPath = null) => _searchPath = searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "";

    /// <summary>Full path of the program.</summary>
    /// <exception cref="NodeToolException">It is not on the PATH.</exception>
    public string Find(string name)
    {
        string[] names = OperatingSystem.IsWindows() ? [name + ".exe", name + ".cmd"] : [name];
        foreach (var folder in _searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var candidate in names)
            {
                var path = Path.Combine(folder.Trim('"'), candidate);
                if (File.Exists(path))
                    return path;
            }
        }

        throw new NodeToolException($"{name} is not on the PATH: {Advice}");
    }

    /// <exception cref="NodeToolException">Node is missing, does not run or is too old.</exception>
    public async Task RequireNodeAsync(CancellationToken cancellationToken)
    {
        var (exitCode, output) = await RunAsync("node", ["--version"], Path.GetTempPath(), new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken);
        var version = output.Trim();
        var major = version.TrimStart('v').Split('.')[0];
        if (exitCode != 0 || !int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new NodeToolException($"node --version answered \"{version}\" (exit code {exitCode}): {Advice}");
        if (number < MinimumMajorVersion)
            throw new NodeToolException($"Node.js {version.TrimStart('v')} is too old: {Advice}");
    }

    /// <summary>Runs the program and returns its exit code and what it wrote, errors included.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(
        string name, IEnumerable<string> arguments, string workingDirectory, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Find(name), arguments)
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;

        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <exception cref="NodeToolException">The system can't start the program.</exception>
    internal static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new NodeToolException($"{start.FileName} did not start: {Advice}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new NodeToolException($"{start.FileName} does not start ({e.Message}): {Advice}", e);
        }
    }
}
