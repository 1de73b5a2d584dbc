using System.Runtime.InteropServices;
using System.Text.Json;

namespace Automation.EndToEnd.Support;

/// <summary>The Azurite of a local host: its saved tables, and its death with an older or broken state of them on the disk.</summary>
internal sealed class AzuriteOf(LocalHost host)
{
    private const int Sigkill = 9;
    private const int Sigstop = 19;

    private string Database => Path.Combine(host.State, "azurite", "__azurite_db_table__.json");

    public Task<string> SavedTablesAsync() => File.ReadAllTextAsync(Database);

    public Task HasSavedAsync(string part) =>
        Eventually.IsTrueAsync(async () => (await SavedTablesAsync()).Contains(part, StringComparison.Ordinal), () => host.Output);

    /// <summary>kill -9 of Azurite, which finds <paramref name="tables"/> when it starts again; of the host too, just before, where that is asked for.</summary>
    public async Task DieAsync(string tables, bool withHost = false)
    {
        using var held = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(host.State, "azurite", "azurite.lock")));
        var pid = held.RootElement.GetProperty("pid").GetInt32();
        // Stopped, so that it can't save between the write and its death.
        _ = kill(pid, Sigstop);
        await File.WriteAllTextAsync(Database, tables);
        if (withHost) await host.KillHostAsync();
        _ = kill(pid, Sigkill);
        await Eventually.IsTrueAsync(() => !LocalHost.IsAlive(pid), () => $"Process {pid} still runs.");
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);
}
