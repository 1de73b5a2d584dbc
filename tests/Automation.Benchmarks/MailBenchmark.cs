using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Local.Storage;

namespace Automation.Benchmarks;

/// <summary>
/// Measures a burst of mails on one machine: dropped into the mailbox of the Graph stand-in, told, taken in, a ticket each,
/// each answered. Prints the rate, the memory of the handler and the storage operations of a mail.
/// </summary>
internal sealed class MailBenchmark(Programs programs, int mails)
{
    private const int WarmUp = 20;
    private const int DroppedAtOnce = 4;

    private static readonly string[] Matters = ["The printer on floor {0} does not print.", "I can't reach the VPN from hotel {0}.", "Please install drawing program {0} on my laptop.", "The screen of room {0} stays black.", "My account is locked since {0} minutes."];

    private readonly HttpClient outside = new() { Timeout = TimeSpan.FromMinutes(2) };

    public async Task RunAsync()
    {
        var data = Directory.CreateTempSubdirectory("automation-mails-");
        await NodePackages.EnsureAsync(Programs.RepositoryRoot(), Console.Error.WriteLine, CancellationToken.None);
        await using var azurite = await AzuriteProcess.StartAsync(Programs.RepositoryRoot(), data.FullName);
        await using var count = await StorageCount.StartAsync(azurite.Port);
        using (var host = await WholeHost.StartAsync(programs, azurite.ConnectionString.Replace($":{azurite.Port}/", $":{count.Port}/", StringComparison.Ordinal)))
        {
            Console.WriteLine($"A burst of mails through the local host, Azurite and the stand-ins for Service Bus and Graph on the same {Environment.ProcessorCount} cores");
            await DropAsync(host, 0, WarmUp);
            await UntilAnsweredAsync(host, WarmUp);
            count.Take();
            await BurstAsync(host, count);
        }

        outside.Dispose();
        data.Delete(recursive: true);
    }

    private async Task BurstAsync(WholeHost host, StorageCount count)
    {
        var before = host.HandlerMemory();
        var watch = Stopwatch.StartNew();
        await DropAsync(host, WarmUp, mails);
        var dropped = watch.Elapsed;
        var highest = await UntilAnsweredAsync(host, WarmUp + mails);
        var took = watch.Elapsed;
        var operations = count.Take();
        Console.WriteLine($"  {mails} mails dropped in {dropped.TotalSeconds:0.0} s, each with its ticket and answered after {took.TotalSeconds:0.0} s: {mails / took.TotalSeconds:0.0}/s");
        Console.WriteLine($"  a notification of Graph, up to 50 mails in one, was answered within {await SlowestNotificationAsync(host):0} ms (limit: 3000)");
        Console.WriteLine($"  handler's memory before {before / 1e6:0} MB, highest {highest / 1e6:0} MB (goal: below 250)");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  storage operations: {operations.Count / (double)mails:0.0} a mail"));
        foreach (var (name, times) in operations.CountBy(o => o).Where(o => o.Value * 20 > mails).OrderByDescending(o => o.Value))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {name,-28}{times / (double)mails,6:0.00}"));
    }

    private Task DropAsync(WholeHost host, int first, int number) => Parallel.ForEachAsync(Enumerable.Range(first, number), new ParallelOptions { MaxDegreeOfParallelism = DroppedAtOnce }, async (i, ct) =>
    {
        using var answer = await outside.PostAsync(new Uri(host.Mailbox, "/mailbox/drop?proof=passed"), new ByteArrayContent(Encoding.UTF8.GetBytes(Mail(i))), ct);
        answer.EnsureSuccessStatusCode();
    });

    /// <summary>Waits until that many answers are sent and no draft is left; returns the handler's highest memory meanwhile.</summary>
    private async Task<long> UntilAnsweredAsync(WholeHost host, int answers)
    {
        var highest = host.HandlerMemory();
        for (var wait = Stopwatch.StartNew(); wait.Elapsed < TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(answers); await Task.Delay(250))
        {
            highest = Math.Max(highest, host.HandlerMemory());
            if (await MessagesAsync(host) == 2 * answers && await DraftsAsync(host) == 0) return highest;
        }

        throw new TimeoutException($"Of {answers} mails not each was answered once in time: the mailbox has {await MessagesAsync(host)} messages instead of {2 * answers}, {await DraftsAsync(host)} of them drafts.");
    }

    /// <summary>Mails and answers in the support mailbox.</summary>
    private async Task<int> MessagesAsync(WholeHost host) =>
        (await StateAsync(host))["mailboxes"]!.AsArray().Where(m => ((string)m!["user"]!).StartsWith("support@", StringComparison.Ordinal)).Sum(m => (int)m!["messages"]!);

    private async Task<double> SlowestNotificationAsync(WholeHost host) => (double)(await StateAsync(host))["slowestNotificationMs"]!;

    private async Task<JsonNode> StateAsync(WholeHost host) => JsonNode.Parse(await outside.GetStringAsync(new Uri(host.Mailbox, "/standin/state")))!;

    private async Task<int> DraftsAsync(WholeHost host) =>
        JsonNode.Parse(await outside.GetStringAsync(new Uri(host.Mailbox, "/mailbox.json?user=support&folder=drafts&top=1")))!["messages"]!.AsArray().Count;

    private static string Mail(int i) => string.Join("\r\n",
        $"From: Person {i} <person@firm-{i}.example>", "To: support@contoso.example", $"Subject: Help with matter {i}", $"Message-ID: <burst-{i}@example.org>",
        $"Date: {TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture)}", "Content-Type: text/plain; charset=utf-8", "",
        $"Hello,\r\n\r\n{string.Format(CultureInfo.InvariantCulture, Matters[i % Matters.Length], i)} It worked yesterday. Can you help me please?\r\n\r\nKind regards\r\nPerson {i}\r\n");
}
