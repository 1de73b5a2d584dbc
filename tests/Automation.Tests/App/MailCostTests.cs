using Automation.Mail;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Automation.Tests.App;

/// <summary>What a mail costs is its storage operations: those on the mail's own tables are counted, so that nobody adds to them unawares.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailCostTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AMail_TakesAKnownNumberOfOperations()
    {
        var counting = new CountingPolicy();
        using var app = new MailApp(azurite.ConnectionString, services: services => services.Replace(ServiceDescriptor.Singleton(counting.Client(azurite.ConnectionString))));
        await app.ReceiveAsync(Colleague("ben", SomeMail.Unique()));
        var conversation = SomeMail.Unique();

        var opening = await CountAsync(Colleague("carla", conversation));
        var joining = await CountAsync(Colleague("didier", conversation));

        Assert.True("1 GET MailMemos, 1 GET MailMessages, 1 GET MailThreads, 1 GET Mails, 1 POST MailIndex, 1 POST MailMessages, 2 POST MailThreads, 1 POST Mails, 1 PUT MailIndex, 1 PUT Mails" == opening, opening);

        // One more of a colleague's than of others: whether only an unproven sender had the conversation.
        Assert.True("1 GET MailMessages, 2 GET MailThreads, 1 GET Mails, 1 POST MailIndex, 1 POST MailMessages, 2 POST MailThreads, 1 POST Mails, 1 PUT MailIndex, 1 PUT Mails" == joining, joining);

        async Task<string> CountAsync(MailMessage mail)
        {
            var id = app.Mailbox.Put(mail);
            counting.Take();
            await app.TakeInAsync(id);
            return string.Join(", ", counting.Take().Where(o => IsOwn(o.Split(' ')[1])).GroupBy(o => o, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}"));
        }
    }

    /// <summary>What is counted for the guards against loops depends on their settings.</summary>
    private static bool IsOwn(string table) => table.StartsWith("Mail", StringComparison.Ordinal) && table != "MailCounts";

    private static MailMessage Colleague(string name, string conversation) =>
        SomeMail.Of($"The printer is broken, says {name}.", $"Printer of {name}", $"{name}@contoso.example", conversation: conversation, headers: [SomeMail.Proven("contoso.example")]);
}
