using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Local.Host;

namespace Automation.Benchmarks;

/// <summary>The local host's Service Bus stand-in, with an app that takes nothing from its queues, so that it only receives.</summary>
internal sealed class StandIn : IDisposable
{
    private const string Said = "Service Bus:";

    private readonly Process process;

    private StandIn(Process process, string connectionString) => (this.process, ConnectionString) = (process, connectionString);

    public string ConnectionString { get; }

    public static async Task<StandIn> StartAsync(Programs programs)
    {
        var (app, state) = (Path.Combine(programs.Scratch, "idle"), Path.Combine(programs.Scratch, "state"));
        WriteApp(app, programs.Bare);
        var host = Process.Start(new ProcessStartInfo(Program(), ["--port", "0", "--no-demo", "--no-storage", "--app", app, "--state", state])
        {
            WorkingDirectory = Programs.RepositoryRoot(),
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        Uri? address = null;
        while (await host.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains(Said, StringComparison.Ordinal)) address = new Uri(line[(line.IndexOf(Said, StringComparison.Ordinal) + Said.Length)..].Trim());
            if (line.Contains(StartReport.Ready, StringComparison.Ordinal)) break;
        }

        if (address is null) throw new InvalidOperationException("The local host ended before its Service Bus stand-in ran.");
        // Ends with the process; a full pipe would stop the host.
        _ = host.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        using var secrets = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(state, "secrets.json")));
        var key = secrets.RootElement.GetProperty("serviceBus").GetString();
        return new StandIn(host, $"Endpoint=sb://{address.Authority}/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey={key};UseDevelopmentEmulator=true");
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private static void WriteApp(string folder, string handler)
    {
        Directory.CreateDirectory(Path.Combine(folder, "Idle"));
        File.WriteAllText(Path.Combine(folder, "host.json"), new JsonObject
        {
            ["version"] = "2.0",
            ["customHandler"] = new JsonObject { ["description"] = new JsonObject { ["defaultExecutablePath"] = handler }, ["enableForwardingHttpRequest"] = true },
        }.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "Idle", "function.json"), """
            {"bindings":[{"type":"httpTrigger","direction":"in","name":"request","route":"idle","authLevel":"function"},{"type":"http","direction":"out","name":"response"}]}
            """);
    }

    /// <summary>The build of the same configuration as this program's.</summary>
    internal static string Program()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Programs.RepositoryRoot(), "local", "bin", output.Parent!.Name, output.Name, "Automation.Local");
    }
}
