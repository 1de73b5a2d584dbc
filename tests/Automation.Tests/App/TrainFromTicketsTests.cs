using Automation.Commands;
using Automation.Mail.Understanding;
using Automation.Mail.Understanding.Learning;
using Automation.Tests.Support;
using Automation.Tickets;
using Microsoft.Extensions.DependencyInjection;

namespace Automation.Tests.App;

/// <summary>The classifier learns from closed tickets of a mailbox, as a person left them.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class TrainFromTicketsTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task ClosedTickets_TeachTheirFinalCategory()
    {
        using var app = new MailApp(azurite.ConnectionString);
        var store = app.App.Services.GetRequiredService<ITicketStore>();
        var word = SomeMail.Unique();
        var closed = await CloseAsync(app, store, await app.ReceiveAsync(SomeMail.Of($"My printer {word} is broken", $"Re: Printer {word}", $"{word}1@x.example")), "hardware");
        await app.ReceiveAsync(SomeMail.Of($"Open {word}", "Printer", $"{word}2@x.example"));
        await CloseAsync(app, store, await app.ReceiveAsync(SomeMail.Of($"zzz {word}", "qqq", $"{word}3@x.example")), null);
        var corrected = await CloseAsync(app, store, await app.ReceiveAsync(SomeMail.Of($"yyy {word}", "qqq", $"{word}4@x.example")), "telephony");

        var learned = new List<LabelledText>();
        await foreach (var text in new ClosedTickets(store, app.App.Time).ReadAsync(CancellationToken.None))
        {
            if (text.Text.Contains(word, StringComparison.Ordinal)) learned.Add(text);
        }

        Assert.Equal([new LabelledText($"Printer {word}\nMy printer {word} is broken", "hardware"), new LabelledText($"qqq\nyyy {word}", "telephony")], learned.OrderBy(l => l.Label, StringComparer.Ordinal));
        Assert.Equal(("hardware", "telephony"), (closed.Category, corrected.Category));
    }

    [Fact]
    public async Task Train_ReadsTheTicketsOfTheAppsStorageAndWritesAFile()
    {
        using (var app = new MailApp(azurite.ConnectionString))
        {
            var store = app.App.Services.GetRequiredService<ITicketStore>();
            for (var i = 0; i < 6; i++) await CloseAsync(app, store, await app.ReceiveAsync(SomeMail.Of($"The {(i % 2 == 0 ? "printer" : "vpn")} is broken", "Broken thing", $"{SomeMail.Unique()}@x.example")), null);
        }

        using var folder = new TemporaryFolder();
        var (file, output, errors) = (Path.Combine(folder.Path, "model.bin"), new StringWriter(), new StringWriter());

        // The apps of the tests live years ahead.
        var exit = await ClassifyCommands.RunAsync(["train", "--out", file], output, errors, name => name == "Storage" ? azurite.ConnectionString : null, new FixedClock(DateTimeOffset.UnixEpoch.AddYears(90)), CancellationToken.None);

        Assert.Equal((0, ""), (exit, errors.ToString()));
        Assert.Contains("printing", ModelFile.Read(File.ReadAllBytes(file)).Labels);
        Assert.Contains("network", ModelFile.Read(File.ReadAllBytes(file)).Labels);
    }

    private static async Task<Ticket> CloseAsync(MailApp app, ITicketStore store, string mail, string? category)
    {
        var ticket = (await store.FindAsync((await app.MailAsync(mail))["ticket"]!.GetValue<string>(), CancellationToken.None))!;
        var stored = (await store.ReadAsync(ticket.Number, ticket.OpenedAt, CancellationToken.None))!;
        var closed = TicketRules.Announce(stored.Ticket with { Category = category ?? ticket.Category }, "Ada", "solved", app.App.Time.GetUtcNow())!;
        Assert.True(await store.UpdateAsync(closed, stored.Version, CancellationToken.None));
        return closed;
    }
}
