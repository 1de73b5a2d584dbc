using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Local.Host;

namespace Automation.Benchmarks;

/// <summary>The local host's Service Bus stand-in, with an app that takes nothing from its queues, so that it only receives.</summary>
internal sealed class StandIn : IDisposable
{
    private const string Said = "Service Bus:";

    private readonly HostProcess host;

    private StandIn(HostProcess host, string connectionString) => (this.host, ConnectionString) = (host, connectionString);

    public string ConnectionString { get; }

    public static async Task<StandIn> StartAsync(Programs programs)
    {
        var (app, state) = (Path.Combine(programs.Scratch, "idle"), Path.Combine(programs.Scratch, "state"));
        WriteApp(app, programs.Bare);
        Uri? address = null;
        var started = await HostProcess.StartAsync(["--no-storage", "--app", app, "--state", state], line =>
        {
            if (line.IndexOf(Said, StringComparison.Ordinal) is >= 0 and var at) address = new Uri(line[(at + Said.Length)..].Trim());
            return line.Contains(StartReport.Ready, StringComparison.Ordinal);
        });
        using var secrets = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(state, "secrets.json")));
        var key = secrets.RootElement.GetProperty("serviceBus").GetString();
        return new StandIn(started, $"Endpoint=sb://{address!.Authority}/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey={key};UseDevelopmentEmulator=true");
    }

    public void Dispose() => host.Dispose();

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
}
