using Automation.Mail;

namespace Automation.Tests.Edges.Graph;

public sealed class GraphDirectoryTests(GraphStation station) : IClassFixture<GraphStation>
{
    [Theory]
    [InlineData("ada@contoso.example")]
    [InlineData("ADA.Berger@Contoso.Example ")]
    public async Task APerson_IsFoundByEachAddress(string address)
    {
        var person = (await station.Directory.FindAsync(address, default))!;

        Assert.Equal(("Ada Berger", "ada@contoso.example", "Board", "de-DE", true), (person.Name, person.Address, person.Department, person.Language, person.IsEnabled));
        Assert.Null(person.ManagerAddress);
        Assert.Equal(["All staff", "VIP"], person.Groups.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Groups_IncludeThoseThroughOthersAndNoRoles()
    {
        Assert.Equal(["All staff", "Sales", "Sales South"], (await station.Directory.FindAsync("giulia@contoso.example", default))!.Groups.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("User Administrator", (await station.Directory.FindAsync("ines@contoso.example", default))!.Groups);
    }

    [Fact]
    public async Task TheManager_IsNamed() => Assert.Equal("carla@contoso.example", (await station.Directory.FindAsync("giulia@contoso.example", default))!.ManagerAddress);

    [Fact]
    public async Task WhoHasLeft_IsNotEnabled() => Assert.False((await station.Directory.FindAsync("kim@contoso.example", default))!.IsEnabled);

    [Theory]
    [InlineData("stranger@example.org")]
    [InlineData("o'brien@example.org")]
    [InlineData("x' or startswith(mail,'a@contoso.example")]
    [InlineData("no address")]
    [InlineData("")]
    public async Task AStranger_IsNobody(string address) => Assert.Null(await station.Directory.FindAsync(address, default));

    [Fact]
    public async Task ASecondQuestion_IsAnsweredFromMemory()
    {
        await station.Directory.FindAsync("femke@contoso.example", default);
        var calls = (int)(await station.StateAsync())["calls"]!;
        await station.Directory.FindAsync("femke@contoso.example", default);

        Assert.Equal(calls, (int)(await station.StateAsync())["calls"]!);
    }
}
