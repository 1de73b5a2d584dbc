namespace Automation.Local.Host;

/// <summary>Where the host keeps what outlives it. Held by one running host at a time through a lock file.</summary>
internal sealed class StateFolder : IDisposable
{
    private const string LockName = "lock";
    private readonly FileStream held;

    private StateFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    public string Path { get; }

    public string QueuesFile => QueuesFileIn(Path);

    public string TimersFile => System.IO.Path.Combine(Path, "timers.db");

    public string KeysFile => System.IO.Path.Combine(Path, "keys.json");

    public string SecretsFile => System.IO.Path.Combine(Path, "secrets.json");

    public string ProcessesFile => System.IO.Path.Combine(Path, "processes.json");

    public static string QueuesFileIn(string state) => System.IO.Path.Combine(state, "servicebus.db");

    /// <summary>The given folder, or <c>.automation</c> in the repository.</summary>
    public static string Locate(string? given) =>
        given is not null ? System.IO.Path.GetFullPath(given) : System.IO.Path.Combine(FindRepositoryRoot(), ".automation");

    /// <summary>The folder of Automation.sln: upwards from the current directory, else from the program's own.</summary>
    public static string FindRepositoryRoot() =>
        Upwards(Directory.GetCurrentDirectory()) ?? Upwards(AppContext.BaseDirectory) ?? throw new LocalHostException(
            $"No Automation.sln stands above '{Directory.GetCurrentDirectory()}': run the command inside the repository.");

    /// <exception cref="LocalHostException">Another host holds the folder, or it can't be written.</exception>
    public static StateFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var file = new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new StateFolder(path, file);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new LocalHostException($"The state folder '{path}' can't be written: {denied.Message}", denied);
        }
        catch (IOException busy)
        {
            throw new LocalHostException($"Another local host is using the state folder '{path}': stop it, or choose a folder with --state.", busy);
        }
    }

    /// <summary>Deletes everything but the lock itself.</summary>
    public void Reset()
    {
        foreach (var entry in new DirectoryInfo(Path).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo folder) folder.Delete(recursive: true);
            else if (entry.Name != LockName) entry.Delete();
        }
    }

    public void Dispose() => held.Dispose();

    private static string? Upwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Automation.sln"))) return folder.FullName;
        }

        return null;
    }
}
