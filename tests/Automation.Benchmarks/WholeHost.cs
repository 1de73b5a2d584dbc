using System.Diagnostics;
using System.Text.Json;

namespace Automation.Benchmarks;

/// <summary>The published function app on the local host, with Azurite and the Service Bus stand-in: everything that a machine of one's own runs.</summary>
internal sealed class WholeHost : IDisposable
{
    private const string Told = "Host started: ";
    private const string ToldMailbox = "Mailbox:";

    private readonly HostProcess host;
    private readonly Process handler;

    private WholeHost(HostProcess host, Process handler, HttpClient client, Uri mailbox) => (this.host, this.handler, Client, Mailbox) = (host, handler, client, mailbox);

    /// <summary>With the function key.</summary>
    public HttpClient Client { get; }

    /// <summary>The page of the Graph stand-in, on which mails are dropped.</summary>
    public Uri Mailbox { get; }

    /// <param name="storage">Connection string of a storage that runs already; null lets the host start one.</param>
    public static async Task<WholeHost> StartAsync(Programs programs, string? storage = null)
    {
        var state = Path.Combine(programs.Scratch, storage is null ? "whole" : "whole-counted");
        string? address = null, mailbox = null;
        string[] arguments = ["--app", programs.HandlerFolder, "--state", state, .. storage is null ? Array.Empty<string>() : ["--no-storage"]];
        var settings = storage is null ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["Storage"] = storage };
        var started = await HostProcess.StartAsync(arguments, line =>
        {
            address ??= After(line, Told);
            mailbox ??= After(line, ToldMailbox);
            return address is not null && mailbox is not null;
        }, settings);
        using var keys = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(state, "keys.json")));
        var client = new HttpClient { BaseAddress = new Uri(address!), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Add("x-functions-key", keys.RootElement.GetProperty("default").GetString());
        return new WholeHost(started, await HandlerAsync(state), client, new Uri(mailbox!));
    }

    /// <summary>The handler that this host has started; others may run on the machine.</summary>
    private static async Task<Process> HandlerAsync(string state)
    {
        using var children = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(state, "processes.json")));
        return Process.GetProcessById(children.RootElement.EnumerateArray().Single(c => Path.GetFileName(c.GetProperty("Executable").GetString()) == "automation").GetProperty("Pid").GetInt32());
    }

    private static string? After(string line, string words) =>
        line.IndexOf(words, StringComparison.Ordinal) is >= 0 and var at ? line[(at + words.Length)..].Trim().Split(' ')[0] : null;

    /// <summary>Resident memory of the handler, bytes.</summary>
    public long HandlerMemory()
    {
        handler.Refresh();
        return handler.WorkingSet64;
    }

    /// <summary>Waits until the alert is recorded and its ticket shows it.</summary>
    public async Task UntilRecordedAsync(string alert)
    {
        for (var wait = Stopwatch.StartNew(); wait.Elapsed < TimeSpan.FromMinutes(10); await Task.Delay(10))
        {
            using var answer = await Client.GetAsync($"/api/alerts/{alert}");
            if (answer.IsSuccessStatusCode) return;
        }

        throw new TimeoutException($"Alert {alert} was not recorded within 10 minutes.");
    }

    public void Dispose()
    {
        Client.Dispose();
        handler.Dispose();
        host.Dispose();
    }
}
