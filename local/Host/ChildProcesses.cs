using System.Diagnostics;
using System.Text.Json;

namespace Automation.Local.Host;

/// <summary>
/// The list of processes that the host started, kept in a file so that after a kill -9 of the host the next start can end what was
/// left behind, and never a stranger that got the same number.
/// </summary>
internal sealed class ChildProcesses(string file)
{
    private readonly Lock gate = new();
    private readonly List<Child> children = [];

    public void Add(Process process, string executable)
    {
        if (ProcessIdentity.StartOf(process.Id) is not { } started) return;
        lock (gate)
        {
            children.Add(new Child(process.Id, started, executable));
            Write();
        }
    }

    public void Remove(int pid)
    {
        lock (gate)
        {
            if (children.RemoveAll(child => child.Pid == pid) > 0) Write();
        }
    }

    /// <summary>Ends the processes that a previous run left behind.</summary>
    /// <returns>How many were still running.</returns>
    public static int EndLeftovers(string file)
    {
        var ended = 0;
        foreach (var child in Read(file))
        {
            if (ProcessIdentity.StartOf(child.Pid) != child.Started) continue;
            using var process = Process.GetProcessById(child.Pid);
            process.Kill(entireProcessTree: true);
            process.WaitForExit(TimeSpan.FromSeconds(5));
            ended++;
        }

        File.Delete(file);
        return ended;
    }

    private static List<Child> Read(string file)
    {
        if (!File.Exists(file)) return [];
        try
        {
            return JsonSerializer.Deserialize<List<Child>>(File.ReadAllText(file)) ?? [];
        }
        catch (JsonException broken)
        {
            throw new LocalHostException($"'{file}' is damaged ({broken.Message}): end what still runs of an earlier local host, then delete the file.", broken);
        }
    }

    private void Write()
    {
        if (children.Count == 0)
        {
            File.Delete(file);
            return;
        }

        File.WriteAllText(file + ".new", JsonSerializer.Serialize(children));
        File.Move(file + ".new", file, overwrite: true);
    }

    internal sealed record Child(int Pid, string Started, string Executable);
}
