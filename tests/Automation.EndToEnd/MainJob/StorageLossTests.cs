using Automation.EndToEnd.Support;

namespace Automation.EndToEnd.MainJob;

/// <summary>Azurite dies with writes that it had acknowledged but not saved: they are made again, or the host says that it can't go on.</summary>
public sealed class StorageLossTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AlertWhoseRowsWereLost_IsRecordedAgain(bool withHost)
    {
        await using var host = await LocalHost.StartAsync();
        var azurite = new AzuriteOf(host);
        var problems = new Problems(host);
        await problems.FireAsync([1]);
        await problems.AllRecordedAsync();
        await azurite.HasSavedAsync((await problems.TicketAsync(1))["host"]!.GetValue<string>());
        var before = await azurite.SavedTablesAsync();
        await problems.FireAsync([2]);
        await problems.AllRecordedAsync();

        await azurite.DieAsync(before, withHost);
        if (withHost) await host.StartAsync();

        await problems.AllRecordedAsync();
        Assert.Equal(1, (await problems.TicketAsync(1))["alertCount"]!.GetValue<int>());
        Assert.Equal(1, (await problems.TicketAsync(2))["alertCount"]!.GetValue<int>());
        Assert.Contains("come again", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AzuriteThatCanNotStartAgain_EndsTheHostWithTheReason()
    {
        await using var host = await LocalHost.StartAsync();

        await new AzuriteOf(host).DieAsync("{broken");

        Assert.Equal(1, await host.ExitCodeAsync());
        Assert.Matches("Azurite can't be started again \\(5 attempts\\), so storage is gone and the host stops: .*JSON", host.Output);
    }
}
