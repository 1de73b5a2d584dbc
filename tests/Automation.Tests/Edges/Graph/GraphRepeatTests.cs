using Automation.Mail;

namespace Automation.Tests.Edges.Graph;

/// <summary>A request with a body that is repeated says all of it again.</summary>
public sealed class GraphRepeatTests : IAsyncLifetime
{
    private readonly GraphStation station = new();

    public Task InitializeAsync() => station.InitializeAsync();

    public Task DisposeAsync() => station.DisposeAsync();

    [Theory]
    [InlineData("status=429&times=2&method=POST&path=createReply", 2)]
    [InlineData("status=429&retryAfter=2&method=PATCH", 1)]
    [InlineData("status=503&times=2&method=PATCH", 2)]
    [InlineData("status=429&times=3&method=POST&path=/send", 3)]
    public async Task AReply_IsWholeAfterItsRequestsWereRepeated(string fault, int waits)
    {
        var asked = await station.DropAsync("From: Ben Carter <ben@contoso.example>\nSubject: q\nMessage-ID: <q@contoso.example>\n\nx");
        var text = $"<p>Beginning {string.Concat(Enumerable.Repeat("of a long text, ", 10_000))}end</p>";
        await station.StandInAsync($"faults?{fault}");

        var draft = await station.Mailbox.DraftAsync(new OutgoingMail("repeat/1", asked, "[#1] Re: q", text, [new MailAddress("", "ben@contoso.example")], null, [new MailHeader("X-Own", "1")]), default);
        Assert.True(await station.Mailbox.SendAsync(draft.Id, default));

        Assert.Equal(waits, station.Clock.Waits.Count);
        var sent = (await station.Mailbox.ReadAsync(draft.Id, default))!;
        Assert.Equal((text, "[#1] Re: q"), (sent.Body.Content, sent.Subject));
        Assert.Equal(("1", "repeat/1", "<q@contoso.example>"), (sent.Header("X-Own"), sent.Header("X-Automation-Effect"), sent.Header("In-Reply-To")));
        Assert.Single(await station.MailsAsync("ben"));
        Assert.Empty(await station.MailsAsync("support", "drafts"));
    }

    [Fact]
    public async Task AMailOfItsOwn_IsWholeAfterItsRequestWasRepeated()
    {
        await station.StandInAsync("faults?status=429&times=2&method=POST");

        var draft = await station.Mailbox.DraftAsync(new OutgoingMail("repeat/2", null, "Hello", "<p>All of it</p>", [new MailAddress("Ben Carter", "ben@contoso.example")], null, []), default);

        var made = (await station.Mailbox.ReadAsync(draft.Id, default))!;
        Assert.Equal(("<p>All of it</p>", "Hello", "ben@contoso.example"), (made.Body.Content, made.Subject, made.To.Single().Address));
        Assert.Single(await station.MailsAsync("support", "drafts"));
    }
}
