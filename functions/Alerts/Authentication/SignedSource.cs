using System.Text;
using Automation.Flow;

namespace Automation.Alerts.Authentication;

/// <summary>A source whose requests must be signed. Not a record: nothing may print its secrets.</summary>
internal sealed class SignedSource(string name, ISignatureScheme scheme, IReadOnlyList<byte[]> secrets)
{
    public const string Form =
        "comma-separated source=scheme:setting with the name of the setting that holds the secret, such as pagerduty=pagerduty-v3:AlertSecrets__PagerDuty; "
        + "for grafana also :signature-header and :timestamp-header";

    /// <summary>Settings that hold secrets; a secret pasted in place of a setting's name is told by the lack of it.</summary>
    public const string SecretPrefix = "AlertSecrets__";

    public const int MinSecret = 16;
    private const int MaxSecret = 1024;
    private const int MaxSecrets = 5;
    private const int MaxName = 64;

    /// <summary>As it stands in the address: /api/alerts/{name}, without regard to case.</summary>
    public string Name { get; } = name;

    public ISignatureScheme Scheme { get; } = scheme;

    public SignatureCheck Check(SignedRequest request, TimeSpan window, DateTimeOffset now) => Scheme.Check(request, secrets, window, now);

    public static IReadOnlyList<SignedSource> Read(SettingReader settings, string key)
    {
        var sources = new List<SignedSource>();
        foreach (var entry in settings.Text(key, "", 8000).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = entry.IndexOf('=', StringComparison.Ordinal);
            var name = at < 0 ? "" : entry[..at].Trim();
            if (!IsName(name)) settings.Refuse(key, $"an entry of {entry.Length} characters without the name of a source (not shown)", Form);
            else if (sources.Any(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase))) settings.Refuse(key, $"'{name}' twice", "each source once; several secrets stand in its setting, separated by commas");
            else if (Read(settings, key, name, entry[(at + 1)..].Split(':', StringSplitOptions.TrimEntries)) is { } source) sources.Add(source);
        }

        return sources;
    }

    /// <summary>What follows the scheme is never shown: it may be a secret that was pasted in the wrong place.</summary>
    private static SignedSource? Read(SettingReader settings, string key, string name, string[] parts)
    {
        if (SignatureSchemes.Find(parts[0]) is not { } scheme)
        {
            settings.Refuse(key, $"'{name}' with an unknown scheme (not shown)", $"{name}=scheme:setting with one of the schemes {SignatureSchemes.Names}");
            return null;
        }

        if (parts.Length < 2 || !parts[1].StartsWith(SecretPrefix, StringComparison.OrdinalIgnoreCase) || !IsName(parts[1]))
        {
            settings.Refuse(key, $"'{name}={scheme.Name}' without the name of a setting (what stands there is not shown)", $"{name}={scheme.Name}:{SecretPrefix}Name");
            return null;
        }

        if (parts.Length > 2 && !TryName(ref scheme, parts))
        {
            settings.Refuse(key, $"'{name}={scheme.Name}' with more parts than it takes (not shown)", Form);
            return null;
        }

        var secrets = Secrets(settings, parts[1]);
        return secrets.Count == 0 ? null : new SignedSource(name, scheme, secrets);
    }

    /// <summary>The names that the contact point in Grafana gives its headers; a timestamp header that is named here is also required.</summary>
    private static bool TryName(ref HmacScheme scheme, string[] parts)
    {
        if (scheme != SignatureSchemes.Grafana || parts.Length > 4 || !parts.Skip(2).All(p => p.Length == 0 || IsName(p))) return false;
        if (parts[2].Length > 0) scheme = scheme with { Header = parts[2] };
        if (parts.Length == 4 && parts[3].Length > 0) scheme = scheme with { TimestampHeader = parts[3], NeedsTimestamp = true };
        return true;
    }

    private static IReadOnlyList<byte[]> Secrets(SettingReader settings, string key)
    {
        var accepted = $"one secret of {MinSecret} to {MaxSecret} characters, or up to {MaxSecrets} separated by commas";
        if (settings.Secret(key, accepted, text => Split(text) is { Length: > 0 and <= MaxSecrets } parts && parts.All(p => p.Length is >= MinSecret and <= MaxSecret)) is { } secrets) return [.. Split(secrets).Select(Encoding.UTF8.GetBytes)];

        // One that is there and can't be used has been refused already, with its length.
        if (!settings.IsSet(key)) settings.Refuse(key, "nothing", accepted);
        return [];
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsName(string text) => text.Length is > 0 and <= MaxName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
