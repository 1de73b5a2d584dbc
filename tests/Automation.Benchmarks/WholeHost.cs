using System.Diagnostics;
using System.Text.Json;

namespace Automation.Benchmarks;

/// <summary>The published function app on the local host, with Azurite and the Service Bus stand-in: everything that a machine of one's own runs.</summary>
internal sealed class WholeHost : IDisposable
{
    private const string Told = "Host started: ";

    private readonly HostProcess host;

    private WholeHost(HostProcess host, HttpClient client) => (this.host, Client) = (host, client);

    /// <summary>With the function key.</summary>
    public HttpClient Client { get; }

    public static async Task<WholeHost> StartAsync(Programs programs)
    {
        var state = Path.Combine(programs.Scratch, "whole");
        string? address = null;
        var started = await HostProcess.StartAsync(["--app", programs.HandlerFolder, "--state", state], line =>
        {
            if (line.IndexOf(Told, StringComparison.Ordinal) is >= 0 and var at) address = line[(at + Told.Length)..].Split(' ')[0];
            return address is not null;
        });
        using var keys = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(state, "keys.json")));
        var client = new HttpClient { BaseAddress = new Uri(address!), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Add("x-functions-key", keys.RootElement.GetProperty("default").GetString());
        return new WholeHost(started, client);
    }

    /// <summary>Resident memory of the handler, bytes.</summary>
    public long HandlerMemory() => Process.GetProcessesByName("automation").Select(p => p.WorkingSet64).DefaultIfEmpty(0).Max();

    /// <summary>Waits until the alert is recorded and its ticket shows it.</summary>
    public async Task UntilRecordedAsync(string alert)
    {
        for (var wait = Stopwatch.StartNew(); wait.Elapsed < TimeSpan.FromMinutes(10); await Task.Delay(100))
        {
            using var answer = await Client.GetAsync($"/api/alerts/{alert}");
            if (answer.IsSuccessStatusCode) return;
        }

        throw new TimeoutException($"Alert {alert} was not recorded within 10 minutes.");
    }

    public void Dispose()
    {
        Client.Dispose();
        host.Dispose();
    }
}
