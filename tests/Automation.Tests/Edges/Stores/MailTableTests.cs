using Automation.Edges.Stores;
using Automation.Mail;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Stores;

[Collection(AzuriteCollection.Name)]
public sealed class MailTableTests(AzuriteFixture azurite)
{
    private readonly MailTable table = new(azurite.Service);

    [Fact]
    public async Task WhatIsCounted_IsTheHourBeforeUntilAnInstant()
    {
        var name = $"alike/{SomeMail.Unique()}";
        foreach (var (id, minute) in new[] { ("old", -60), ("before", -59), ("after", 1) }) await CountAsync(id, minute, minute);

        Assert.Equal(2, await CountAsync("now", 0, 0));
        Assert.Equal(2, await CountAsync("now", 0, 0));
        Assert.Equal(3, await CountAsync("now", 0, 60));

        Task<int> CountAsync(string id, int minute, int until) => table.CountAsync(name, id, Some.Noon.AddMinutes(minute), Some.Noon.AddMinutes(until), CancellationToken.None);
    }

    [Fact]
    public async Task WhatIsOld_IsDeletedAndNothingElse()
    {
        var (old, young) = (SomeMail.Unique(), SomeMail.Unique());
        await table.RememberAsync(old, "x", Some.Noon.AddYears(-9), null, CancellationToken.None);
        await table.RememberAsync(young, "x", Some.Noon.AddYears(-7), null, CancellationToken.None);
        await table.AddThreadsAsync(new Dictionary<string, ThreadEnd>(StringComparer.Ordinal) { [$"id/{old}"] = new("482-913-077", true) }, CancellationToken.None);

        await table.PurgeAsync(Some.Noon.AddYears(-8), CancellationToken.None);
        await table.PurgeThreadsAsync(Some.Noon.AddYears(-8), CancellationToken.None);

        Assert.Null(await table.RecallAsync(old, CancellationToken.None));
        Assert.NotNull(await table.RecallAsync(young, CancellationToken.None));
        Assert.Single(await table.FindThreadsAsync([$"id/{old}"], CancellationToken.None));
    }

    /// <summary>Rows tell by themselves when they were added, by storage's clock.</summary>
    [Fact]
    public async Task Signs_AreDeletedByWhenTheyWereAdded()
    {
        var (id, conversation) = ($"id/{SomeMail.Unique()}", $"conv/{SomeMail.Unique()}");
        await table.AddThreadsAsync(new Dictionary<string, ThreadEnd>(StringComparer.Ordinal) { [id] = new("482-913-077", true), [conversation] = new("482-913-077", false) }, CancellationToken.None);

        Assert.InRange(await table.PurgeThreadsAsync(new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero), CancellationToken.None), 2, int.MaxValue);
        Assert.Empty(await table.FindThreadsAsync([id, conversation], CancellationToken.None));
    }
}
