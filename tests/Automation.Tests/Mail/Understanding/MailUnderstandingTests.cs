using Automation.Flow;
using Automation.Mail;
using Automation.Mail.Reading;
using Automation.Mail.Understanding;
using Automation.Mail.Understanding.Learning;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Understanding;

/// <summary>How the mailbox understands: the model is read late and again when it changed, and nothing about it stops a mail.</summary>
public sealed class MailUnderstandingTests : IDisposable
{
    private readonly ShiftedTime time = new(Some.Noon);
    private readonly FakeModelStore store = new();
    private readonly ListLog<CurrentModel> log = new();
    private readonly SimilarLog noted = new();
    private readonly CurrentModel current;

    public MailUnderstandingTests() => current = Current(new UnderstandingOptions("mail.yaml", null));

    public void Dispose() => current.Dispose();

    [Fact]
    public async Task TheModel_IsReadWithTheFirstMailAndLookedAtOnceAMinute()
    {
        Assert.Equal(0, store.Looks);
        for (var i = 0; i < 20; i++) await UnderstandAsync(current);
        Assert.Equal((1, 0), (store.Looks, store.Reads - 1));
        Assert.Equal("network", (await UnderstandAsync(current, "Hello", "vpn zeta")).Category);

        await store.KeepAsync(Bytes("zeta", "telephony"), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.DoesNotContain((await UnderstandAsync(current)).Trace, IsModel);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains((await UnderstandAsync(current, "Hello", "zeta")).Trace, s => IsModel(s) && s.Facts["words"].Contains("zeta", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromMinutes(5));
        await UnderstandAsync(current);

        Assert.Equal((3, 2), (store.Looks, store.Reads));
        Assert.Equal("Information: Mails are understood by the rules and a model of 2026-11-22 12:00 UTC that learned 2 categories from 10 texts", log.Lines.Last());
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("version")]
    [InlineData("none")]
    public async Task AModelThatCanNotBeUsed_LeavesTheRulesAndSaysSoOnce(string how)
    {
        var bytes = Bytes("zeta", "telephony");
        if (how == "damaged") bytes[^1] ^= 1;
        if (how == "version") bytes[8] = 9;
        await store.KeepAsync(how == "none" ? [] : bytes, CancellationToken.None);

        for (var i = 0; i < 3; i++)
        {
            var sense = await UnderstandAsync(current, "Printer", "My printer is broken");
            Assert.Equal("printing", sense.Category);
            var step = Assert.Single(sense.Trace, s => s.Rule == "the trained model can't be used");
            Assert.Equal("the rules decide alone", step.Result);
            Assert.NotEmpty(step.Facts["reason"]);
            time.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.StartsWith("Error: The trained model (in storage) can't be used, mails are understood by the rules alone: ", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.Equal(1, store.Reads);

        await store.KeepAsync(Bytes("zeta", "telephony"), CancellationToken.None);
        Assert.Contains((await UnderstandAsync(current, "Hello", "zeta")).Trace, IsModel);
    }

    [Fact]
    public async Task StorageThatIsAway_LeavesWhatWasReadBefore()
    {
        store.Failure = new DependencyUnavailableException("storage", "status 503");
        Assert.Contains((await UnderstandAsync(current)).Trace, s => s.Rule == "the trained model can't be used" && s.Facts["reason"].Contains("503", StringComparison.Ordinal));

        (store.Failure, _) = (null, store.KeepAsync(Bytes("zeta", "telephony"), CancellationToken.None));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains((await UnderstandAsync(current, "Hello", "zeta")).Trace, IsModel);

        store.Failure = new DependencyUnavailableException("storage", "status 503");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains((await UnderstandAsync(current, "Hello", "zeta")).Trace, IsModel);
        Assert.Equal(["Error", "Information", "Warning"], log.Lines.Select(l => l.Split(':')[0]));
    }

    [Fact]
    public async Task AFile_IsUsedInPlaceOfStorageAndReadAgainWhenItChanged()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "model.bin");
        using var model = Current(new UnderstandingOptions("mail.yaml", file));
        Assert.Contains((await UnderstandAsync(model)).Trace, s => s.Rule == "the trained model can't be used");

        File.WriteAllBytes(file, Bytes("zeta", "telephony"));
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains((await UnderstandAsync(model, "Hello", "zeta")).Trace, IsModel);
        Assert.Equal(0, store.Looks);
    }

    [Fact]
    public async Task ManyMailsAboutTheSame_RaiseTheImpactAndSaySo()
    {
        var impacts = new List<string?>();
        MailSense last = null!;
        for (var i = 0; i < 11; i++) impacts.Add((last = await UnderstandAsync(current, "VPN", "The VPN drops", $"{i}@x.example")).Impact);

        Assert.Equal([null, null, null, "medium", "medium", "medium", "medium", "medium", "medium", "medium", "high"], impacts);
        Assert.Equal(10, last.Similar);
        Assert.Contains(last.Trace, s => s.Rule == "others who wrote about the same in the last hour" && s.Result == "10" && s.Facts["topic"] == "network/vpn");
        Assert.Contains(last.Trace, s => s.Rule == "the impact" && s.Result == "high: 10 similar mails in the last hour");
        Assert.Equal(11, noted.Notes);
        Assert.Equal("high", (await UnderstandAsync(current, "VPN", "The VPN drops", "3@x.example")).Impact);
    }

    [Fact]
    public async Task QuotedTextAndAttachedMails_AreSearchedForSecurityWords()
    {
        Assert.True((await UnderstandAsync(current, "Question", "See below", quoted: "This looks like ransomware")).IsSecurity);
        Assert.True((await UnderstandAsync(current, "Question", "See attached", attachments: SomeMail.Attachment("Phishing.eml", "message/rfc822"))).IsSecurity);
        Assert.True((await UnderstandAsync(current, "Question", "See attached", attachments: new MailAttachment("a", "You were hacked", null, 10, false, "message"))).IsSecurity);
        Assert.False((await UnderstandAsync(current, "Question", "See attached", attachments: SomeMail.Attachment("Phishing training.pdf", "application/pdf"))).IsSecurity);
    }

    [Fact]
    public async Task TheTextOfAnAttachedMail_IsSearchedForSecurityWords()
    {
        var reported = await UnderstandAsync(current, "Question", "Please look at the attachment", attachments: Attached("Hello,\nall your files are encrypted by our ransomware. Pay now."));

        Assert.True(reported.IsSecurity);
        Assert.Contains("in the attached mail 'Your files'", reported.Trace[0].Facts["words"], StringComparison.Ordinal);
        Assert.False((await UnderstandAsync(current, "Question", "Please look at the attachment", attachments: Attached("The printer jams.\n\n-- \nBob\nAnti-Phishing Team"))).IsSecurity);

        static MailAttachment Attached(string text) => new("a", "Your files", null, 10, false, "message") { Mail = SomeMail.Of(text, "Your files") };
    }

    private static bool IsModel(TraceStep step) => step.Rule.StartsWith("the trained model counts", StringComparison.Ordinal);

    private static byte[] Bytes(string word, string label)
    {
        var model = SomeModel.Of((word, label), ("other matter", "printing"));
        return ModelFile.Write(model.Content with { TrainedAt = Some.Noon });
    }

    private CurrentModel Current(UnderstandingOptions options) => new(options, store, time, log);

    private Task<MailSense> UnderstandAsync(CurrentModel model, string subject = "Hello", string text = "zeta", string sender = "ada@x.example", string quoted = "", params MailAttachment[] attachments) =>
        new MailUnderstanding(SomeMailRules.Shipped, model, similar ??= new SimilarMails(noted, time))
            .OfAsync(new ReadMail(subject, text, quoted, "", "", "", null, MailForm.Plain, []), attachments, null, sender, time.GetUtcNow(), CancellationToken.None);

    private SimilarMails? similar;

    private sealed class SimilarLog : ISimilarLog
    {
        public int Notes { get; private set; }

        public Task NoteAsync(string topic, string sender, DateTimeOffset at, CancellationToken cancellationToken) => Task.FromResult(Notes++);

        public Task<IReadOnlyDictionary<string, DateTimeOffset>> SendersAsync(string topic, DateTimeOffset since, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, DateTimeOffset>>(new Dictionary<string, DateTimeOffset>());
    }
}
