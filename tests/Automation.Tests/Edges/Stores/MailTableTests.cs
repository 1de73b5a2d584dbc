using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Mail;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Stores;

[Collection(MailAzuriteCollection.Name)]
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
    public async Task CountersOfOtherNames_AreOthers()
    {
        var name = $"alike/{SomeMail.Unique()}";
        foreach (var other in new[] { $"{name}0", name[..^1], $"x{name}" }) await table.CountAsync(other, "x", Some.Noon, Some.Noon, CancellationToken.None);

        Assert.Equal(1, await table.CountAsync(name, "x", Some.Noon, Some.Noon.AddHours(1), CancellationToken.None));
    }

    [Fact]
    public async Task MoreThanAnyLimitMayBe_IsCounted()
    {
        var name = $"alike/{SomeMail.Unique()}";
        for (var i = 0; i <= CounterTable.Most; i++) await table.CountAsync(name, $"{i}", Some.Noon, Some.Noon, CancellationToken.None);

        Assert.Equal(1_001, await table.CountAsync(name, "x", Some.Noon, Some.Noon, CancellationToken.None));
    }

    /// <summary>Where the last look stopped is as old as it is when nothing may be looked at for weeks.</summary>
    [Fact]
    public async Task OldMemos_AreDeletedWhereThereAreManyOfAKind()
    {
        var id = SomeMail.Unique();
        var (old, young) = (Some.Noon.AddYears(-9), Some.Noon.AddYears(-7));
        foreach (var (name, at) in new[] { ($"bounced/{id}", old), ($"alarm/{id}", old), ($"delta/{id}", old), ($"bounced/{id}y", young) }) await table.RememberAsync(name, "x", at, null, CancellationToken.None);

        await table.PurgeMemosAsync(Some.Noon.AddYears(-8), CancellationToken.None);

        var left = await Task.WhenAll(new[] { $"bounced/{id}", $"alarm/{id}", $"delta/{id}", $"bounced/{id}y" }.Select(name => table.RecallAsync(name, CancellationToken.None)));
        Assert.Equal([false, false, true, true], left.Select(m => m is not null));
    }

    [Fact]
    public async Task OldCounters_AreDeleted()
    {
        var name = $"alike/{SomeMail.Unique()}";
        foreach (var minute in new[] { 0, 10 }) await table.CountAsync(name, $"{minute}", Some.Noon.AddYears(-9).AddMinutes(minute), Some.Noon.AddYears(-9), CancellationToken.None);

        await table.PurgeCountsAsync(Some.Noon.AddYears(-9).AddMinutes(5), CancellationToken.None);
        Assert.Equal(3, await CountAsync("20", 20));

        await table.PurgeCountsAsync(Some.Noon.AddYears(-9).AddMinutes(25), CancellationToken.None);
        Assert.Equal(1, await CountAsync("30", 30));

        Task<int> CountAsync(string id, int minute) => table.CountAsync(name, id, Some.Noon.AddYears(-9).AddMinutes(minute), Some.Noon.AddYears(-9).AddMinutes(minute), CancellationToken.None);
    }

    [Fact]
    public async Task WhatIsCountedSideBySide_IsCountedWhole()
    {
        var name = $"alike/{SomeMail.Unique()}";
        var others = new MailTable(azurite.Service);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? table : others).CountAsync(name, $"{i % 30}", Some.Noon, Some.Noon, CancellationToken.None)));

        Assert.Equal(31, await table.CountAsync(name, "last", Some.Noon, Some.Noon, CancellationToken.None));
    }

    /// <summary>Rows tell by themselves when they were added, by storage's clock.</summary>
    [Fact]
    public async Task Signs_AreDeletedByWhenTheyWereAdded()
    {
        var (id, conversation) = ($"id/{SomeMail.Unique()}", $"conv/{SomeMail.Unique()}");
        await table.AddThreadsAsync(new Dictionary<string, ThreadEnd>(StringComparer.Ordinal) { [id] = new("482-913-077", true), [conversation] = new("482-913-077", false) }, overUnproven: false, CancellationToken.None);

        Assert.InRange(await table.PurgeThreadsAsync(new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero), CancellationToken.None), 2, int.MaxValue);
        Assert.Empty(await table.FindThreadsAsync([id, conversation], CancellationToken.None));
    }
}
