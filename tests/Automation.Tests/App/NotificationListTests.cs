using Automation.Flow;
using Automation.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Automation.Tests.App;

[Collection(AzuriteCollection.Name)]
public sealed class NotificationListTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task TheNotificationsOfATicket_AreFoundByItsNumberInEveryForm()
    {
        using var app = new TestApp(azurite.ConnectionString);
        var number = TicketNumber.Of(AlertFlowTests.Key(), 0);
        var told = Some.Notification($"{number}/opened/ops-hook") with { Ticket = number };
        await app.Services.GetRequiredService<IEffectLog>().RecordAsync(told.AsEffect(), EffectOutcome.HeldBack("a mute window"), null, CancellationToken.None);

        foreach (var form in new[] { number, number.Replace("-", "", StringComparison.Ordinal), $"%23{number.Replace('-', '.')}" })
        {
            Assert.Single((await app.GetAsync($"/api/notifications?ticket={form}")).Answer["notifications"]!.AsArray());
        }
    }
}
