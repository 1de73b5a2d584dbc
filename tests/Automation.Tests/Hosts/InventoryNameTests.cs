using Automation.Flow;
using Automation.Hosts;

namespace Automation.Tests.Hosts;

public sealed class InventoryNameTests
{
    [Theory]
    [InlineData("WEB01.Example.com.", "web01.example.com", "web01")]
    [InlineData("https://web01.example.com:8443/health", "web01.example.com", "web01")]
    [InlineData("web01:9100", "web01", "web01")]
    [InlineData("10.0.0.5:9100", "10.0.0.5", "10.0.0.5")]
    [InlineData("[FE80::1]:443", "fe80::1", "fe80::1")]
    [InlineData("/Subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/virtualMachines/VM1/", "/subscriptions/s/resourcegroups/g/providers/microsoft.compute/virtualmachines/vm1", "vm1")]
    [InlineData("rack/7 'left'", "rack/7 'left'", "rack/7 'left'")]
    public void AHost_IsKnownByItsWholeNameInTheGroupOfItsFirstLabel(string text, string full, string group) =>
        Assert.Equal(new InventoryName(full, group), InventoryName.OfHost(text));

    [Theory]
    [InlineData("web01", "web01.example.com", true)]
    [InlineData("web01.example.com", "WEB01.example.com:80", true)]
    [InlineData("web01.a.com", "web01.b.com", false)]
    [InlineData("web01", "web02", false)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10", "10.0.0.2", false)]
    public void AShortName_IsLikeTheFullOnesAndThoseAreNotAlike(string first, string second, bool alike)
    {
        Assert.Equal(alike, InventoryName.OfHost(first)!.IsAlike(InventoryName.OfHost(second)!));
        Assert.Equal(alike, InventoryName.OfHost(second)!.IsAlike(InventoryName.OfHost(first)!));
    }

    [Theory]
    [InlineData("  Orders \t API ", "orders api")]
    [InlineData("api/v2", "api/v2")]
    public void AService_ComparesWithoutCaseAndSpaces(string text, string full) => Assert.Equal(full, InventoryName.OfService(text)!.Full);

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("https://")]
    public void NoName_IsNull(string? text) => Assert.Null(InventoryName.OfHost(text));
}
