using Automation.Alerts.Enrichment;
using Automation.Hosts;
using Automation.Tests.Support;
using Automation.Tickets;

namespace Automation.Tests.Alerts.Enrichment;

public sealed class DossierComposerTests
{
    private readonly FakeTime time = new(Some.Noon);
    private readonly FaultyInventory store = new();

    [Fact]
    public async Task AnInventoryThatHangs_CostsItsLimitAndIsSaidOnTheTicket()
    {
        store.Fault = () => new TaskCompletionSource().Task;
        var composing = Composer().ComposeAsync(Some.Episode(), CancellationToken.None);
        while (time.Waiting != 1 && !composing.IsCompleted) await Task.Yield();
        time.Advance(TimeSpan.FromSeconds(2));

        var dossier = await composing.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["inventory: not known, no answer within 2 s"], dossier.Missing);
        Assert.Empty(dossier.Facts.Keys);
        Assert.StartsWith("the inventory's look-up gave no answer in time; inventory answered in", dossier.Trace[0].Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnInventoryThatThrows_IsSaidAndGivenARest()
    {
        store.Fault = () => throw new InvalidDataException("a row holds no text");
        var composer = Composer();
        for (var i = 0; i < EnricherBreaker.MaxFailures; i++) Assert.Equal(["inventory: not known, failed: InvalidDataException: a row holds no text"], (await composer.ComposeAsync(Some.Episode(), CancellationToken.None)).Missing);

        Assert.StartsWith("inventory: not asked: failed", Assert.Single((await composer.ComposeAsync(Some.Episode(), CancellationToken.None)).Missing), StringComparison.Ordinal);
        store.Fault = null;
        time.Advance(EnricherBreaker.Rest);
        Assert.Contains("host db01 is not in the inventory", (await composer.ComposeAsync(Some.Episode(), CancellationToken.None)).Missing);
    }

    [Theory]
    [InlineData("", null, null)]
    [InlineData("orders", "orders", "service orders")]
    [InlineData("orders:High billing:Critical", "billing", "service billing")]
    [InlineData("orders:Low billing", "orders", "service orders")]
    [InlineData("orders:High billing:High", null, "no service: none of the 2 that the host carries is the most critical alone")]
    [InlineData("orders billing", null, "no service: none of the 2 that the host carries is the most critical alone")]
    public void TheServiceOfATicket_IsTheOnlyOrTheMostCriticalThatItsHostCarries(string carried, string? chosen, string? said)
    {
        var services = carried.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => c.Split(':')).Select(c => new ServiceLookup(c[0], c.Length == 1 ? null : Service(c[0], Enum.Parse<Criticality>(c[1])), [], null));
        var around = new Surroundings(new HostLookup("db01", null, [], null), [.. services.OrderBy(s => (int?)s.Service?.Criticality ?? int.MaxValue)], [], [], []);

        var choice = CarriedService.Of(null, around);

        Assert.Equal((chosen, said), (choice?.Service, choice?.Explain(Some.Noon).Result));
        Assert.Null(CarriedService.Of("named", around));
    }

    [Fact]
    public void ATicketWithoutAServiceOfItsOwn_ShowsTheOneOfItsDossier()
    {
        var lead = Some.Episode() with { Service = null };

        Assert.Equal("orders", TicketRules.Open(Some.Ticket(), lead, TicketDossier.Empty with { Service = "orders" }, Some.Route(), Some.Noon).Service);
        Assert.Equal("billing", TicketRules.Open(Some.Ticket(), lead with { Service = "billing" }, TicketDossier.Empty with { Service = "orders" }, Some.Route(), Some.Noon).Service);
    }

    private static ServiceRecord Service(string name, Criticality criticality) => new(name, [], null, criticality, [], null, null, Some.Noon);

    private DossierComposer Composer()
    {
        var options = new EnrichmentOptions(TimeSpan.FromSeconds(2));
        return new DossierComposer(new EnrichmentRunner([new InventoryEnricher()], options, time, new ListLog<EnrichmentRunner>()), store.Inventory(time), options, time, new ListLog<DossierComposer>());
    }
}
