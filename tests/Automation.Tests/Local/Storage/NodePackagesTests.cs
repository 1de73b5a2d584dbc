using System.Text.Json.Nodes;
using Automation.Local.Storage;
using Automation.Tests.Support;

namespace Automation.Tests.Local.Storage;

/// <summary>npm runs exactly when node_modules does not match the lock file, and what is missing is said in one sentence.</summary>
public sealed class NodePackagesTests
{
    private readonly List<string> _progress = [];

    [Fact]
    public async Task FreshClone_IsInstalledOnce()
    {
        using var root = new Project();

        await EnsureAsync(root);
        await EnsureAsync(root);

        Assert.Equal(2, _progress.Count);
        Assert.StartsWith("Installing the Node packages", _progress[0], StringComparison.Ordinal);
        Assert.True(File.Exists(root.File("node_modules", "left", "package.json")));
    }

    [Fact]
    public async Task ChangedLockFile_IsInstalledAgain()
    {
        using var root = new Project();
        await EnsureAsync(root);

        await File.AppendAllTextAsync(root.File("package-lock.json"), "\n");
        await EnsureAsync(root);

        Assert.Equal(4, _progress.Count);
    }

    [Fact]
    public async Task PackagesInstalledByHand_AreLeftAlone()
    {
        using var root = new Project();
        await EnsureAsync(root);
        File.Delete(root.File("node_modules", ".package-lock.sha256"));

        await EnsureAsync(root);

        Assert.Equal(2, _progress.Count);
    }

    [Fact]
    public async Task PackageMissingFromAnInstallByHand_IsInstalled()
    {
        using var root = new Project();
        await EnsureAsync(root);
        File.Delete(root.File("node_modules", ".package-lock.sha256"));
        var installed = JsonNode.Parse(await File.ReadAllTextAsync(root.File("node_modules", ".package-lock.json")))!;
        installed["packages"]!.AsObject().Clear();
        await File.WriteAllTextAsync(root.File("node_modules", ".package-lock.json"), installed.ToJsonString());

        await EnsureAsync(root);

        Assert.Equal(4, _progress.Count);
    }

    [Fact]
    public async Task ManyAtOnce_InstallOnce()
    {
        using var root = new Project();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EnsureAsync(root)));

        Assert.Single(_progress, line => line.StartsWith("Installing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FailedInstall_IsSaidWithNpmsWordsAndTriedAgain()
    {
        using var root = new Project();
        await File.WriteAllTextAsync(root.File("package.json"), """{"name":"x","version":"1.0.0","dependencies":{"left":"file:nowhere"}}""");

        var e = await Assert.ThrowsAsync<NodeToolException>(() => EnsureAsync(root));
        await Assert.ThrowsAsync<NodeToolException>(() => EnsureAsync(root));

        Assert.Contains("npm ci failed with exit code", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingNode_IsOneSentence()
    {
        using var root = new Project();
        using var tools = new TemporaryFolder();

        var e = await Assert.ThrowsAsync<NodeToolException>(() => EnsureAsync(root, new NodeTool(tools.Path)));

        Assert.Equal("npm is not on the PATH: install Node.js 20 or later from https://nodejs.org and run the command again.", e.Message);
    }

    [Fact]
    public async Task OldNode_IsOneSentence()
    {
        using var root = new Project();
        using var tools = new TemporaryFolder();
        foreach (var tool in (string[])["node", "npm"])
        {
            var path = Path.Combine(tools.Path, tool);
            await File.WriteAllTextAsync(path, "#!/bin/sh\necho v18.19.1\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var e = await Assert.ThrowsAsync<NodeToolException>(() => EnsureAsync(root, new NodeTool(tools.Path)));

        Assert.Equal("Node.js 18.19.1 is too old: install Node.js 20 or later from https://nodejs.org and run the command again.", e.Message);
    }

    [Fact]
    public async Task FolderWithoutALockFile_IsRefused()
    {
        using var folder = new TemporaryFolder();

        var e = await Assert.ThrowsAsync<NodeToolException>(() => NodePackages.EnsureAsync(folder.Path, _progress.Add, CancellationToken.None));

        Assert.Contains("package-lock.json is missing", e.Message, StringComparison.Ordinal);
    }

    private Task EnsureAsync(Project root, NodeTool? tool = null) => NodePackages.EnsureAsync(root.Path, Report, CancellationToken.None, tool);

    private void Report(string line)
    {
        lock (_progress)
            _progress.Add(line);
    }

    /// <summary>A project with one dependency that lies beside it, so that npm needs no network.</summary>
    private sealed class Project : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Project()
        {
            Directory.CreateDirectory(File("left"));
            System.IO.File.WriteAllText(File("left", "package.json"), """{"name":"left","version":"1.0.0"}""");
            System.IO.File.WriteAllText(File("package.json"), """{"name":"x","version":"1.0.0","dependencies":{"left":"file:left"}}""");
            System.IO.File.WriteAllText(
                File("package-lock.json"),
                """
                {"name":"x","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{
                  "":{"name":"x","version":"1.0.0","dependencies":{"left":"file:left"}},
                  "left":{"version":"1.0.0"},
                  "node_modules/left":{"resolved":"left","link":true}}}
                """);
        }

        public string Path => _folder.Path;

        public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

        public void Dispose() => _folder.Dispose();
    }
}
