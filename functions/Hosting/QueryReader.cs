using System.Globalization;
using Automation.Flow;

namespace Automation.Hosting;

/// <summary>Reads query parameters and collects what is wrong with them.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private readonly List<FieldProblem> problems = [];

    public IReadOnlyList<FieldProblem> Problems => problems;

    public string? Text(string name, int maxLength = 256)
    {
        var value = query[name].ToString();
        if (value.Length <= maxLength) return value.Length == 0 ? null : value;
        problems.Add(new FieldProblem(name, $"a text of {value.Length} characters", $"at most {maxLength} characters"));
        return null;
    }

    public int Number(string name, int fallback, int min, int max)
    {
        if (Text(name) is not { } text) return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        Refuse(name, text, $"a whole number from {min} to {max}");
        return fallback;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text) return null;

        // A plus sign that was not escaped arrives as a space, and so does the space between date and time.
        foreach (var form in new[] { text, text.Replace(' ', '+') })
        {
            if (IsDate(form) && DateTimeOffset.TryParse(form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year >= 1970) return time.ToUniversalTime();
        }

        Refuse(name, text, "a time as in 2026-11-22T03:00:00Z");
        return null;
    }

    private static bool IsDate(string text) => text.Length >= 10 && text[4] == '-' && text[7] == '-';

    public T? OneOf<T>(string name) where T : struct, Enum
    {
        if (Text(name) is not { } text) return null;
        var found = Enum.GetNames<T>().FirstOrDefault(n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase));
        if (found is not null) return Enum.Parse<T>(found);
        Refuse(name, text, string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant())));
        return null;
    }

    public void Refuse(string name, string found, string accepted) => problems.Add(new FieldProblem(name, $"'{found}'", accepted));
}
