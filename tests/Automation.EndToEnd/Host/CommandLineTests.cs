using System.Net;
using System.Net.Sockets;
using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.Host;

/// <summary>What a person sees who types something wrong, or starts the host where it can't run.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--prot", "'--prot' isn't known")]
    [InlineData("--port=seventy", "--port must be a whole number")]
    [InlineData("queues peek", "needs the name of a queue")]
    [InlineData("queues resubmit alerts", "either --id SEQUENCE or --all")]
    public async Task WrongArguments_AreOneSentence_AndExitCodeTwo(string arguments, string expected)
    {
        var (code, output) = await LocalHost.RunAsync(arguments.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Single(output.Trim().Split('\n'));
    }

    [Fact]
    public async Task Help_ShowsTheOptions()
    {
        var (code, output) = await LocalHost.RunAsync("--help");
        Assert.Equal(0, code);
        Assert.Contains("--no-demo", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PortThatIsTaken_IsOneSentence()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var app = new BareApp().Http("Open", "open");
        await using var host = app.Prepare("--port", $"{port}");
        host.Spawn();
        Assert.Equal(1, await host.ExitCodeAsync());
        await Eventually.IsTrueAsync(() => host.Output.Contains($"Port {port} is taken by another program", StringComparison.Ordinal), () => host.Output);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondHostOnTheSameState_IsRefused_AlsoForReset()
    {
        using var app = new BareApp().Http("Open", "open");
        await using var host = await app.StartAsync();
        var (code, output) = await host.CommandAsync("--port", "0", "--no-demo", "--reset", "--app", app.Root);
        Assert.Equal(1, code);
        Assert.Contains("Another local host is using the state folder", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(host.State, "keys.json")));
    }

    [Fact]
    public async Task Reset_MakesNewKeys()
    {
        using var app = new BareApp().Http("Open", "open");
        await using var host = app.Prepare("--reset");
        await host.StartAsync();
        var before = host.DefaultKey;
        Assert.Equal(0, await host.InterruptAsync());
        await host.StartAsync();
        Assert.NotEqual(before, host.DefaultKey);
    }
}
