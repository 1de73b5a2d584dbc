namespace Automation.Local.Storage;

/// <summary>Makes sure that the Node packages of package-lock.json are there before Azurite is started; safe to call from several processes at once.</summary>
internal static class NodePackages
{
    private static readonly TimeSpan _lockPoll = TimeSpan.FromMilliseconds(200);

    /// <param name="repositoryRoot">Folder of package-lock.json.</param>
    /// <param name="progress">Takes one line a step, none when nothing is to do.</param>
    /// <param name="cancellationToken">Ends the wait, and npm with it.</param>
    /// <param name="tool">Finds node and npm; null for those on the PATH.</param>
    /// <exception cref="NodeToolException">Node or npm is missing or too old, or the packages can't be installed.</exception>
    public static async Task EnsureAsync(
        string repositoryRoot, Action<string> progress, CancellationToken cancellationToken, NodeTool? tool = null)
    {
        tool ??= new NodeTool();
        tool.Find("npm");
        await tool.RequireNodeAsync(cancellationToken);
        var packages = new PackageLock(repositoryRoot);
        if (await packages.IsInstalledAsync(cancellationToken))
            return;

        var state = Directory.CreateDirectory(Path.Combine(repositoryRoot, ".automation")).FullName;
        await using var turn = await TakeTurnAsync(Path.Combine(state, "npm.lock"), progress, cancellationToken);
        if (await packages.IsInstalledAsync(cancellationToken))
            return;
        progress("Installing the Node packages of package-lock.json (npm ci); this takes a minute the first time.");
        var (exitCode, output) = await tool.RunAsync(
            "npm", ["ci", "--no-audit", "--no-fund"], repositoryRoot, Environment(state), cancellationToken);
        if (exitCode != 0)
            throw new NodeToolException($"npm ci failed with exit code {exitCode} in {repositoryRoot}: {LastLines(output)}");
        await packages.StampAsync(cancellationToken);
        progress("The Node packages are installed.");
    }

    // npm keeps its cache below HOME, which may be missing or read-only in a container.
    private static Dictionary<string, string> Environment(string state)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["npm_config_update_notifier"] = "false" };
        var home = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);
        if (!IsWritable(home))
            environment["npm_config_cache"] = Path.Combine(state, "npm-cache");
        return environment;
    }

    private static bool IsWritable(string folder)
    {
        if (!Directory.Exists(folder))
            return false;
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task<FileStream> TakeTurnAsync(string path, Action<string> progress, CancellationToken cancellationToken)
    {
        var told = false;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                if (!told)
                    progress("Waiting for another process that installs the Node packages.");
                told = true;
            }

            await Task.Delay(_lockPoll, TimeProvider.System, cancellationToken);
        }
    }

    private static string LastLines(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(" | ", lines[^Math.Min(5, lines.Length)..]);
    }
}
