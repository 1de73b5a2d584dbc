using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Automation.Local.Host;

/// <summary>Tells one process from a later one with the same number, and ends processes gently where the system can.</summary>
internal static class ProcessIdentity
{
    private const int Sigterm = 15;

    /// <summary>When the process started, in a form that is the same whoever asks; null where it isn't running.</summary>
    public static string? StartOf(int pid)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // Process.StartTime is worked out from the clock and differs by milliseconds between two readers.
                var fields = File.ReadAllText($"/proc/{pid}/stat") is var stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];
                return fields[0] is "Z" or "X" ? null : $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{fields[19]}";
            }

            using var process = Process.GetProcessById(pid);
            return process.HasExited ? null : process.StartTime.ToUniversalTime().ToString("O");
        }
        catch (Exception gone) when (gone is IOException or ArgumentException or InvalidOperationException or Win32Exception or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Asks the process to end: SIGTERM. Windows has nothing like it for another console process, so there it is killed.</summary>
    public static void Terminate(Process process)
    {
        if (process.HasExited) return;
        if (OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true);
        else _ = Kill(process.Id, Sigterm);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
