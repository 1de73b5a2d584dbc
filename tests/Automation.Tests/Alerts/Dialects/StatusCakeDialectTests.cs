namespace Automation.Tests.Alerts.Dialects;

public sealed class StatusCakeDialectTests
{
    private const string Full = """{"TestID": "1", "URL": "https://e.io", "Name": "E", "Status": "Up", "StatusCode": "200"}""";

    [Theory]
    [InlineData("""{"TestID": "1", "URL": "https://e.io", "Name": "E", "Status": "Up", "StatusCode": "200"}""", "statuscake Resolved Warning e.io [statuscake|1] E is Up")]
    [InlineData("""{"TestID": "1", "URL": "https://e.io", "Name": "E", "Status": "Down", "StatusCode": "503"}""", "statuscake Firing Critical e.io [statuscake|1] E is Down")]
    [InlineData("""{"Token": "5eb63bbbe01eeed0", "Status": "Down", "StatusCode": "0", "URL": "https://shop.example.com/cart", "IP": "192.0.2.7", "Tags": "prod", "Name": "Cart", "CheckRate": "60"}""", "statuscake Firing Critical shop.example.com [statuscake|Cart|https://shop.example.com/cart] Cart is Down")]
    [InlineData("""{"Token": "5eb63bbbe01eeed0", "Status": "Up", "StatusCode": "200", "URL": "https://shop.example.com/cart", "IP": "192.0.2.7", "Name": "Cart"}""", "statuscake Resolved Warning shop.example.com [statuscake|Cart|https://shop.example.com/cart] Cart is Up")]
    public void EachPayload_IsReadByShape(string payload, string expected) => Assert.Equal(expected, DialectLine.Of(payload));

    [Fact]
    public void TheNameInTheAddress_GivesTheSameReading() => Assert.Equal(DialectLine.Of(Full), DialectLine.Of(Full, "statuscake"));

    [Fact]
    public void WrongTypesEverywhere_AreAsGoodAsMissing() => DialectLine.TryWrongTypes(Full, "statuscake");
}
