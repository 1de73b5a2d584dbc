using Automation.Edges.Stores;
using Automation.Tests.Support;
using Automation.Tickets;

namespace Automation.Tests.Edges.Stores;

[Collection(AzuriteCollection.Name)]
public sealed class HeldTableTests(AzuriteFixture azurite)
{
    private readonly HeldTable table = new(azurite.Service);

    [Fact]
    public async Task AList_GoesOnAfterTheLastThatWasSeen()
    {
        var prefix = AddedPrefix();
        foreach (var number in new[] { "1", "2", "3" }) await table.AddAsync(new TicketReference(prefix + number, Some.Noon), null, CancellationToken.None);

        var first = await table.ListAsync(prefix, 2, CancellationToken.None);
        var second = await table.ListAsync(first[^1].Ticket.Number, 1, CancellationToken.None);

        Assert.Equal([prefix + "1", prefix + "2", prefix + "3"], first.Concat(second).Select(h => h.Ticket.Number));
        foreach (var held in first.Concat(second)) await table.RemoveAsync(held, CancellationToken.None);
    }

    [Fact]
    public async Task ATicketThatWasAddedAgain_StaysWhenWhoListedItBeforeRemovesIt()
    {
        var ticket = new TicketReference(AddedPrefix(), Some.Noon);
        await table.AddAsync(ticket, null, CancellationToken.None);
        var listed = await FindAsync(ticket);
        await table.AddAsync(ticket, null, CancellationToken.None);

        await table.RemoveAsync(listed!, CancellationToken.None);
        var again = await FindAsync(ticket);
        Assert.NotNull(again);

        await table.RemoveAsync(again, CancellationToken.None);
        Assert.Null(await FindAsync(ticket));
    }

    [Fact]
    public async Task UntilWhenItStays_IsKept()
    {
        var ticket = new TicketReference(AddedPrefix(), Some.Noon);

        await table.AddAsync(ticket, Some.Noon.AddMinutes(5), CancellationToken.None);
        var listed = await FindAsync(ticket);

        Assert.Equal(Some.Noon.AddMinutes(5), listed!.Until);
        await table.RemoveAsync(listed, CancellationToken.None);
    }

    private static string AddedPrefix() => "h" + Guid.CreateVersion7().ToString("N");

    private async Task<HeldTicket?> FindAsync(TicketReference ticket) =>
        (await table.ListAsync(ticket.Number[..^1], 10, CancellationToken.None)).FirstOrDefault(h => h.Ticket == ticket);
}
