using Automation.Routing.Matching;

namespace Automation.Tests.Routing;

public sealed class NameWordsTests
{
    [Theory]
    [InlineData("HostUnreachable", "Host Unreachable")]
    [InlineData("HTTPErrorRate on shop_api", "HTTP Error Rate on shop api")]
    [InlineData("node_down", "node down")]
    [InlineData("OpenVPN", "Open VPN")]
    [InlineData("Ärger im ÖlTank", "Ärger im Öl Tank")]
    [InlineData("CPU is high", null)]
    [InlineData("Disk full", null)]
    [InlineData("DNS", null)]
    [InlineData("", null)]
    public void ANameOfSeveralWords_IsTakenApart(string text, string? words) => Assert.Equal(words, NameWords.Split(text));

    [Fact]
    public void TheTextItself_StaysBesideItsWords() => Assert.Equal(["WiFiDown", "VPN", "Wi Fi Down"], NameWords.Of(["WiFiDown", "VPN"]));
}
