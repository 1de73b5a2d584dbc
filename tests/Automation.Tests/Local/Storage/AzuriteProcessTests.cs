using System.Diagnostics;
using Automation.Edges.Tables;
using Automation.Local.Storage;
using Automation.Tests.Support;

namespace Automation.Tests.Local.Storage;

/// <summary>Azurite keeps its tables over every way of ending, and never outlives the process that started it.</summary>
public sealed class AzuriteProcessTests
{
    [Fact]
    public async Task RowsWrittenBeforeAStop_AreThereAfterTheNextStart()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await StartAsync(folder))
            await AddAsync(first.ConnectionString, "row");

        await using var second = await StartAsync(folder);

        Assert.True(await HasAsync(second.ConnectionString, "row"));
    }

    [Fact]
    public async Task RowsWrittenBeforeTheParentWasKilled_AreThereAndNoOrphanIsLeft()
    {
        using var folder = new TemporaryFolder();
        await NodePackages.EnsureAsync(RepositoryRoot.Path, Console.Error.WriteLine, CancellationToken.None);
        using var parent = StartParent(folder.Path);
        var lines = new List<string> { (await parent.StandardOutput.ReadLineAsync())!, (await parent.StandardOutput.ReadLineAsync())! };
        using var child = Process.GetProcessById(int.Parse(lines[0]));
        await AddAsync(ConnectionString(int.Parse(lines[1])), "row");

        parent.Kill(entireProcessTree: false);
        await parent.WaitForExitAsync();

        // The next one starts while the other may still save, and waits for it.
        await using var next = await StartAsync(folder);
        Assert.True(await HasAsync(next.ConnectionString, "row"));
        await child.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(child.HasExited);
    }

    [Fact]
    public async Task SaveInterval_BoundsWhatAKillOfAzuriteItselfLoses()
    {
        using var folder = new TemporaryFolder();
        var database = Path.Combine(folder.Path, "__azurite_db_table__.json");
        await using (var first = await StartAsync(folder))
        {
            await AddAsync(first.ConnectionString, "row");
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            while (!(await File.ReadAllTextAsync(database, limit.Token)).Contains("\"row\"", StringComparison.Ordinal))
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
            using var process = Process.GetProcessById(first.ProcessId);
            process.Kill();
            await first.Exited;
        }

        await using var second = await StartAsync(folder);

        Assert.True(await HasAsync(second.ConnectionString, "row"));
    }

    [Fact]
    public async Task FolderThatIsServed_IsRefusedToASecond()
    {
        using var folder = new TemporaryFolder();
        await using var first = await StartAsync(folder);

        var e = await Assert.ThrowsAsync<NodeToolException>(() => StartAsync(folder));

        Assert.Contains("already serves", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PortThatIsTaken_IsSaidInWords()
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();
        await using var first = await StartAsync(one);

        var e = await Assert.ThrowsAsync<NodeToolException>(() => AzuriteProcess.StartAsync(RepositoryRoot.Path, two.Path, first.Port));

        Assert.Contains("EADDRINUSE", e.Message, StringComparison.Ordinal);
    }

    private static async Task<AzuriteProcess> StartAsync(TemporaryFolder folder)
    {
        await NodePackages.EnsureAsync(RepositoryRoot.Path, Console.Error.WriteLine, CancellationToken.None);
        return await AzuriteProcess.StartAsync(RepositoryRoot.Path, folder.Path);
    }

    // A parent of its own, so that the test survives its kill: it holds Azurite's stdin, and prints its process id and port.
    private static Process StartParent(string folder)
    {
        const string script = """
            const child = require("node:child_process").spawn(process.execPath, process.argv.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
            child.stdout.on("data", (line) => console.log(`${child.pid}\n${JSON.parse(line).port}`));
            """;
        var wrapper = Path.Combine(AppContext.BaseDirectory, "Storage", "azurite.mjs");
        return Process.Start(new ProcessStartInfo("node", ["-e", script, wrapper, RepositoryRoot.Path, folder, "0", "0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
    }

    private static string ConnectionString(int port) =>
        $"{AzuriteProcess.AccountPart};TableEndpoint=http://127.0.0.1:{port}/devstoreaccount1";

    private static async Task AddAsync(string connectionString, string row)
    {
        var table = new TableServiceClient(connectionString).GetTableClient("table");
        await table.CreateIfNotExistsAsync();
        await table.AddEntityAsync(new TableEntity("p", row));
    }

    private static async Task<bool> HasAsync(string connectionString, string row) =>
        (await new TableServiceClient(connectionString).GetTableClient("table").GetEntityIfExistsAsync<TableEntity>("p", row)).HasValue;
}
