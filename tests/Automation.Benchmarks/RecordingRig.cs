using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Automation.Local.Storage;

namespace Automation.Benchmarks;

/// <summary>The published handler on an Azurite of its own, with the benchmark in place of the Functions host: it posts payloads and hands their messages to RecordAlerts.</summary>
internal sealed class RecordingRig : IAsyncDisposable
{
    /// <summary>As host.json says.</summary>
    public const int MessagesPerInvocation = 32;

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("automation-recording-");
    private readonly List<string> messages = [];
    private HttpClient client = new();

    public ServerProcess Handler { get; private set; } = null!;

    public AzuriteProcess Azurite { get; private set; } = null!;

    /// <summary>Null when nothing is counted.</summary>
    public StorageCount? Count { get; private set; }

    private QueueCapture Queue { get; set; } = null!;

    public static async Task<RecordingRig> StartAsync(Programs programs, bool counting)
    {
        var rig = new RecordingRig();
        await NodePackages.EnsureAsync(Programs.RepositoryRoot(), Console.Error.WriteLine, CancellationToken.None);
        rig.Azurite = await AzuriteProcess.StartAsync(Programs.RepositoryRoot(), rig.data.FullName);
        rig.Queue = await QueueCapture.StartAsync();
        if (counting) rig.Count = await StorageCount.StartAsync(rig.Azurite.Port);
        var storage = counting ? rig.Azurite.ConnectionString.Replace($":{rig.Azurite.Port}/", $":{rig.Count!.Port}/", StringComparison.Ordinal) : rig.Azurite.ConnectionString;
        rig.Handler = ServerProcess.Start(programs.Handler, rig.Queue.ConnectionString, storage);
        await rig.Handler.UntilAnsweredAsync(Payload.Get, 200);
        rig.client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{rig.Handler.Port}"), Timeout = TimeSpan.FromMinutes(10) };
        return rig;
    }

    public async Task PostAsync(IEnumerable<string> alerts, int perPayload)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(alerts.Chunk(perPayload), options, async (payload, ct) =>
        {
            using var answer = await client.PostAsync("/api/alerts/generic", new StringContent($"[{string.Join(',', payload)}]", Encoding.UTF8, "application/json"), ct);
            answer.EnsureSuccessStatusCode();
        });
        messages.AddRange(Queue.Take());
    }

    /// <summary>Hands over all messages, one invocation after another as the Functions host does.</summary>
    /// <returns>How long RecordAlerts took.</returns>
    public async Task<TimeSpan> RecordAsync(Action? afterEach = null)
    {
        var watch = new Stopwatch();
        foreach (var some in messages.Chunk(MessagesPerInvocation))
        {
            var envelope = new JsonObject { ["Data"] = new JsonObject { ["items"] = JsonSerializer.Serialize(some) }, ["Metadata"] = new JsonObject() };
            using var body = new StringContent(envelope.ToJsonString(), Encoding.UTF8, "application/json");
            watch.Start();
            using var answer = await client.PostAsync("/RecordAlerts", body);
            watch.Stop();
            answer.EnsureSuccessStatusCode();
            afterEach?.Invoke();
        }

        if (Queue.Take().Count > 0) throw new InvalidOperationException("RecordAlerts sent messages again for later: storage did not answer in time.");
        messages.Clear();
        return watch.Elapsed;
    }

    /// <summary>Bytes of managed objects, dead ones that are not collected yet included.</summary>
    public async Task<long> ManagedHeapAsync()
    {
        using var answer = await client.GetAsync("/api/health");
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["memory"]!["managedHeap"]!.GetValue<long>();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        Handler.Dispose();
        if (Count is not null) await Count.DisposeAsync();
        await Queue.DisposeAsync();
        await Azurite.DisposeAsync();
        data.Delete(recursive: true);
    }
}
