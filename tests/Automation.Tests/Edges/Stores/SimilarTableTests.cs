using Automation.Edges.Stores;
using Automation.Mail.Understanding;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Stores;

[Collection(MailAzuriteCollection.Name)]
public sealed class SimilarTableTests(AzuriteFixture azurite)
{
    private readonly SimilarTable table = new(azurite.Service);
    private readonly string topic = $"network/{SomeMail.Unique()}";

    [Fact]
    public async Task ASender_StandsOnceWithTheLatestTime()
    {
        foreach (var (sender, minute) in new[] { ("a@x.example", 0), ("b@x.example", 5), ("a@x.example", 10), ("c/?#@x.example", -70) })
            await table.NoteAsync(topic, sender, Some.Noon.AddMinutes(minute), CancellationToken.None);

        var found = await table.SendersAsync(topic, Some.Noon.AddMinutes(-60), CancellationToken.None);

        Assert.Equal([Some.Noon.AddMinutes(5), Some.Noon.AddMinutes(10)], found.Values.Order());
        Assert.Empty(await table.SendersAsync(topic + "x", Some.Noon.AddMinutes(-60), CancellationToken.None));
    }

    [Fact]
    public async Task TwoInstances_CountEachOthersMails()
    {
        var time = new ShiftedTime(Some.Noon);
        var (one, other) = (new SimilarMails(table, time), new SimilarMails(table, time));

        Assert.Equal(0, await one.CountAsync(topic, "a@x.example", time.GetUtcNow(), CancellationToken.None));
        Assert.Equal(1, await other.CountAsync(topic, "b@x.example", time.GetUtcNow(), CancellationToken.None));
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(2, await one.CountAsync(topic, "c@x.example", time.GetUtcNow(), CancellationToken.None));
        Assert.Equal(2, await one.CountAsync(topic, "c@x.example", time.GetUtcNow(), CancellationToken.None));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await one.CountAsync(topic, "d@x.example", time.GetUtcNow(), CancellationToken.None));
    }
}
