using System.Globalization;
using System.Text;
using Automation.Edges.Stores;
using Automation.Edges.Tables;
using Automation.Flow;
using Automation.Hosts;
using Automation.Tests.Support;

namespace Automation.Tests.Edges.Stores;

[Collection(AzuriteCollection.Name)]
public sealed class NameTableTests(AzuriteFixture azurite)
{
    private readonly string table = "N" + Guid.CreateVersion7().ToString("N");

    [Fact]
    public async Task TwoWritersAtOnce_LoseNoName()
    {
        var all = Enumerable.Range(0, 1200).Select(i => Known($"alias{i}", $"host{i}.example.com")).ToList();

        await Task.WhenAll(
            Table().AddAsync(all.Where((_, i) => i % 2 == 0), Patience(), CancellationToken.None),
            Table().AddAsync(all.Where((_, i) => i % 2 == 1), Patience(), CancellationToken.None),
            Table().AddAsync(all.Take(30), Patience(), CancellationToken.None));

        foreach (var known in all) Assert.Equal([known], await Table().ReadAsync(known.Name.Group, CancellationToken.None));
    }

    [Fact]
    public async Task NamesThatAreThere_AreNotWrittenAgain()
    {
        var count = new CountingPolicy();
        var names = Enumerable.Range(0, 200).Select(i => Known($"alias{i}", $"host{i}")).ToList();
        await Table().AddAsync(names, Patience(), CancellationToken.None);

        await new NameTable(count.Client(azurite.ConnectionString), table, TimeProvider.System).AddAsync(names, Patience(), CancellationToken.None);

        Assert.DoesNotContain(count.Take(), o => !o.StartsWith("GET ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PagesThatOutgrowATransaction_AreWrittenInParts()
    {
        // One partition holds the groups of which the hash begins alike; each has a page of its own.
        var groups = Enumerable.Range(0, 1000).Select(i => $"g{i}").Where(g => Shelf.Of(g)[0] == '0').DistinctBy(g => Shelf.Of(g)[..2]).Take(6).ToList();
        var names = groups.SelectMany(g => Enumerable.Range(0, 1000).Select(i => Known($"{g}.{new string('x', 100)}{i}.example.com", $"{new string('y', 200)}-{i}"))).ToList();

        await Table().AddAsync(names, Patience(), CancellationToken.None);

        foreach (var group in groups) Assert.Equal(1000, (await Table().ReadAsync(group, CancellationToken.None)).Count);
    }

    [Fact]
    public void APage_KeepsNamesOfEveryForm()
    {
        var page = new NamePage("");
        KnownName[] names =
        [
            Known("web01.example.com", "web01.example.com"), Known("web01", "web01"), Known("web01", "db-9.example.com"), Known("10.0.0.7", "web01.example.com"),
            Known("/subscriptions/s/resourceGroups/g/providers/p/virtualMachines/web01", "web01"), new(InventoryName.OfService("Web Shop")!, InventoryName.OfService("shop")!),
        ];

        foreach (var name in names) Assert.True(page.Add(name));
        foreach (var name in names) Assert.False(new NamePage(Encoding.UTF8.GetString(page.Bytes)).Add(name));
        foreach (var group in names.GroupBy(n => n.Name.Group)) Assert.Equal(group, NamePage.Read(Encoding.UTF8.GetString(page.Bytes), group.Key));
        Assert.Empty(NamePage.Read(Encoding.UTF8.GetString(page.Bytes), "web"));
    }

    [Fact]
    public void AGroupThatIsTooLarge_TakesNoFurtherNames()
    {
        var page = new NamePage("");

        Assert.Equal(KnownName.MaxGroup, Enumerable.Range(0, KnownName.MaxGroup + 5).Count(i => page.Add(Known(string.Create(CultureInfo.InvariantCulture, $"web.site{i}.example.com"), "web"))));
        Assert.True(page.Add(Known("db", "db")));
    }

    private static KnownName Known(string name, string owner) => new(InventoryName.OfHost(name)!, InventoryName.OfHost(owner)!);

    private static Patience Patience() => new(TimeProvider.System);

    private NameTable Table() => new(new TableServiceClient(azurite.ConnectionString), table, TimeProvider.System);
}
