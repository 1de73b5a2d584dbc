using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Automation.Local.Host;
using Automation.Local.Storage;
using Automation.Tests.Support;

namespace Automation.Tests.Local.Storage;

/// <summary>What becomes of storage when Azurite dies under the running host.</summary>
public sealed class AzuriteServiceTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private readonly Lines lines = new();
    private readonly AzuriteService service = new(RepositoryRoot.Path, TimeProvider.System);
    private string endpoint = "";
    private int repeats;

    private string Database => Path.Combine(folder.Path, "azurite", "__azurite_db_table__.json");

    public async Task InitializeAsync()
    {
        var output = new HostOutput(lines, TimeProvider.System);
        var settings = await service.StartAsync(new LocalServiceContext(folder.Path, new ChildProcesses(folder.File("processes.json")), output, RepeatWorkAsync), CancellationToken.None);
        endpoint = settings["Storage"].Split("TableEndpoint=")[1].Split(';')[0];
    }

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        await lines.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task RestartThatFailsOnce_IsTriedAgain()
    {
        await KillWithBrokenTablesAsync();
        await lines.WaitForAsync("Attempt 1 of 5 failed");
        File.Delete(Database);

        await lines.WaitForAsync("Azurite runs again");

        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"{endpoint}/Tables"));
        Assert.True(answer.Headers.Contains("x-ms-request-id"));
        await lines.WaitForAsync("repeated");
        Assert.Equal(1, repeats);
        Assert.False(service.GaveUp.IsCompleted);
    }

    [Fact]
    public async Task RestartThatKeepsFailing_GivesUpWithTheReason()
    {
        await KillWithBrokenTablesAsync();

        var reason = await service.GaveUp.WaitAsync(Patience);

        Assert.Contains("5 attempts", reason, StringComparison.Ordinal);
        Assert.Matches("exit code 1: .*JSON", reason);
        Assert.DoesNotContain('\n', reason);
    }

    private Task RepeatWorkAsync()
    {
        repeats++;
        lines.WriteLine("repeated");
        return Task.CompletedTask;
    }

    private async Task KillWithBrokenTablesAsync()
    {
        using var held = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "azurite", "azurite.lock")));
        await File.WriteAllTextAsync(Database, "{broken");
        using var process = Process.GetProcessById(held.RootElement.GetProperty("pid").GetInt32());
        process.Kill();
    }

    /// <summary>Console lines that a test can wait for.</summary>
    private sealed class Lines : StringWriter
    {
        private readonly Channel<string> written = Channel.CreateUnbounded<string>();

        public override void WriteLine(string? value) => written.Writer.TryWrite(value ?? "");

        public async Task WaitForAsync(string part)
        {
            using var limit = new CancellationTokenSource(Patience);
            string line;
            do line = await written.Reader.ReadAsync(limit.Token);
            while (!line.Contains(part, StringComparison.Ordinal));
        }
    }
}
