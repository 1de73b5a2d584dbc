using Automation.Edges.Stores;
using Automation.Mail;
using Automation.Mail.Holding;
using Automation.Mail.Intake;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Stores;

/// <summary>Of several who write what becomes of a mail the first holds, and the list says what holds.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailVersionTests(AzuriteFixture azurite)
{
    private readonly MailTable table = new(azurite.Service);

    [Fact]
    public async Task WhoWritesAfterAnother_ChangesNothing()
    {
        var held = await table.AddAsync(Held(), CancellationToken.None);
        var decided = await table.SaveAsync(held with { State = MailState.Decided, Hold = null }, CancellationToken.None);
        var opened = await table.SaveAsync(decided! with { State = MailState.Opened }, CancellationToken.None);

        Assert.Null(await table.SaveAsync(held with { State = MailState.Decided, Hold = null }, CancellationToken.None));

        Assert.Equal(MailState.Opened, (await table.FindAsync(held.Key, CancellationToken.None))!.State);
        Assert.Equal(MailState.Opened, await ListedAsync(held));
        Assert.NotNull(await table.SaveAsync(opened!, CancellationToken.None));
    }

    [Fact]
    public async Task AHeldMailThatWasReleasedMeanwhile_IsNotListedAsHeldAgain()
    {
        var held = await table.AddAsync(Held(), CancellationToken.None);
        Assert.Equal(MailState.Held, await ListedAsync(held));
        await table.SaveAsync(held with { State = MailState.Opened, Hold = null }, CancellationToken.None);

        await table.EnsureListedAsync(held, CancellationToken.None);

        Assert.Equal(MailState.Opened, await ListedAsync(held));
    }

    /// <summary>Two deliveries find a message that was gone and is there after all; the slower one must not forget what the other has decided.</summary>
    [Fact]
    public async Task WhatIsForgotten_IsWhatWasRead()
    {
        var gone = await table.AddAsync(Held() with { State = MailState.Gone, Hold = null }, CancellationToken.None);
        await table.RemoveAsync(gone, CancellationToken.None);
        Assert.Null(await table.FindAsync(gone.Key, CancellationToken.None));
        await table.AddAsync(gone with { State = MailState.Decided }, CancellationToken.None);

        await table.RemoveAsync(gone, CancellationToken.None);

        Assert.Equal(MailState.Decided, (await table.FindAsync(gone.Key, CancellationToken.None))!.State);
    }

    private async Task<MailState> ListedAsync(MailRecord record) => Assert.Single(await table.ListAsync(null, null, 1000, CancellationToken.None), m => m.Key == record.Key).State;

    /// <summary>Received later than those of any other test, so that a list begins with it.</summary>
    private static MailRecord Held() => GoneMail.Record(Automation.Flow.Shelf.Of(SomeMail.Unique()), SomeMail.Unique(), 0, Some.Noon.AddYears(900)) with { State = MailState.Held, Hold = new Hold(HoldKind.Bulk, "header List-Id") };
}
