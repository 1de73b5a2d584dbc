using System.Diagnostics;
using System.Text.Json.Nodes;
using Automation.Local;
using Automation.Local.Host;
using Automation.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Automation.Tests.Local.Host;

/// <summary>Keys, settings, the state folder and the list of child processes.</summary>
public sealed class StateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Keys_AreMadeOnce_AndHoldExactlyTwo()
    {
        var first = HostKeys.ReadOrCreate(folder.File("keys.json"));
        var again = HostKeys.ReadOrCreate(folder.File("keys.json"));
        Assert.Equal((first.Default, first.Master), (again.Default, again.Master));
        Assert.NotEqual(first.Default, first.Master);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", first.Default);
        var file = JsonNode.Parse(File.ReadAllText(folder.File("keys.json")))!.AsObject();
        Assert.Equal(["default", "master"], file.Select(entry => entry.Key));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("keys.json")));
    }

    [Fact]
    public void DamagedKeys_AreAClearFailure_AndStay()
    {
        var file = folder.Write("keys.json", "{");
        Assert.Contains(file, Assert.Throws<LocalHostException>(() => HostKeys.ReadOrCreate(file)).Message, StringComparison.Ordinal);
        Assert.Equal("{", File.ReadAllText(file));
    }

    [Theory]
    [InlineData(0, null, null, true)]
    [InlineData(1, null, null, false)]
    [InlineData(1, "d", null, true)]
    [InlineData(1, "m", null, true)]
    [InlineData(1, null, "d", true)]
    [InlineData(1, "x", "d", false)]
    [InlineData(2, "d", null, false)]
    [InlineData(2, "m", null, true)]
    [InlineData(2, null, "m", true)]
    public void Request_IsLetInByTheKeyOfItsLevel(int level, string? header, string? code, bool allowed)
    {
        var context = new DefaultHttpContext();
        if (header is not null) context.Request.Headers["x-functions-key"] = header;
        if (code is not null) context.Request.QueryString = QueryString.Create("code", code);
        Assert.Equal(allowed, new HostKeys("d", "m").Allows(context.Request, (AuthLevel)level));
    }

    [Fact]
    public void StateFolder_IsHeldByOne_AndResetSparesTheLock()
    {
        using (var state = StateFolder.Open(folder.File("state")))
        {
            File.WriteAllText(state.KeysFile, "{}");
            Directory.CreateDirectory(Path.Combine(state.Path, "storage"));
            Assert.Contains("Another local host", Assert.Throws<LocalHostException>(() => StateFolder.Open(state.Path)).Message, StringComparison.Ordinal);
            state.Reset();
            Assert.Equal(["lock"], Directory.EnumerateFileSystemEntries(state.Path).Select(entry => Path.GetFileName(entry)!));
        }

        using var next = StateFolder.Open(folder.File("state"));
        Assert.Equal(folder.File("state"), next.Path);
    }

    [Fact]
    public void Settings_ResolveExpressions_AndNameTheFirstThatIsMissing()
    {
        var file = folder.Write("local.settings.json", """{"IsEncrypted": false, /* comment */ "Values": {"Name": "alerts", "Number": 7}}""");
        var settings = AppSettings.Read(file).With(new Dictionary<string, string> { ["Number"] = "8" });
        Assert.Equal("alerts-8", settings.Resolve("%name%-%Number%", out var missing));
        Assert.Null(missing);
        settings.Resolve("%Name%-%Neither%-%Nor%", out missing);
        Assert.Equal("Neither", missing);
    }

    [Fact]
    public async Task Leftovers_AreEnded_ButNeverAStrangerWithTheSameNumber()
    {
        using var left = Sleeper();
        using var stranger = Sleeper();
        var list = folder.File("processes.json");
        var children = new ChildProcesses(list);
        children.Add(left, "sleep");
        children.Add(stranger, "sleep");
        var entries = JsonNode.Parse(File.ReadAllText(list))!.AsArray();
        entries[1]!["Started"] = "another boot/1";
        File.WriteAllText(list, entries.ToJsonString());
        Assert.Equal(1, ChildProcesses.EndLeftovers(list));
        await left.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(stranger.HasExited);
        Assert.False(File.Exists(list));
        stranger.Kill();
    }

    private static Process Sleeper() => Process.Start(new ProcessStartInfo("sleep", "60") { UseShellExecute = false })!;
}
