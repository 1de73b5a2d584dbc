using System.Globalization;

namespace Automation.Routing.Times;

/// <summary>A set of small whole numbers written as ranges: weekdays <c>mon-fri</c>, months <c>nov-feb</c>, days <c>1-5</c>.</summary>
/// <param name="Bits">Bit n is set when n is in.</param>
internal readonly record struct NumberSet(ulong Bits)
{
    public const string WeekdaysAccepted = "days such as mon, mon-fri or fri-mon";
    public const string MonthsAccepted = "months such as dec, nov-feb, 12 or 1-3";

    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private static readonly string[] Months = ["", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    public bool Has(int number) => (Bits >> number & 1) == 1;

    public bool Has(DayOfWeek day) => Has((int)day);

    public NumberSet With(NumberSet other) => new(Bits | other.Bits);

    /// <summary>A range may wrap: fri-mon is Friday to Monday.</summary>
    public static bool TryWeekdays(string text, out NumberSet set) => TryRange(text, 0, 6, t => Named(t, Weekdays), out set);

    public static bool TryMonths(string text, out NumberSet set) => TryRange(text, 1, 12, t => Named(t, Months) ?? Number(t), out set);

    private static bool TryRange(string text, int min, int max, Func<string, int?> read, out NumberSet set)
    {
        set = default;
        var parts = text.Split('-', StringSplitOptions.TrimEntries);
        if (parts.Length > 2 || read(parts[0]) is not { } first || read(parts[^1]) is not { } last || first < min || first > max || last < min || last > max) return false;
        var bits = 0UL;
        for (var n = first; ; n = n == max ? min : n + 1)
        {
            bits |= 1UL << n;
            if (n == last) break;
        }

        set = new NumberSet(bits);
        return true;
    }

    private static int? Named(string text, string[] names)
    {
        if (text.Length < 3) return null;
        var index = Array.FindIndex(names, n => n.Length > 0 && (n.Equals(text, StringComparison.OrdinalIgnoreCase) || n[..3].Equals(text, StringComparison.OrdinalIgnoreCase)));
        return index < 0 ? null : index;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
