namespace Automation.Benchmarks;

/// <summary>Measures RecordAlerts alone: its storage operations, alerts a second beside what Azurite can do, memory after many alerts.</summary>
internal sealed class RecordingBenchmark(Programs programs)
{
    private const int New = 2_000;
    private const int Duplicates = 20_000;
    private const int Many = 200_000;
    private const int PerPayload = 100;
    private const int NewGoal = 500;
    private const int DuplicateGoal = 3_000;
    private const int MemoryGoal = 250;

    public async Task RunAsync()
    {
        await using (var counted = await RecordingRig.StartAsync(programs, counting: true)) await CountAsync(counted);
        await using (var rig = await RecordingRig.StartAsync(programs, counting: false)) await TimeAsync(rig);
        await using (var rig = await RecordingRig.StartAsync(programs, counting: false)) await FillAsync(rig);
    }

    private static async Task CountAsync(RecordingRig rig)
    {
        Console.WriteLine("Storage operations of RecordAlerts with full enrichment and warm caches (a transaction is one, as it is billed)");
        var hosts = Enumerable.Range(0, 100).Select(i => $"known-{i}").ToList();
        await RecordAsync(rig, hosts.Select(h => Alert($"warms-{h}", h, -3600)), PerPayload);
        await RowAsync("a new problem alone, a ticket opened", false, 5, [Alert("alone", "known-0")], 1);
        await RowAsync("100 new problems on 100 hosts, a ticket each", false, 5, hosts.Select(h => Alert($"opens-{h}", h, 3600)), PerPayload);
        await RowAsync("100 new problems that join a ticket", false, 5, Enumerable.Range(0, 100).Select(i => Alert($"joins-{i}", "known-1", 3700)), PerPayload);
        await RowAsync("100 repetitions of one problem, one payload", true, 0.2, Repetitions(100, 1, "one"), PerPayload);
        await RowAsync("100 repetitions of one problem, 100 payloads", true, 0.2, Repetitions(100, 1, "many"), 1);
        await RowAsync("100 repetitions of 10 problems, one payload", true, 0.2, Repetitions(100, 10, "ten"), PerPayload);
        await RowAsync("100 repetitions of 10 problems, 100 payloads", true, 0.2, Repetitions(100, 10, "tens"), 1);
        Console.WriteLine();

        async Task RowAsync(string what, bool isRepetition, double goal, IEnumerable<string> alerts, int perPayload)
        {
            var all = alerts.ToList();
            if (isRepetition) await RecordAsync(rig, all, PerPayload);
            await rig.PostAsync(all, perPayload);
            rig.Count!.Take();
            await rig.RecordAsync();
            var operations = rig.Count.Take();
            Console.WriteLine($"  {what,-48}{(double)operations.Count / all.Count,6:0.00} each (goal: {(goal < 1 ? "below" : "at most")} {goal:0.0}); {string.Join(", ", operations.CountBy(o => o).OrderByDescending(o => o.Value).Select(o => $"{o.Value} {o.Key}"))}");
        }
    }

    private static async Task TimeAsync(RecordingRig rig)
    {
        var bare = await BareStorage.MeasureAsync(rig.Azurite.ConnectionString);
        Console.WriteLine($"RecordAlerts on Azurite, {RecordingRig.MessagesPerInvocation} messages an invocation, one invocation after another, {PerPayload} alerts a payload");
        Console.WriteLine($"  bare: this Azurite takes {bare.Inserts:0} rows of 1 KB a second one by one, {bare.Transactions:0} transactions of 3 rows a second");
        await RecordAsync(rig, Enumerable.Range(0, 300).Select(i => Alert($"warm-{i}", $"warm-{i % 30}")), PerPayload);
        await RowAsync($"{New} new problems on {New} hosts, a ticket each", NewGoal, Enumerable.Range(0, New).Select(i => Alert($"new-{i}", $"host-{i}")));
        await RowAsync($"{New} new problems on 40 hosts, a ticket a host", NewGoal, Enumerable.Range(0, New).Select(i => Alert($"few-{i}", $"few-{i % 40}")));
        await RowAsync($"{Duplicates} repetitions of 100 problems", DuplicateGoal, Repetitions(Duplicates, 100, "new"));
        await RowAsync($"{Duplicates} repetitions of 1 problem", DuplicateGoal, Repetitions(Duplicates, 1, "new"));
        Console.WriteLine();

        async Task RowAsync(string what, int goal, IEnumerable<string> alerts)
        {
            var all = alerts.ToList();
            await rig.PostAsync(all, PerPayload);
            var used = rig.Handler.ProcessorTime();
            var took = await rig.RecordAsync();
            var rate = all.Count / took.TotalSeconds;
            Console.WriteLine($"  {what,-48}{took.TotalSeconds,7:0.0} s{rate,8:0}/s (goal: {goal}); {rate / bare.Inserts:0.00} of bare rows, {rate / bare.Transactions:0.00} of bare transactions; handler {(rig.Handler.ProcessorTime() - used).TotalMilliseconds / all.Count:0.00} ms of processor each");
        }
    }

    private static async Task FillAsync(RecordingRig rig)
    {
        var begun = rig.Handler.WorkingSet();
        var highest = begun;
        var took = TimeSpan.Zero;
        for (var i = 0; i < Many; i += Duplicates)
        {
            await rig.PostAsync(Enumerable.Range(i, Duplicates).Select(n => Alert($"fill-{n % 100}", $"fill-{n % 20}", n / 100)), PerPayload);
            took += await rig.RecordAsync(() => highest = Math.Max(highest, rig.Handler.WorkingSet()));
        }

        Console.WriteLine($"Memory of the handler: {Many} alerts, repetitions of 100 problems on 20 hosts, accepted and recorded in {took.TotalSeconds:0} s ({Many / took.TotalSeconds:0}/s)");
        Console.WriteLine($"  working set {begun / 1e6:0} MB at the start, highest {highest / 1e6:0} MB, at the end {rig.Handler.WorkingSet() / 1e6:0} MB (goal: below {MemoryGoal}); managed heap at the end {await rig.ManagedHeapAsync() / 1e6:0} MB");
        Console.WriteLine();
    }

    private static async Task RecordAsync(RecordingRig rig, IEnumerable<string> alerts, int perPayload)
    {
        await rig.PostAsync(alerts, perPayload);
        await rig.RecordAsync();
    }

    private static IEnumerable<string> Repetitions(int count, int problems, string name) => Enumerable.Range(0, count).Select(i => Alert($"{name}-{i % problems}", $"{name}-{i % problems}", i));

    private static string Alert(string key, string host, int second = 0) =>
        $$"""{"title":"Disk of {{host}} is full","dedupKey":"{{key}}","severity":"error","host":"{{host}}","startedAt":"{{TimeProvider.System.GetUtcNow().AddHours(-8).AddSeconds(second):O}}"}""";
}
