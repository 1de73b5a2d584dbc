using System.Globalization;
using Automation.Flow;

namespace Automation.Routing.Files;

/// <summary>Reads the keys of one block and reports what is wrong with each, last of all the keys that nobody asked for.</summary>
internal sealed class MapReader(YamlMap map, FileProblems problems)
{
    /// <summary>Characters of a name; names become part of keys, headings and effect keys.</summary>
    public const int MaxName = 100;

    private readonly List<string> known = [];

    public Place At => map.At;

    public FileProblems Problems => problems;

    public bool Has(string key) => Find(key) is not null;

    /// <summary>Place of a key's value, or of the block when the key is not there.</summary>
    public Place PlaceOf(string key) => Find(key)?.At ?? map.At;

    /// <summary>The value of a key; null when the key is missing or has none.</summary>
    public YamlNode? Find(string key)
    {
        if (!known.Contains(key, StringComparer.Ordinal)) known.Add(key);
        var value = map.Entries.FirstOrDefault(e => e.Key.Value == key)?.Value;
        return value is null or { IsNothing: true } ? null : value;
    }

    public YamlText? Text(string key, int maxLength = MaxName)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlText text when text.Value.Trim().Length == 0:
                problems.Add(text.At, $"{key}: an empty text", "a text");
                return null;
            case YamlText text when text.Value.Length > maxLength:
                problems.Add(text.At, $"{key}: a text of {text.Value.Length} characters", $"at most {maxLength} characters");
                return null;
            case YamlText text:
                return text with { Value = text.Value.Trim() };
            case var other:
                problems.Add(other.At, $"{key}: {YamlFile.Kind(other)}", "one text");
                return null;
        }
    }

    public YamlText? RequiredText(string key)
    {
        if (!Has(key)) problems.Add(map.At, $"no {key}", $"a block with the key '{key}'");
        return Text(key);
    }

    /// <summary>A list of texts, or one text alone; null when the key is missing, empty for <c>[]</c>.</summary>
    public IReadOnlyList<YamlText>? Texts(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlText text:
                return [text with { Value = text.Value.Trim() }];
            case YamlList list:
                var texts = new List<YamlText>();
                foreach (var item in list.Items)
                {
                    if (item is YamlText { IsNothing: false } text) texts.Add(text with { Value = text.Value.Trim() });
                    else problems.Add(item.At, $"{key}: {YamlFile.Kind(item)} in the list", "texts; a text with ': ' in quotes");
                }

                return texts;
            case var other:
                problems.Add(other.At, $"{key}: {YamlFile.Kind(other)}", "a list of texts, or one text");
                return [];
        }
    }

    public MapReader? Map(string key)
    {
        var value = Find(key);
        if (value is YamlMap inner) return new MapReader(inner, problems);
        if (value is not null) problems.Add(value.At, $"{key}: {YamlFile.Kind(value)}", "a block of keys");
        return null;
    }

    public IReadOnlyList<MapReader> Maps(string key)
    {
        var value = Find(key);
        if (value is null) return [];
        if (value is not YamlList list)
        {
            problems.Add(value.At, $"{key}: {YamlFile.Kind(value)}", "a list of blocks, each beginning with '- '");
            return [];
        }

        foreach (var item in list.Items.Where(i => i is not YamlMap)) problems.Add(item.At, $"{key}: {YamlFile.Kind(item)} in the list", "a block of keys");
        return [.. list.Items.OfType<YamlMap>().Select(m => new MapReader(m, problems))];
    }

    /// <summary>Every key with its text, for tables whose keys are data.</summary>
    public IEnumerable<(YamlText Key, YamlText Value)> Pairs()
    {
        foreach (var entry in map.Entries)
        {
            known.Add(entry.Key.Value);
            if (entry.Value is YamlText { IsNothing: false } text) yield return (entry.Key, text with { Value = text.Value.Trim() });
            else problems.Add(entry.Value.At, $"{entry.Key.Value}: {YamlFile.Kind(entry.Value)}", "one text");
        }
    }

    public bool Flag(string key, bool fallback)
    {
        if (Text(key) is not { } text) return fallback;
        if (text.Value.ToLowerInvariant() is "true" or "yes" or "on") return true;
        if (text.Value.ToLowerInvariant() is not ("false" or "no" or "off")) problems.Add(text.At, $"{key}: {FileProblems.Shown(text.Value)}", "true or false");
        return false;
    }

    public int Number(string key, int fallback, int min, int max)
    {
        if (Text(key) is not { } text) return fallback;
        if (int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        problems.Add(text.At, $"{key}: {FileProblems.Shown(text.Value)}", $"a whole number from {min} to {max}");
        return fallback;
    }

    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan min, TimeSpan max)
    {
        if (Text(key) is not { } text) return fallback;
        if (Durations.TryParse(text.Value, out var span) && span >= min && span <= max) return span;
        problems.Add(text.At, $"{key}: {FileProblems.Shown(text.Value)}", $"a duration from {Durations.Text(min)} to {Durations.Text(max)}, such as 90s, 10m, 4h or 7d");
        return fallback;
    }

    public TimeZoneInfo TimeZone(string key)
    {
        if (Text(key) is not { } text) return TimeZoneInfo.Utc;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(text.Value, out var zone)) return zone;
        problems.Add(text.At, $"{key}: {FileProblems.Shown(text.Value)}", "an IANA time zone name, such as UTC or Europe/Berlin");
        return TimeZoneInfo.Utc;
    }

    /// <summary>Reports the keys that were not asked for.</summary>
    public void Close()
    {
        foreach (var entry in map.Entries.Where(e => !known.Contains(e.Key.Value, StringComparer.Ordinal)))
        {
            problems.Add(entry.Key.At, $"the unknown key {FileProblems.Shown(entry.Key.Value)}{Nearest.Hint(entry.Key.Value, known)}", string.Join(", ", known));
        }
    }
}
