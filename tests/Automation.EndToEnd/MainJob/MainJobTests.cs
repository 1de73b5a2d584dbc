using System.Text.Json.Nodes;
using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.MainJob;

/// <summary>Real local host, real Azurite, real handler: one ticket a problem, nothing lost, whatever is killed.</summary>
public sealed class MainJobTests
{
    [Fact]
    public async Task FiringDuplicateAndResolve_GiveOneResolvedTicket()
    {
        await using var host = await LocalHost.StartAsync();
        var problems = new Problems(host);

        await problems.FireAsync([1]);
        await problems.FireAsync([1]);
        await problems.ResolveAsync([1], minute: 5);
        await problems.AllRecordedAsync();

        await TicketIsAsync(problems, 1, "resolved", alerts: 3);
    }

    [Fact]
    public async Task DuplicatedReorderedAndRelockedDeliveries_GiveOneTicketAProblem()
    {
        await using var host = await LocalHost.StartAsync(null, "--faults", "duplicates=0.4,reorder=0.6,lostlocks=0.3,seed=11");
        var problems = new Problems(host);

        for (var round = 0; round < 4; round++)
        {
            foreach (var problem in Enumerable.Range(0, 12)) await problems.FireAsync([problem]);
        }

        foreach (var problem in Enumerable.Range(0, 12).Where(p => p % 2 == 0)) await problems.ResolveAsync([problem], minute: 9);
        await problems.AllRecordedAsync();

        foreach (var problem in Enumerable.Range(0, 12))
        {
            await TicketIsAsync(problems, problem, problem % 2 == 0 ? "resolved" : "open", alerts: problem % 2 == 0 ? 5 : 4);
        }
    }

    [Fact]
    public async Task ResolveBeforeFiring_GivesOneTicketThatIsResolved()
    {
        await using var host = await LocalHost.StartAsync();
        var problems = new Problems(host);

        await problems.ResolveAsync([1], minute: 5);
        await problems.AllRecordedAsync();
        await problems.FireAsync([1]);
        await problems.AllRecordedAsync();

        await TicketIsAsync(problems, 1, "resolved", alerts: 2);
    }

    [Fact]
    public async Task KillingTheHandlerInTheMiddleOfABatch_LosesNothingAndDoublesNothing()
    {
        await using var host = await LocalHost.StartAsync(null, "--max-crashes", "10");
        var problems = new Problems(host);
        var batch = Enumerable.Range(0, 400).ToList();

        for (var post = 0; post < 4; post++) await problems.FireAsync(batch);
        await Eventually.IsTrueAsync(() => problems.IsRecordedAsync(problems.Accepted[0]), () => host.Output);
        await host.KillHandlerAsync();
        await Eventually.IsTrueAsync(() => problems.IsRecordedAsync(problems.Accepted[0]), () => host.Output);
        Assert.False(await problems.IsRecordedAsync(problems.Accepted[^1]));
        await host.KillHandlerAsync();

        await problems.AllRecordedAsync();
        foreach (var problem in batch.Where(p => p % 10 == 0)) await TicketIsAsync(problems, problem, "open", alerts: 4);
        Assert.Equal(400, await CountTicketsAsync(host));
    }

    [Fact]
    public async Task KillingTheLocalHostWithMessagesWaiting_LosesNothingAndDoublesNothing()
    {
        await using var host = await LocalHost.StartAsync();
        var problems = new Problems(host);
        var batch = Enumerable.Range(0, 200).ToList();

        await problems.FireAsync(batch);
        await problems.FireAsync(batch);
        await host.KillHostAsync();
        var (_, queues) = await host.CommandAsync("queues");
        await host.StartAsync();
        await problems.AllRecordedAsync();

        Assert.Matches(@"alerts\s+\d*[1-9]\d*|alerts(\s+\d+)*\s+\d*[1-9]", queues);
        foreach (var problem in batch.Where(p => p % 10 == 0)) await TicketIsAsync(problems, problem, "open", alerts: 2);
        Assert.Equal(200, await CountTicketsAsync(host));
    }

    [Fact]
    public async Task TheDemo_IsRightOnTheFirstAndOnTheSecondStart()
    {
        var state = Directory.CreateTempSubdirectory("automation-state-").FullName;
        try
        {
            for (var start = 0; start < 2; start++)
            {
                var (exitCode, output) = await LocalHost.RunAsync("--exit", "--port", "0", "--state", state);

                Assert.True(exitCode == 0, output);
                Assert.DoesNotContain("✗", output, StringComparison.Ordinal);
                Assert.Contains("✓ she was answered", output, StringComparison.Ordinal);
                Assert.Contains("every outcome was right", output, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    [Fact]
    public async Task CtrlC_LeavesNoProcessBehind()
    {
        await using var host = await LocalHost.StartAsync();
        var children = host.ChildPids();
        Assert.NotEmpty(children);

        Assert.Equal(0, await host.InterruptAsync());

        Assert.All(children, pid => Assert.False(LocalHost.IsAlive(pid)));
    }

    [Fact]
    public async Task Health_TellsReadinessAndWhatWaits()
    {
        await using var host = await LocalHost.StartAsync();
        await host.RunFunctionAsync("ProbeQueues");

        JsonNode health = null!;
        await Eventually.IsTrueAsync(
            async () =>
            {
                health = JsonNode.Parse(await host.Client.GetStringAsync(host.Url("api/health")))!;
                return health["lastProbeAt"] is not null && health["oldestWaitingSeconds"]!.GetValue<double>() == 0;
            },
            () => host.Output);

        Assert.True(health["ready"]!.GetValue<bool>());
        Assert.True(health["storage"]!["reachable"]!.GetValue<bool>());
        Assert.True(health["queue"]!["reachable"]!.GetValue<bool>());
        Assert.NotNull(health["versions"]!["automation"]);
    }

    private static async Task TicketIsAsync(Problems problems, int problem, string state, int alerts)
    {
        var ticket = await problems.TicketAsync(problem);
        Assert.Equal((state, alerts), (ticket["state"]!.GetValue<string>(), ticket["alertCount"]!.GetValue<int>()));
    }

    private static async Task<int> CountTicketsAsync(LocalHost host)
    {
        var count = 0;
        for (var next = "/api/tickets?limit=200"; next is not null;)
        {
            var page = JsonNode.Parse(await host.Client.GetStringAsync(host.Url(next)))!;
            count += page["tickets"]!.AsArray().Count;
            next = page["next"]?.GetValue<string>();
        }

        return count;
    }
}
