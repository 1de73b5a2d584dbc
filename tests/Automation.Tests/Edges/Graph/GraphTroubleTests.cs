using Automation.Edges.Graph;
using Automation.Flow;
using Automation.Mail;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Graph;

/// <summary>What the mailbox makes of a Graph that is throttled, broken, closed, or loses its answers.</summary>
public sealed class GraphTroubleTests : IAsyncLifetime
{
    private static readonly OutgoingMail Answer = new("trouble/1", null, "Subject", "<p>text of a mail</p>", [new MailAddress("", "ben@contoso.example")], null, []);

    private readonly GraphStation station = new();

    public Task InitializeAsync() => station.InitializeAsync();

    public Task DisposeAsync() => station.DisposeAsync();

    [Theory]
    [InlineData("status=429&retryAfter=3&times=2", "3 3")]
    [InlineData("status=429&times=3", "1 2 4")]
    [InlineData("status=503&times=1", "1")]
    [InlineData("status=503&retryAfter=4", "4")]
    [InlineData("status=504&times=2", "1 2")]
    [InlineData("status=504&retryAfter=2", "2")]
    public async Task AnAnswerThatAsksForPatience_IsWaitedOut(string fault, string waited)
    {
        await station.StandInAsync("faults?" + fault);

        Assert.Null(await station.Mailbox.CheckAsync(default));
        Assert.Equal(waited, string.Join(' ', station.Clock.Waits.Select(w => w.TotalSeconds)));
    }

    [Theory]
    [InlineData(429, 120, 120)]
    [InlineData(503, 90, 90)]
    [InlineData(429, 86_400, 3_600)]
    public async Task AWaitThatIsTooLong_IsLeftToTheCallerWhoHearsHowLong(int status, int retryAfter, int asked)
    {
        await station.StandInAsync($"faults?status={status}&retryAfter={retryAfter}");

        var failed = await Assert.ThrowsAsync<DependencyUnavailableException>(() => station.Mailbox.FindAsync("x", default));

        Assert.Equal(TimeSpan.FromSeconds(asked), failed.RetryAfter);
        Assert.Empty(station.Clock.Waits);
    }

    [Fact]
    public async Task Throttling_IsNamed()
    {
        await station.StandInAsync("faults?status=429&retryAfter=120");

        var failed = await Assert.ThrowsAsync<DependencyUnavailableException>(() => station.Mailbox.FindAsync("x", default));

        Assert.Contains("429 (ApplicationThrottled)", failed.Message, StringComparison.Ordinal);
        Assert.Empty(station.Clock.Waits);
    }

    [Fact]
    public async Task ThrottlingWithoutEnd_EndsWithThePatience()
    {
        await station.StandInAsync("faults?status=429&times=1000");

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => station.Mailbox.FindAsync("x", default));

