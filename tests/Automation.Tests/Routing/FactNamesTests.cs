using Automation.Routing;
using Automation.Tests.Support;

namespace Automation.Tests.Routing;

public sealed class FactNamesTests
{
    [Fact]
    public void EveryFact_StandsInTheDocumentation()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "routing.md"));
        var facts = text[text.IndexOf("### Facts", StringComparison.Ordinal)..text.IndexOf("### priority", StringComparison.Ordinal)];

        Assert.DoesNotContain(FactNames.All, name => !facts.Contains($"`{name}`", StringComparison.Ordinal));
    }
}
