using System.Text.Json;
using Automation.Hosting;

namespace Automation.Tests.Hosting;

/// <summary>The forms in which the Functions host writes queue messages into an invocation.</summary>
public sealed class InvocationDataTests
{
    [Theory]
    [InlineData(""" "\"{\\\"id\\\":\\\"a1\\\",\\\"text\\\":\\\"Gr\u00fc\u00dfe\\\"}\"" """, """{"id":"a1","text":"Grüße"}""")]
    [InlineData(""" "\"hello, \\\"world\\\"\\nline two\"" """, "hello, \"world\"\nline two")]
    [InlineData(""" "{\"id\":1}" """, """{"id":1}""")]
    [InlineData(""" {"id":1} """, """{"id":1}""")]
    [InlineData(""" "plain" """, "plain")]
    [InlineData(""" "\"[1,2]\"" """, "[1,2]")]
    public void OneMessage_IsReadInEveryForm(string item, string text) =>
        Assert.Equal([text], InvocationData.Messages(Envelope("item", item), "item", many: false));

    [Theory]
    [InlineData(""" "[\"{\\\"id\\\":1}\",\"{\\\"id\\\":2}\",\"plain\"]" """, new[] { """{"id":1}""", """{"id":2}""", "plain" })]
    [InlineData(""" "[\"{\\\"id\\\":1}\"]" """, new[] { """{"id":1}""" })]
    [InlineData(""" ["{\"id\":1}", {"id":2}] """, new[] { """{"id":1}""", """{"id":2}""" })]
    [InlineData(""" "[]" """, new string[0])]
    [InlineData(""" "\"single\"" """, new[] { "single" })]
    public void ABatch_IsReadInEveryForm(string items, string[] texts) =>
        Assert.Equal(texts, InvocationData.Messages(Envelope("items", items), "items", many: true));

    [Fact]
    public void AnEnvelopeWithoutTheBinding_IsRefused() =>
        Assert.Throws<FormatException>(() => InvocationData.Messages(Envelope("other", "1"), "items", many: true));

    private static JsonElement Envelope(string binding, string value)
    {
        using var document = JsonDocument.Parse($$"""{"Data":{"{{binding}}":{{value}} }, "Metadata": {} }""");
        return document.RootElement.Clone();
    }
}
