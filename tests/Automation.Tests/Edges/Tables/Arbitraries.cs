using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Automation.Tests.Edges.Tables;

/// <summary>One row's worth of random values.</summary>
internal sealed record RandomRow(string Text, double Number, byte[] Bytes, DateTimeOffset Date, long Count)
{
    public override string ToString() => $"{Text.Length} chars {Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(Text))}, {Number:R}, {Bytes.Length} bytes, {Date:O}, {Count}";
}

/// <summary>Random values that the table service can hold.</summary>
internal static class Arbitraries
{
    private static readonly long _firstTick = new DateTime(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <summary>Valid UTF-16 over all planes, control characters included.</summary>
    public static Gen<string> Text { get; } =
        from runes in Gen.OneOf(Gen.Choose(0, 0x7f), Gen.Choose(0, 0xd7ff), Gen.Choose(0xe000, 0xffff), Gen.Choose(0x10000, 0x10ffff)).ArrayOf()
        select string.Concat(runes.Select(rune => new Rune(rune).ToString()));

    /// <summary>Any code units at all, lone surrogates included.</summary>
    public static Arbitrary<string> AnyText { get; } = (
        from units in Gen.OneOf(Gen.Choose(0, 0x7f), Gen.Choose(0xd800, 0xdfff), Gen.Choose(0, 0xffff)).ArrayOf()
        select string.Concat(units.Select(unit => (char)unit))).ToArbitrary();

    public static Gen<double> Number { get; } =
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from whole in Gen.Choose(0, 1)
        select whole == 1 && high != 0 ? high : Finite(BitConverter.Int64BitsToDouble(((long)high << 32) | (uint)low));

    public static Arbitrary<RandomRow> Rows { get; } = (
        from text in Text
        from number in Number
        from bytes in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()
        from date in Gen.Choose(int.MinValue, int.MaxValue).Two()
        from count in Gen.Choose(int.MinValue, int.MaxValue).Two()
        select new RandomRow(text, number, bytes, Date(Long(date)), Long(count))).ToArbitrary();

    private static long Long((int High, int Low) halves) => ((long)halves.High << 32) | (uint)halves.Low;

    private static DateTimeOffset Date(long seed) =>
        new(_firstTick + (long)((ulong)seed % (ulong)(DateTimeOffset.MaxValue.Ticks - _firstTick + 1)), TimeSpan.Zero);

    // The emulator keeps numbers as JavaScript does and can't tell -0.0 from 0.0; the codec's own test covers it.
    private static double Finite(double number) => number == 0 ? 0.0 : number;
}
