using Automation.Alerts;
using Automation.Alerts.Enrichment;
using Automation.Flow;
using Automation.Knowledge;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Enrichment;

public sealed class EnricherTests
{
    [Fact]
    public async Task Knowledge_FindsByTitleRuleNameAndService_AndSaysTheWords()
    {
        using var folder = new TemporaryFolder();
        folder.Write("pods.md", "---\ntitle: A pod restarts\nsymptoms: [CrashLoopBackOff]\nlink: https://wiki.example.com/pods\n---\n");
        folder.Write("orders.md", "---\ntitle: Known faults of orders\nservices: [orders]\n---\n");
        folder.Write("other.md", "---\ntitle: Toner\n---\n");
        using var library = await LibraryAsync(folder.Path);

        var findings = await new KnowledgeEnricher(library).EnrichAsync(
            Subjects.Of("Container is restarting", labels: new(StringComparer.Ordinal) { ["reason"] = "CrashLoopBackOff", ["pod"] = "toner-1" }), CancellationToken.None);

        Assert.Equal(["pods", "orders"], findings.Facts.Select(f => f.Value));
        Assert.All(findings.Ticket, f => Assert.Equal("article", f.Name));
        Assert.Equal(["https://wiki.example.com/pods", "/api/knowledge/orders"], findings.Ticket.Select(f => f.Link));
        Assert.Matches(@"^A pod restarts \(score \d+\.\d; words: crashloopbackoff, .*\)$", findings.Ticket[0].Text);
    }

    [Fact]
    public async Task Knowledge_OffersNothingWhereNothingFits()
    {
        using var folder = new TemporaryFolder();
        folder.Write("toner.md", "---\ntitle: Toner\n---\n");
        using var library = await LibraryAsync(folder.Path);

        var findings = await new KnowledgeEnricher(library).EnrichAsync(Subjects.Of(), CancellationToken.None);

        Assert.Equal((0, 0, 0), (findings.Facts.Count, findings.Ticket.Count, findings.Missing.Count));
    }

    [Fact]
    public async Task Runbook_OfTheAlertComesBeforeThatOfTheService()
    {
        var findings = await new RunbookEnricher().EnrichAsync(
            Subjects.Of(
                labels: new(StringComparer.Ordinal) { ["runbook_url"] = "https://runbooks.example.com/disk", ["Runbook"] = "DB-17", ["team"] = "db" },
                links: [new AlertLink("dashboard", "https://grafana.example.com"), new AlertLink("runbook", "https://runbooks.example.com/disk")],
                known: new FactSet().Add(FactNames.ServiceRunbook, "https://runbooks.example.com/orders")), CancellationToken.None);

        Assert.Equal(new FoundFact("runbook", "https://runbooks.example.com/disk"), Assert.Single(findings.Facts));
        Assert.Equal(
            [
                new TicketFact("runbook", "named by the alert", "https://runbooks.example.com/disk"), new TicketFact("runbook", "DB-17 (named by the alert)"),
                new TicketFact("runbook", "of service orders", "https://runbooks.example.com/orders"),
            ],
            findings.Ticket);
    }

    [Fact]
    public async Task Runbook_ThatNobodyNames_IsNothingToSay() => Assert.Same(Findings.None, await new RunbookEnricher().EnrichAsync(Subjects.Of(), CancellationToken.None));

    [Theory]
    [InlineData("/subscriptions/s/known", "/subscriptions/s/resourceGroups/r/providers/x/y/label", "db01", "/subscriptions/s/known")]
    [InlineData(null, "/subscriptions/s/resourceGroups/r/providers/x/y/label", "db01", "/subscriptions/s/resourceGroups/r/providers/x/y/label")]
    [InlineData(null, "something", "db01", "db01")]
    public async Task Azure_IsAskedForTheSurestName(string? known, string label, string host, string asked)
    {
        var resources = new FakeResources();

        await new AzureResourceEnricher(resources).EnrichAsync(
            Subjects.Of(host: host, labels: new(StringComparer.Ordinal) { ["target"] = label }, known: new FactSet().Add(FactNames.HostResourceId, known)), CancellationToken.None);

        Assert.Equal([asked], resources.Asked);
    }

    [Fact]
    public async Task Azure_GivesPlaceSizeAndTags()
    {
        var vm = FakeResources.Vm("db01", new(StringComparer.Ordinal) { ["owner"] = "dba", ["env"] = "prod" });

        var findings = await new AzureResourceEnricher(new FakeResources(vm)).EnrichAsync(Subjects.Of(), CancellationToken.None);

        Assert.Equal(
            ["azure.id", "azure.type", "azure.location", "azure.sku", "azure.resourceGroup", "azure.subscription", "azure.tags.env", "azure.tags.owner"],
            findings.Facts.Select(f => f.Name));
        Assert.Equal(
            ["db01: microsoft.compute/virtualmachines, Standard_D4s_v5, westeurope, resource group rg, subscription sub", "env=prod, owner=dba"],
            findings.Ticket.Select(f => f.Text));
        Assert.Empty(findings.Missing);
    }

    [Fact]
    public async Task Azure_SaysWhatItDoesNotKnow()
    {
        var vm = FakeResources.Vm("db01", []);

        Assert.Equal(["no resource db01 that this app may read"], (await AskAsync(new FakeResources(), "db01")).Missing);
        Assert.Equal(["not asked, the alert names no host"], (await AskAsync(new FakeResources(), null)).Missing);
        Assert.Equal(["2 resources are called db01: microsoft.compute/virtualmachines in rg, microsoft.compute/virtualmachines in rg2"], (await AskAsync(new FakeResources(vm, vm with { ResourceGroup = "rg2" }), "db01")).Missing);
    }

    private static Task<Findings> AskAsync(FakeResources resources, string? host) => new AzureResourceEnricher(resources).EnrichAsync(Subjects.Of(host: host), CancellationToken.None);

    private static async Task<KnowledgeLibrary> LibraryAsync(string folder)
    {
        var library = new KnowledgeLibrary(new KnowledgeOptions(folder), new ListLog<KnowledgeLibrary>());
        await library.StartAsync(CancellationToken.None);
        return library;
    }

    private sealed class FakeResources(params ResourceDetails[] found) : IResourceDetails
    {
        public List<string> Asked { get; } = [];

        public static ResourceDetails Vm(string name, Dictionary<string, string> tags) =>
            new($"/subscriptions/sub/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/{name}", name, "microsoft.compute/virtualmachines", "westeurope", "rg", "sub", "Standard_D4s_v5", tags);

        public Task<IReadOnlyList<ResourceDetails>> FindAsync(string idOrName, CancellationToken cancellationToken)
        {
            Asked.Add(idOrName);
            return Task.FromResult<IReadOnlyList<ResourceDetails>>(found);
        }
    }
}
