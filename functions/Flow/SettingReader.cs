using System.Globalization;

namespace Automation.Flow;

/// <summary>
/// Reads the app settings by name and collects everything that is wrong with them, so that a start fails once with the
/// whole list. Secret values are never repeated.
/// </summary>
/// <param name="find">Value of a setting by its name as in the app settings (<c>Section__Name</c>), or null.</param>
internal sealed class SettingReader(Func<string, string?> find)
{
    private readonly List<string> problems = [];
    private readonly List<string> known = [];

    /// <summary>One sentence a problem: key, value found, accepted form.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Every key that was asked for: the settings that the product has.</summary>
    public IReadOnlyList<string> Known => known;

    public string Text(string key, string fallback, int maxLength)
    {
        var value = Find(key);
        if (value is null) return fallback;
        if (value.Length <= maxLength) return value;
        Refuse(key, $"a text of {value.Length} characters", $"at most {maxLength} characters");
        return fallback;
    }

    /// <summary>A secret: the problem tells its length only.</summary>
    public string? Secret(string key, string accepted, Func<string, bool> isValid)
    {
        var value = Find(key);
        if (value is null || isValid(value)) return value;
        Refuse(key, $"a value of {value.Length} characters (not shown)", accepted);
        return null;
    }

    public Uri? HttpsUri(string key)
    {
        var value = Find(key);
        if (value is null) return null;
        if (Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0 && uri.Query.Length == 0) return uri;
        Refuse(key, $"'{SecretMask.Apply(value)}'", "an absolute https address without user name and query");
        return null;
    }

    public string? HostName(string key)
    {
        var value = Find(key);
        if (value is null || Uri.CheckHostName(value) == UriHostNameType.Dns) return value;
        Refuse(key, $"'{SecretMask.Apply(value)}'", "a host name without scheme, such as name.servicebus.windows.net");
        return null;
    }

    public int Number(string key, int fallback, int min, int max, string unit)
    {
        var value = Find(key);
        if (value is null) return fallback;
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        Refuse(key, $"'{SecretMask.Apply(value)}'", $"a whole number from {min} to {max} ({unit})");
        return fallback;
    }

    public bool Flag(string key, bool fallback)
    {
        var value = Find(key);
        if (value is null) return fallback;
        if (bool.TryParse(value, out var flag)) return flag;
        Refuse(key, $"'{SecretMask.Apply(value)}'", "true or false");
        return fallback;
    }

    public T OneOf<T>(string key, T fallback) where T : struct, Enum
    {
        var value = Find(key);
        if (value is null) return fallback;
        foreach (var name in Enum.GetNames<T>())
        {
            if (string.Equals(name, value, StringComparison.OrdinalIgnoreCase)) return Enum.Parse<T>(name);
        }

        Refuse(key, $"'{SecretMask.Apply(value)}'", "one of " + string.Join(", ", Enum.GetNames<T>()));
        return fallback;
    }

    public TimeZoneInfo TimeZone(string key)
    {
        var value = Find(key);
        if (value is null) return TimeZoneInfo.Utc;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(value, out var zone)) return zone;
        Refuse(key, $"'{SecretMask.Apply(value)}'", "an IANA time zone name, such as UTC or Europe/Berlin");
        return TimeZoneInfo.Utc;
    }

    public bool IsSet(string key) => Find(key) is not null;

    public void Refuse(string key, string found, string accepted) => problems.Add($"{key}: found {found}; accepted: {accepted}");

    /// <summary>Empty counts as not set, so that the sample file can name every key.</summary>
    private string? Find(string key)
    {
        known.Add(key);
        var value = find(key);
        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }
}
