using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Automation.Benchmarks;

/// <summary>Measures the whole way of alerts on one machine: accepted, queued, recorded on Azurite, their tickets brought in line; then a storm.</summary>
internal sealed class WholeWayBenchmark(Programs programs)
{
    private const int New = 2_000;
    private const int Duplicates = 20_000;
    private const int StormAlerts = 100_000;
    private const int StormHosts = 5_000;
    private const int PerPayload = 100;

    public async Task RunAsync()
    {
        using var host = await WholeHost.StartAsync(programs);
        Console.WriteLine($"Recording through the local host, Azurite and the stand-in for Service Bus on the same {Environment.ProcessorCount} cores");
        await PostAllAsync(host, Enumerable.Range(0, 100).Select(i => Alert($"warm-{i}", $"warm-{i % 10}")), wait: true);
        Row($"{New} new problems on {New} hosts, a ticket each", New, await TimeAsync(() => PostAllAsync(host, Enumerable.Range(0, New).Select(i => Alert($"new-{i}", $"host-{i}")), wait: true)), 500);
        Row($"{New} new problems on 40 hosts, a ticket a host", New, await TimeAsync(() => PostAllAsync(host, Enumerable.Range(0, New).Select(i => Alert($"few-{i}", $"few-{i % 40}")), wait: true)), 500);
        Row($"{Duplicates} repetitions of 100 problems", Duplicates, await TimeAsync(() => PostAllAsync(host, Enumerable.Range(0, Duplicates).Select(i => Alert($"new-{i % 100}", $"host-{i % 100}", 1 + i / 100)), wait: true)), 3_000);
        Console.WriteLine($"  handler's memory: {host.HandlerMemory() / 1e6:0} MB");
        await StormAsync(host);
    }

    private static async Task StormAsync(WholeHost host)
    {
        var before = host.HandlerMemory();
        var highest = before;
        var statuses = new Dictionary<int, int>();
        var watch = Stopwatch.StartNew();
        var payloads = Enumerable.Range(0, StormAlerts).Select(i => Alert($"storm-{i}", $"storm-{i % StormHosts}")).Chunk(PerPayload);
        await Parallel.ForEachAsync(payloads, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (payload, ct) =>
        {
            using var answer = await host.Client.PostAsync("/api/alerts/generic", Body(payload), ct);
            lock (statuses)
            {
                statuses[(int)answer.StatusCode] = statuses.GetValueOrDefault((int)answer.StatusCode) + 1;
                highest = Math.Max(highest, host.HandlerMemory());
            }
        });
        Console.WriteLine($"  storm: {StormAlerts} alerts of {StormHosts} hosts in {StormAlerts / PerPayload} payloads, posted in {watch.Elapsed.TotalSeconds:0.0} s");
        Console.WriteLine($"    answers: {string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Value} x {s.Key}"))}; handler's memory before {before / 1e6:0} MB, highest {highest / 1e6:0} MB (goal: below 250)");
        if (statuses.Keys.Any(s => s != 202)) throw new InvalidOperationException("Not every alert of the storm was accepted.");
        var (end, lists) = (Stopwatch.StartNew(), new List<double>());
        while (end.Elapsed < TimeSpan.FromMinutes(1))
        {
            await Task.Delay(500);
            highest = Math.Max(highest, host.HandlerMemory());
            var list = Stopwatch.StartNew();
            using var page = await host.Client.GetAsync("/api/tickets?limit=50");
            page.EnsureSuccessStatusCode();
            lists.Add(list.Elapsed.TotalMilliseconds);
        }

        lists.Sort();
        Console.WriteLine($"    a minute later, while it is recorded: handler's memory {host.HandlerMemory() / 1e6:0} MB, highest {highest / 1e6:0} MB");
        Console.WriteLine($"    the list of the 50 newest tickets meanwhile: {lists[lists.Count / 2]:0} ms, at most {lists[^1]:0} ms");
    }

    /// <summary>Posts in payloads; with <paramref name="wait"/> returns when the last alert of each is recorded.</summary>
    private static async Task PostAllAsync(WholeHost host, IEnumerable<string> alerts, bool wait)
    {
        foreach (var payload in await Task.WhenAll(alerts.Chunk(PerPayload).Select(p => PostAsync(host, p))))
        {
            if (wait) await host.UntilRecordedAsync(payload);
        }
    }

    private static async Task<string> PostAsync(WholeHost host, string[] payload)
    {
        using var answer = await host.Client.PostAsync("/api/alerts/generic", Body(payload));
        answer.EnsureSuccessStatusCode();
        var accepted = await answer.Content.ReadFromJsonAsync<JsonObject>();
        return accepted!["alerts"]!.AsArray()[^1]!["id"]!.GetValue<string>();
    }

    private static StringContent Body(string[] alerts) => new($"[{string.Join(',', alerts)}]", Encoding.UTF8, "application/json");

    private static string Alert(string key, string host, int second = 0) =>
        $$"""{"title":"Disk of {{host}} is full","dedupKey":"{{key}}","severity":"error","host":"{{host}}","startedAt":"{{TimeProvider.System.GetUtcNow().AddHours(-4).AddSeconds(second):O}}"}""";

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed;
    }

    private static void Row(string what, int count, TimeSpan took, int goal) =>
        Console.WriteLine($"  {what,-52}{took.TotalSeconds,7:0.0} s{count / took.TotalSeconds,8:0}/s (goal: {goal})");
}
