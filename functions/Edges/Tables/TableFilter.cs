using System.Globalization;

namespace Automation.Edges.Tables;

/// <summary>Spells values as literals of the query language, so that no value can change the query it stands in.</summary>
internal static class TableFilter
{
    /// <exception cref="ArgumentException">A value has no literal; the message says which place and what is accepted.</exception>
    public static string Create(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var literals = new object[filter.ArgumentCount];
        for (var i = 0; i < literals.Length; i++)
            literals[i] = Literal(filter.GetArgument(i), i);
        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }

    /// <summary>UTC with all seven digits.</summary>
    internal static string Spell(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The shortest text that reads back as the same finite number, never mistaken for an Int32.</summary>
    internal static string Spell(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    private static string Literal(object? value, int index) => value switch
    {
        string text => Quote(text, index),
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        double number when double.IsFinite(number) => Spell(number),
        DateTimeOffset date => $"datetime'{Spell(date)}'",
        DateTime { Kind: not DateTimeKind.Unspecified } date => $"datetime'{Spell(new DateTimeOffset(date))}'",
        Guid guid => $"guid'{guid}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data.ToMemory().Span)}'",
        _ => throw Invalid(index, value is null ? "null" : value is double number ? number.ToString("R", CultureInfo.InvariantCulture) : $"a {value.GetType().Name}"),
    };

    private static string Quote(string text, int index) => Utf16.IndexOfLoneSurrogate(text) >= 0
        ? throw Invalid(index, "text with a lone surrogate")
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static ArgumentException Invalid(int index, string what, string name = "filter") => new(
        $"Value {index} of the filter is {what}; accepted are string (valid UTF-16), bool, int, long, finite double, DateTimeOffset, " +
        "DateTime in UTC or local time, Guid, byte[], BinaryData.",
        name);
}
