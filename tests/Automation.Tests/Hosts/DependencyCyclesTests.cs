using Automation.Hosts;

namespace Automation.Tests.Hosts;

public sealed class DependencyCyclesTests
{
    [Theory]
    [InlineData("a>b b>c", "")]
    [InlineData("a>a", "a -> a")]
    [InlineData("b>c c>a a>b", "a -> b -> c -> a")]
    [InlineData("a>b a>c b>d c>d", "")]
    [InlineData("x>a a>b b>a c>d d>c", "a -> b -> a, c -> d -> c")]
    public void Cycles_AreNamedOnceFromTheirFirstMember(string edges, string cycles)
    {
        var graph = edges.Split(' ').Select(e => e.Split('>')).GroupBy(e => e[0], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(e => e[1]).ToList(), StringComparer.Ordinal);

        Assert.Equal(cycles, string.Join(", ", DependencyCycles.Find(graph, new Dictionary<string, string>(StringComparer.Ordinal), 10)));
    }

    [Fact]
    public void AChainAsLongAsTheInventory_IsWalked()
    {
        var graph = Enumerable.Range(0, 50_000).ToDictionary(i => $"{i}", i => new List<string> { $"{(i + 1) % 50_000}" }, StringComparer.Ordinal);

        Assert.Single(DependencyCycles.Find(graph, new Dictionary<string, string>(StringComparer.Ordinal), 10));
    }
}
