using Automation.Mail.Understanding;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Understanding;

/// <summary>Mails about the same are counted, each sender once, for one storage operation a mail.</summary>
public sealed class SimilarMailsTests
{
    private readonly ShiftedTime time = new(Some.Noon);
    private readonly CountingLog log = new();

    [Fact]
    public async Task ABurst_CostsOneOperationAMailAndAReadNowAndThen()
    {
        var similar = new SimilarMails(log, time);
        var counts = new List<int>();
        for (var i = 0; i < 100; i++) counts.Add(await similar.CountAsync("network/vpn", $"{i % 50}@x.example", time.GetUtcNow(), CancellationToken.None));

        Assert.Equal([0, 1, 2], counts.Take(3));
        Assert.All(counts.Skip(50), c => Assert.Equal(49, c));
        Assert.Equal((100, 1), (log.Notes, log.Reads));
    }

    [Theory]
    [InlineData("VPN", "The VPN drops all the time", "network/vpn")]
    [InlineData("Frobnicator sings", "The thing is broken", "subject/frobnicator sings")]
    [InlineData("Sings: frobnicator", "The thing is broken", "subject/frobnicator sings")]
    [InlineData("Help", "The thing is broken", null)]
    [InlineData("New headset", "I would like to order a headset", null)]
    public void IncidentsAreAlike_ByTopicOrSubject(string subject, string text, string? topic) =>
        Assert.Equal(topic, SimilarTopic.Of(new Understander(SomeMailRules.Shipped).Decide(new MailFacts(subject, text), null, Some.Noon), subject));

    private sealed class CountingLog : ISimilarLog
    {
        public int Notes { get; private set; }

        public int Reads { get; private set; }

        public Task NoteAsync(string topic, string sender, DateTimeOffset at, CancellationToken cancellationToken) => Task.FromResult(Notes++);

        public Task<IReadOnlyDictionary<string, DateTimeOffset>> SendersAsync(string topic, DateTimeOffset since, CancellationToken cancellationToken)
        {
            Reads++;
            return Task.FromResult<IReadOnlyDictionary<string, DateTimeOffset>>(new Dictionary<string, DateTimeOffset>());
        }
    }
}
