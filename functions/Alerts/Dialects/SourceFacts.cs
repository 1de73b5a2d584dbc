using System.Globalization;
using System.Text.Json;
using Automation.Alerts.Intake;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Facts of one alert, looked up by JSON pointer in the order in which a dialect trusts the places. Where each came from,
/// or that it is missing, goes to <see cref="Notes"/>; what has another type than expected is as good as missing.
/// </summary>
internal sealed class SourceFacts(string dialect, JsonElement root, PayloadReading reading)
{
    private const int MaxLabelValue = 500;

    public List<string> Notes { get; } = [];

    public JsonElement Root => root;

    public JsonElement? Element(string pointer) => JsonPointer.Find(root, pointer);

    /// <summary>The first text, number or boolean that is there and was filled in; of an array its first such member.</summary>
    public string? Text(params ReadOnlySpan<string> pointers) => First(pointers, out _);

    /// <summary>As <see cref="Text"/>, and says where it was found, or where it was looked for.</summary>
    public string? Found(string fact, params ReadOnlySpan<string> pointers)
    {
        var text = First(pointers, out var pointer);
        Notes.Add(text is null ? $"{fact}: nothing at {string.Join(", ", pointers!)}" : $"{fact}: {pointer} '{PlainText.Line(text, 120)}'");
        return text;
    }

    public Severity? Severity(IReadOnlyDictionary<string, Severity>? own, params ReadOnlySpan<string> pointers)
    {
        var text = First(pointers, out var pointer);
        return reading.Severity(dialect, text, pointer ?? string.Join(", ", pointers!), Notes, own);
    }

    /// <summary>What the first place with a known word says; firing when there is none.</summary>
    /// <param name="own">Words that this source uses in another sense, or alone; plain names in lower case.</param>
    public AlertStatus Status(IReadOnlyDictionary<string, AlertStatus>? own, params ReadOnlySpan<string> pointers)
    {
        foreach (var pointer in pointers)
        {
            if (Text(pointer) is not { } text) continue;
            var status = own is not null && own.TryGetValue(PlainNames.Of(text), out var known) ? known : StatusWords.Find(text);
            if (status is null) continue;
            Notes.Add($"status: {pointer} '{PlainText.Line(text, 60)}'");
            return status.Value;
        }

        Notes.Add($"status: no word that is known at {string.Join(", ", pointers!)}, taken as firing");
        return AlertStatus.Firing;
    }

    /// <param name="zone">Zone of times that name none; null for the setting's.</param>
    public DateTimeOffset? Time(TimeZoneInfo? zone, params ReadOnlySpan<string> pointers)
    {
        foreach (var pointer in pointers)
        {
            if (Element(pointer) is not { } element || ((JsonElement?)element).Text() is not { } text || PlainNames.IsPlaceholder(text)) continue;
            if (!SourceTime.TryRead(element, pointer, zone ?? reading.Options.TimeZone, Notes, out var time)) Notes.Add($"{pointer} '{PlainText.Line(text, 60)}' is no time");
            if (time is not null) return time;
        }

        return null;
    }

    public DateTimeOffset? Time(params ReadOnlySpan<string> pointers) => Time(null, pointers);

    public double? Number(string pointer) =>
        double.TryParse(Text(pointer), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Short scalar members of the objects at the pointers, without what is a secret by its name.</summary>
    public Dictionary<string, string> Labels(params ReadOnlySpan<string> pointers)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pointer in pointers)
        {
            if (Element(pointer) is not { ValueKind: JsonValueKind.Object } members) continue;
            foreach (var member in members.EnumerateObject())
            {
                if (((JsonElement?)member.Value).Text() is { Length: <= MaxLabelValue } text && !SecretMask.IsSecretName(member.Name)) labels.TryAdd(member.Name, text);
            }
        }

        return labels;
    }

    public List<AlertLink> Links(params ReadOnlySpan<(string Name, string Pointer)> places)
    {
        var links = new List<AlertLink>();
        foreach (var (name, pointer) in places)
        {
            if (Text(pointer) is { } url && url.Contains("://", StringComparison.Ordinal)) links.Add(new AlertLink(name, url));
        }

        return links;
    }

    private string? First(ReadOnlySpan<string> pointers, out string? found)
    {
        foreach (var pointer in pointers)
        {
            var element = Element(pointer);
            var text = element is { ValueKind: JsonValueKind.Array } array ? ((JsonElement?)array).Items().Select(i => ((JsonElement?)i).Text()).FirstOrDefault(t => t is not null) : element.Text();
            if (text is null || PlainNames.IsPlaceholder(text)) continue;
            found = pointer;
            return text.Trim();
        }

        found = null;
        return null;
    }
}
