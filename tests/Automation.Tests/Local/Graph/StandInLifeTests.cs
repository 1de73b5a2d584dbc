using System.Text.Json.Nodes;
using Automation.Edges.Graph;
using Automation.Tests.Edges.Graph;
using Automation.Tests.Support;
using Microsoft.Graph;
using Microsoft.Graph.Models;

namespace Automation.Tests.Local.Graph;

/// <summary>Through the real SDK: what changes and ends in the stand-in while time goes by, and what nobody but a tester asks it for.</summary>
public sealed class StandInLifeTests : IAsyncLifetime
{
    private const string Support = GraphStation.Address;

    private readonly ShiftedTime time = new(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));
    private readonly GraphStation station;

    public StandInLifeTests() => station = new GraphStation(time);

    public Task InitializeAsync() => station.InitializeAsync();

    public Task DisposeAsync() => station.DisposeAsync();

    [Fact]
    public async Task AMailThatIsChanged_IsAmongTheChanges()
    {
        var ids = new List<string> { await station.DropAsync("From: a@example.org\nSubject: one\n\nx"), await station.DropAsync("From: a@example.org\nSubject: two\n\nx") };
        var all = (await station.Mailbox.ChangesAsync(null, DateTimeOffset.UnixEpoch, default))!;
        Assert.Equal((2, false), (all.Messages.Count, all.HasMore));

        Assert.Equal(200, (await station.CallAsync(HttpMethod.Patch, $"/users/{Support}/messages/{ids[0]}", new JsonObject { ["isRead"] = true, ["categories"] = new JsonArray("Red category") }, "IdType=\"ImmutableId\"")).Status);

        var changed = (await station.Mailbox.ChangesAsync(all.Link, DateTimeOffset.UnixEpoch, default))!;
        Assert.Equal([ids[0]], changed.Messages);
        Assert.Empty(changed.Gone);
        Assert.Empty((await station.Mailbox.ChangesAsync(changed.Link, DateTimeOffset.UnixEpoch, default))!.Messages);
    }

    [Fact]
    public async Task ASubscriptionWhoseTimeIsOver_IsGone()
    {
        await using var receiver = await Receiver.ConsentingAsync();
        var url = new Uri(receiver.Url("api/mail/notifications"));
        var made = await station.Mailbox.SubscribeAsync(url, url, "state", time.GetUtcNow().AddHours(1), default);

        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Single(await station.Mailbox.ListSubscriptionsAsync(url, default));
        time.Advance(TimeSpan.FromMinutes(2));

        Assert.Empty(await station.Mailbox.ListSubscriptionsAsync(url, default));
        Assert.Null(await station.Mailbox.RenewAsync(made.Id, time.GetUtcNow().AddHours(1), default));
        Assert.False(await station.Mailbox.ReauthorizeAsync(made.Id, default));
        Assert.Equal(404, (await station.CallAsync(HttpMethod.Get, $"/subscriptions/{made.Id}")).Status);
        await station.DropAsync("From: a@example.org\nSubject: nobody is told\n\nx");
        Assert.Equal(0, (int)(await station.StateAsync())["notificationsSent"]!);
    }

    [Fact]
    public async Task Folders_AreListedFoundAndMade()
    {
        await AskAsync(async graph =>
        {
            var mailbox = graph.Users[Support];
            Assert.Contains("Inbox", (await mailbox.MailFolders.GetAsync(r => r.QueryParameters.Top = 50))!.Value!.Select(f => f.DisplayName));
            var made = (await mailbox.MailFolders["inbox"].ChildFolders.PostAsync(new MailFolder { DisplayName = "Done" }))!;
            await station.DropAsync("From: a@example.org\nSubject: one\n\nx");
            var inbox = (await mailbox.MailFolders["inbox"].GetAsync())!;
            Assert.Equal((1, 1, 1), (inbox.TotalItemCount, inbox.UnreadItemCount, inbox.ChildFolderCount));
            Assert.Equal((made.Id, inbox.Id), (Assert.Single((await mailbox.MailFolders["inbox"].ChildFolders.GetAsync())!.Value!).Id, made.ParentFolderId));
        });
    }

    [Fact]
    public async Task AuthenticationMethods_AreListedByKind()
    {
        await AskAsync(async graph =>
        {
            var methods = graph.Users["ben@contoso.example"].Authentication;
            Assert.Equal([typeof(PasswordAuthenticationMethod), typeof(PhoneAuthenticationMethod)], (await methods.Methods.GetAsync())!.Value!.Select(m => m.GetType()));
            Assert.Null(Assert.Single((await methods.PasswordMethods.GetAsync())!.Value!).Password);
            Assert.Equal(AuthenticationPhoneType.Mobile, Assert.Single((await methods.PhoneMethods.GetAsync())!.Value!).PhoneType);
            Assert.Empty((await methods.TemporaryAccessPassMethods.GetAsync())!.Value!);
        });
    }

    private async Task AskAsync(Func<GraphServiceClient, Task> ask) => Assert.True(await station.Client().DoAsync("look at the stand-in", "Mail.Read", ask, default));
}
