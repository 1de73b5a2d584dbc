using Automation.Local.Demo;
using Automation.Local.Host;

namespace Automation.Tests.Local.Demo;

/// <summary>The demo against a small double of the function app: it passes right outcomes and names wrong ones.</summary>
public sealed class DemoRunTests
{
    private const string Sink = "http://localhost:7777/sink";

    [Fact]
    public async Task RightOutcomes_AreAllChecked()
    {
        var (isRight, text) = await RunAsync(DemoFault.None);
        Assert.True(isRight, text);
        Assert.DoesNotContain("✗", text, StringComparison.Ordinal);
        Assert.Contains("Ticket T-1: DiskAlmostFull", text, StringComparison.Ordinal);
        Assert.Contains("an episode that belongs to no other opens a ticket -> ", text, StringComparison.Ordinal);
        Assert.Contains("?code=the-key\"", text, StringComparison.Ordinal);
        Assert.Contains($"desk-teams delivered, see {Sink}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DemoFault.DuplicateOpensAnother, "✗ it joined the ticket that is open")]
    [InlineData(DemoFault.DependentOpensAnother, "✗ it joined the ticket of what it depends on: T-2")]
    [InlineData(DemoFault.BrokenIsAccepted, "✗ answered 202")]
    [InlineData(DemoFault.InventoryIsRefused, "✗ PUT /api/hosts answered 400, none stored")]
    [InlineData(DemoFault.NothingIsFoundOut, "✗ changes: nothing, expected PostgreSQL 17.2")]
    [InlineData(DemoFault.WrongPriority, "✗ priority P3, expected P1")]
    [InlineData(DemoFault.NobodyIsTold, "✗ told that it is opened: nobody")]
    [InlineData(DemoFault.ChannelFails, "✗ told that it is opened: desk-teams waiting")]
    [InlineData(DemoFault.ResolvesTooEarly, "✗ ticket T-1 is resolved while one problem lasts, expected open")]
    public async Task WrongOutcome_IsACross(object fault, string expected)
    {
        var (isRight, text) = await RunAsync((DemoFault)fault);
        Assert.False(isRight);
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    private static async Task<(bool IsRight, string Text)> RunAsync(DemoFault fault)
    {
        await using var server = LocalServer.Create(0, null);
        new DemoAppDouble(fault).Map(server);
        var port = await LocalServer.StartAsync(server, 0, "--port", CancellationToken.None);
        await using var text = new StringWriter();
        using var client = new DemoClient(new Uri($"http://127.0.0.1:{port}/"), "the-key");
        var patience = TimeSpan.FromSeconds(fault == DemoFault.None ? 10 : 0.3);
        var isRight = await new DemoRun(client, Sink, null, new HostOutput(text, TimeProvider.System), patience, TimeProvider.System).RunAsync(CancellationToken.None);
        return (isRight, text.ToString());
    }
}
