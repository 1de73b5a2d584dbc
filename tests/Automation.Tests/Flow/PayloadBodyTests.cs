using System.Text;
using Automation.Flow;

namespace Automation.Tests.Flow;

public sealed class PayloadBodyTests
{
    [Theory]
    [InlineData("", "nothing")]
    [InlineData(" \n\t", "nothing")]
    [InlineData("{", "line 1, byte 2")]
    [InlineData("{\"a\":1,}", "line 1, byte 8")]
    [InlineData("{\n\"a\": tru }", "line 2")]
    [InlineData("{\"a\":\"b\nc\"}", "line 1")]
    [InlineData("{} {}", "line 1, byte 4")]
    public void WhatIsNoJson_IsRefusedWithItsPlace(string body, string found)
    {
        Assert.Null(PayloadBody.Parse(Encoding.UTF8.GetBytes(body), [], out var problem));
        Assert.Equal("body", problem!.Field);
        Assert.Contains(found, problem.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void NestingOf200Levels_IsRefusedWithTheLimit()
    {
        var body = Encoding.UTF8.GetBytes(new string('[', 200) + new string(']', 200));

        Assert.Null(PayloadBody.Parse(body, [], out var problem));
        Assert.Contains("deeper than 64", problem!.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void InvalidUtf8_IsRefusedWithItsOffset()
    {
        byte[] body = [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Null(PayloadBody.Parse(body, [], out var problem));
        Assert.Contains("0xC3 at offset 6", problem!.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Utf16_IsNamed()
    {
        Assert.Null(PayloadBody.Parse([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{}")], [], out var problem));
        Assert.Equal("UTF-16", problem!.Found);
    }

    [Fact]
    public void AByteOrderMark_IsPassedOver()
    {
        using var document = PayloadBody.Parse([.. "\uFEFF"u8, .. "{\"a\":1}"u8], [], out _);

        Assert.Equal(1, document!.RootElement.GetProperty("a").GetInt32());
    }

    [Theory]
    [InlineData("\\ud83d", "\uFFFD")]
    [InlineData("a\\uDE00b", "a\uFFFDb")]
    [InlineData("\\ud83d\\ude00", "😀")]
    [InlineData("\\ud83d\\ud83d\\ude00", "\uFFFD😀")]
    [InlineData("\\\\ud83d", "\\ud83d")]
    [InlineData("\\u0041\\ud83d\\n", "A\uFFFD\n")]
    public void HalfSurrogatePairs_AreMendedAndWholeOnesStay(string escaped, string text)
    {
        var reading = new List<string>();
        using var document = PayloadBody.Parse(Encoding.UTF8.GetBytes($"{{\"a\":\"{escaped}\"}}"), reading, out _);

        Assert.Equal(text, document!.RootElement.GetProperty("a").GetString());
        Assert.Equal(text.Contains('\uFFFD', StringComparison.Ordinal), reading.Count == 1);
    }

    [Theory]
    [InlineData("Name=Cart&Status=Down&URL=https%3A%2F%2Fe.io%2Fa%3Fb%3D1", """{"Name":"Cart","Status":"Down","URL":"https://e.io/a?b=1"}""")]
    [InlineData("text=CPU+is+90+%25&empty=&flag", """{"text":"CPU is 90 %","empty":"","flag":""}""")]
    [InlineData("tag=a&host=h&tag=b", """{"tag":["a","b"],"host":"h"}""")]
    [InlineData("tags[]=a&tags[]=b", """{"tags":["a","b"]}""")]
    [InlineData("payload=%7B%22title%22%3A%22a+b%22%7D", """{"title":"a b"}""")]
    [InlineData("token=t&payload=%5B1%5D", "[1]")]
    [InlineData("data=%7B%22title%22%3A%22a%22%7D", """{"title":"a"}""")]
    [InlineData("payload=done&title=a", """{"payload":"done","title":"a"}""")]
    [InlineData("""{"title": "sent with the media type of curl"}""", """{"title":"sent with the media type of curl"}""")]
    public void AForm_IsReadAsJsonOfItsFields(string form, string json)
    {
        using var document = PayloadBody.Parse(Encoding.UTF8.GetBytes(form), "application/x-www-form-urlencoded; charset=UTF-8", [], out var problem);

        Assert.Null(problem);
        using var expected = System.Text.Json.JsonDocument.Parse(json);
        Assert.True(System.Text.Json.JsonElement.DeepEquals(expected.RootElement, document!.RootElement), document.RootElement.GetRawText());
    }

    [Theory]
    [InlineData("just text")]
    [InlineData("")]
    public void WhatIsNoForm_IsRefusedAsBefore(string body)
    {
        Assert.Null(PayloadBody.Parse(Encoding.UTF8.GetBytes(body), "application/x-www-form-urlencoded", [], out var problem));
        Assert.Equal("body", problem!.Field);
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData("application/cloudevents+json", true)]
    [InlineData("text/plain; charset=UTF-8", true)]
    [InlineData(null, true)]
    [InlineData("application/xml", false)]
    [InlineData("application/x-www-form-urlencoded", true)]
    [InlineData("application/x-www-form-urlencoded; charset=utf-16", false)]
    [InlineData("application/json; charset=utf-16", false)]
    [InlineData("multipart/form-data; boundary=x", false)]
    public void MediaTypes_ThatCarryJsonAreTaken(string? type, bool taken) => Assert.Equal(taken, PayloadBody.CheckMediaType(type) is null);
}
