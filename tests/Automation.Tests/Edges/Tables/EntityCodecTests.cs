using System.Text;
using System.Text.Json;
using Automation.Edges.Tables;
using FsCheck;
using FsCheck.Fluent;

namespace Automation.Tests.Edges.Tables;

/// <summary>The wire form of entities, where the emulator is less exact than the service.</summary>
public sealed class EntityCodecTests
{
    [Theory]
    [InlineData(-0.0, "-0.0")]
    [InlineData(5.0, "5.0")]
    [InlineData(1e300, "1E+300")]
    [InlineData(0.1, "0.1")]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(double.PositiveInfinity, "\"Infinity\"")]
    [InlineData(double.NegativeInfinity, "\"-Infinity\"")]
    public void Double_IsAnnotatedAndNeverSpelledAsAnInt32(double number, string spelling)
    {
        var json = Encoding.UTF8.GetString(EntityWriter.Write(new TableEntity("p", "r") { ["N"] = number }));

        Assert.Contains($"\"N@odata.type\":\"Edm.Double\",\"N\":{spelling}", json, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyDouble_KeepsEveryBit()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<double>(), number =>
        {
            var read = RoundTrip(new TableEntity("p", "r") { ["N"] = number }).GetDouble("N")!.Value;
            return double.IsNaN(number) ? double.IsNaN(read) : BitConverter.DoubleToInt64Bits(number) == BitConverter.DoubleToInt64Bits(read);
        }).QuickCheckThrowOnFailure();
        Assert.True(double.IsNegative(RoundTrip(new TableEntity("p", "r") { ["N"] = -0.0 }).GetDouble("N")!.Value));
    }

    [Fact]
    public void AnyText_IsKeptOrRefusedForALoneSurrogate()
    {
        Prop.ForAll(Arbitraries.AnyText, text =>
        {
            var entity = new TableEntity("p", "r") { ["T"] = text };
            return IsValidUtf16(text)
                ? string.Equals(text, RoundTrip(entity).GetString("T"), StringComparison.Ordinal)
                : Assert.Throws<ArgumentException>(() => EntityWriter.Write(entity)).Message.Contains("lone surrogate", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Body_IsAscii()
    {
        var body = EntityWriter.Write(new TableEntity("é", "😀") { ["Ünïcode"] = "漢字\u2028" });

        Assert.True(Ascii.IsValid(body));
    }

    [Theory]
    [InlineData("{\"N\":5}", 5)]
    [InlineData("{\"N\":5.0}", 5.0)]
    [InlineData("{\"N\":-0.0}", -0.0)]
    [InlineData("{\"N\":1e3}", 1000.0)]
    [InlineData("{\"N@odata.type\":\"Edm.Double\",\"N\":5}", 5.0)]
    [InlineData("{\"N\":\"5\",\"N@odata.type\":\"Edm.Int64\"}", 5L)]
    [InlineData("{\"N\":null}", null)]
    public void Number_IsReadByItsAnnotationOrItsForm(string json, object? expected)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal(expected, EntityReader.Read<TableEntity>(document.RootElement)["N"]);
    }

    public static TheoryData<string, object, string> Refused { get; } = new()
    {
        { "Text", new string('x', 32 * 1024 + 1), "32769 characters" },
        { "Bytes", new byte[64 * 1024 + 1], "65537 bytes" },
        { "Date", new DateTimeOffset(1600, 12, 31, 0, 0, 0, TimeSpan.Zero), "1601-01-01" },
        { "Date", new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), "unspecified kind" },
        { "Money", 1.5m, "is a Decimal" },
        { "no space", 1, "letters, digits" },
        { "1st", 1, "no digit first" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void ValueThatCannotBeStored_IsRefusedByNameAndReason(string name, object value, string reason)
    {
        var e = Assert.Throws<ArgumentException>(() => EntityWriter.Write(new TableEntity("p", "r") { [name] = value }));

        Assert.Contains($"\"{name}\"", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoneSurrogate_IsRefusedByNameAndPlace()
    {
        var e = Assert.Throws<ArgumentException>(() => EntityWriter.Write(new TableEntity("p", "r") { ["Text"] = "ab\ud800" }));

        Assert.Contains("\"Text\" holds the lone surrogate U+D800 at index 2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TooManyProperties_AreRefused()
    {
        var entity = new TableEntity("p", "r");
        for (var i = 0; i < 253; i++)
            entity[$"P{i}"] = i;

        Assert.Contains("252", Assert.Throws<ArgumentException>(() => EntityWriter.Write(entity)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetterOfAnotherType_NamesBoth()
    {
        var e = Assert.Throws<InvalidOperationException>(() => new TableEntity { ["A"] = "text" }.GetInt32("A"));

        Assert.Equal("Property \"A\" holds a String, not the Int32 that was asked for.", e.Message);
    }

    private static TableEntity RoundTrip(TableEntity entity)
    {
        using var document = JsonDocument.Parse(EntityWriter.Write(entity));
        return EntityReader.Read<TableEntity>(document.RootElement);
    }

    private static bool IsValidUtf16(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text, i))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }
}