        Assert.Equal(5, (int)(await station.StateAsync())["calls"]!);
    }

    [Theory]
    [InlineData("faults?status=400&code=ErrorInvalidRecipients&method=PATCH")]
    [InlineData("faults?status=413&method=PATCH")]
    public async Task AReplyThatIsRefused_LeavesNoDraft(string fault)
    {
        var asked = await station.DropAsync("From: ben@contoso.example\nSubject: q\n\nx");
        await station.StandInAsync(fault);

        var refused = await Assert.ThrowsAsync<MailboxRefusedException>(() => station.Mailbox.DraftAsync(Answer with { AnswerTo = asked }, default));

        Assert.True(refused.IsFinal);
        Assert.Empty(await station.MailsAsync("support", "drafts"));
        Assert.Empty(await station.MailsAsync("support", "deleteditems"));
    }

    [Theory]
    [InlineData("status=500")]
    [InlineData("status=503&times=100")]
    [InlineData("status=404")]
    [InlineData("status=403")]
    [InlineData("status=504&done=true&times=100")]
    public async Task AReplyThatCantBeWritten_LeavesNoDraftAndIsMadeAgainInTheConversation(string fault)
    {
        var asked = await station.DropAsync("From: ben@contoso.example\nSubject: q\nMessage-ID: <q@contoso.example>\n\nx");
        await station.StandInAsync($"faults?{fault}&method=PATCH");

        await Assert.ThrowsAnyAsync<Exception>(() => station.Mailbox.DraftAsync(Answer with { AnswerTo = asked }, default));

        foreach (var box in new[] { "drafts", "deleteditems" }) Assert.Empty(await station.MailsAsync("support", box));
        using var cleared = await station.Http.DeleteAsync(station.Page("/standin/faults"));
        await station.Mailbox.SendAsync((await station.Mailbox.DraftAsync(Answer with { AnswerTo = asked }, default)).Id, default);
        Assert.Contains("In-Reply-To: <q@contoso.example>", Assert.Single(await station.MailsAsync("ben"))!["headers"]!.AsArray().Select(h => (string)h!));
    }

    [Fact]
    public async Task AReplyWhoseTimeIsOver_LeavesNoDraft()
    {
        var asked = await station.DropAsync("From: ben@contoso.example\nSubject: q\n\nx");
        await station.StandInAsync("faults?status=0&delay=500000&method=PATCH");
        using var time = new CancellationTokenSource();

        var drafting = station.Mailbox.DraftAsync(Answer with { AnswerTo = asked }, time.Token);
        while ((await station.StateAsync())["faults"]!.AsArray().Count > 0) await Task.Yield();
        await time.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drafting);
        Assert.Empty(await station.MailsAsync("support", "drafts"));
    }

    [Theory]
    [InlineData("status=404")]
    [InlineData("status=404&code=ResourceNotFound")]
    [InlineData("status=410")]
    [InlineData("status=400&code=ErrorInvalidIdMalformed")]
    public async Task AListThatIsNotThere_IsNoEmptyOne(string fault)
    {
        var draft = await station.Mailbox.DraftAsync(Answer, default);
        await station.Mailbox.SendAsync(draft.Id, default);
        await station.StandInAsync($"faults?{fault}&times=3");

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => station.Mailbox.FindAsync(Answer.EffectKey, default));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => station.Mailbox.ListSubscriptionsAsync(new Uri("https://app.example.org/x"), default));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => station.Directory.FindAsync("ben@contoso.example", default));

        Assert.True((await station.Mailbox.FindAsync(Answer.EffectKey, default))!.IsSent);
        Assert.NotNull(await station.Directory.FindAsync("ben@contoso.example", default));
    }

    [Fact]
    public async Task ADraftThatIsThrownAway_IsNotFoundAgain()
    {
        var draft = await station.Mailbox.DraftAsync(Answer, default);
        await station.StandInAsync("faults?status=400&code=ErrorInvalidRecipients&path=/send");
        Assert.True((await Assert.ThrowsAsync<MailboxRefusedException>(() => station.Mailbox.SendAsync(draft.Id, default))).IsFinal);

        await station.Mailbox.DiscardAsync(draft.Id, default);
        await station.Mailbox.DiscardAsync(draft.Id, default);

        Assert.Null(await station.Mailbox.FindAsync(Answer.EffectKey, default));
        Assert.False(await station.Mailbox.SendAsync(draft.Id, default));
    }

    [Theory]
    [InlineData(400, null, true)]
    [InlineData(413, null, true)]
    [InlineData(401, null, false)]
    [InlineData(403, null, false)]
    [InlineData(404, "ErrorInvalidUser", false)]
    public async Task ARefusal_IsFinalWhenItIsOfTheRequestItself(int status, string? code, bool isFinal)
    {
        var id = await station.DropAsync("Subject: x\n\ny");
        await station.StandInAsync($"faults?status={status}{(code is null ? "" : $"&code={code}")}");

        Assert.Equal(isFinal, (await Assert.ThrowsAsync<MailboxRefusedException>(() => station.Mailbox.ReadAsync(id, default))).IsFinal);
    }

    [Theory]
    [InlineData(401, "the app's identity and the tenant")]
    [InlineData(403, "Mail.ReadWrite")]
    public async Task ARefusal_SaysWhatIsMissing(int status, string advice)
    {
        var id = await station.DropAsync("Subject: x\n\ny");
        await station.StandInAsync($"faults?status={status}");

        var refused = await Assert.ThrowsAsync<MailboxRefusedException>(() => station.Mailbox.ReadAsync(id, default));

        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongToken_IsARefusalThatDoesNotQuoteIt()
    {
        var mailbox = station.MailboxOf(GraphStation.Address, "wrong-secret-token");

        var refused = await Assert.ThrowsAsync<MailboxRefusedException>(() => mailbox.DraftAsync(Answer, default));

        Assert.Contains("401 (InvalidAuthenticationToken)", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret-token", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("text of a mail", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendingWithoutPermission_NamesIt()
    {
        var draft = await station.Mailbox.DraftAsync(Answer, default);
        await station.StandInAsync("faults?status=403&path=/send");

        Assert.Contains("Mail.Send", (await Assert.ThrowsAsync<MailboxRefusedException>(() => station.Mailbox.SendAsync(draft.Id, default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASendWhoseAnswerIsLost_IsNotRepeatedBlindlyAndIsFoundAsSent()
    {
        var draft = await station.Mailbox.DraftAsync(Answer, default);
        await station.StandInAsync("faults?status=504&path=/send&done=true");

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => station.Mailbox.SendAsync(draft.Id, default));

        Assert.Equal(draft with { IsSent = true }, await station.Mailbox.FindAsync(Answer.EffectKey, default));
        Assert.Single(await station.MailsAsync("ben"));
    }

    [Fact]
    public async Task ACrashBetweenDraftAndSend_LeavesADraftThatIsFound()
    {
        var draft = await station.Mailbox.DraftAsync(Answer, default);

        // Another process goes on.
        var mailbox = station.MailboxOf(GraphStation.Address);
        var found = (await mailbox.FindAsync(Answer.EffectKey, default))!;
        Assert.Equal(draft, found);
        await mailbox.SendAsync(found.Id, default);

        Assert.True((await mailbox.FindAsync(Answer.EffectKey, default))!.IsSent);
        Assert.Single(await station.MailsAsync("ben"));
    }

    [Fact]
    public async Task ACrashBetweenReplyAndItsKey_SendsNothing()
    {
        var asked = await station.DropAsync("From: ben@contoso.example\nSubject: q\n\nx");
        await station.StandInAsync("faults?status=500&method=PATCH");
        var reply = Answer with { AnswerTo = asked };

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => station.Mailbox.DraftAsync(reply, default));
        Assert.Null(await station.Mailbox.FindAsync(Answer.EffectKey, default));
        await station.Mailbox.SendAsync((await station.Mailbox.DraftAsync(reply, default)).Id, default);

        Assert.Single(await station.MailsAsync("ben"));
    }

    [Fact]
    public async Task ADeltaLinkThatIsAnswered410_IsNull()
    {
        await station.StandInAsync("faults?status=410&path=/delta");

        Assert.Null(await station.Mailbox.ChangesAsync(null, DateTimeOffset.UnixEpoch, default));
    }

    [Fact]
    public async Task ManyCallsAtOnce_KeepToExchangesFour_AndReadingLeavesOneForAnswers()
    {
        await station.StandInAsync("faults?status=0&delay=20&times=200");

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => station.Mailbox.ReadAsync($"k{i}", default)));
        var reading = await station.StateAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).SelectMany(i => new Task[] { station.Mailbox.ReadAsync($"k{i}", default), station.Mailbox.FindAsync($"k{i}", default), station.Mailbox.SendAsync($"k{i}", default) }));

        var all = await station.StateAsync();
        Assert.Equal((3, 40), ((int)reading["mostAtOnce"]!, (int)reading["calls"]!));
        Assert.Equal((4, 160), ((int)all["mostAtOnce"]!, (int)all["calls"]!));
    }

    [Fact]
    public async Task MailsThatHangWhileTheyAreRead_HoldUpNoAnswer()
    {
        var mail = await station.DropAsync("From: a@example.org\nSubject: x\n\ny");
        await station.StandInAsync("faults?status=0&delay=600000&method=GET&times=10");
        using var end = new CancellationTokenSource();
        var reads = Enumerable.Range(0, 10).Select(_ => station.Mailbox.ReadAsync(mail, end.Token)).ToArray();

        await station.Mailbox.SendAsync((await station.Mailbox.DraftAsync(Answer, default)).Id, default);

        Assert.Single(await station.MailsAsync("ben"));
        await end.CancelAsync();
        foreach (var read in reads) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task AMailThatVanishesBeforeItIsRead_IsNull()
    {
        await station.StandInAsync("vanish?times=1");

        Assert.Null(await station.Mailbox.ReadAsync(await station.DropAsync("From: a@example.org\nSubject: x\n\ny"), default));
    }

    [Fact]
    public async Task AGraphThatIsNotThere_IsUnavailable()
    {
        using var client = new GraphClient(new GraphOptions(new Uri($"http://127.0.0.1:{ClosedPort.Find()}/v1.0"), "a-token-of-the-standin", TimeSpan.Zero), station.Clock);

        var failed = await Assert.ThrowsAsync<DependencyUnavailableException>(() => GraphSetup.Mailbox(client, GraphStation.Address, station.Clock).FindAsync("x", default));

        Assert.DoesNotContain("a-token-of", failed.ToString(), StringComparison.Ordinal);
    }
}
