namespace Automation.Alerts.Dialects.Mapping;

/// <summary>How the payloads of one source that we don't know are read: an entry of the mappings file.</summary>
/// <param name="Name">Name in the address, and the <c>dialect</c> of the alerts.</param>
/// <param name="When">Pointers and the values of which each must have one; empty: recognised by the address only.</param>
/// <param name="Items">Pointer to the list whose members are alerts; null when the payload is one alert.</param>
/// <param name="DedupKey">Parts that are joined; empty: title, host and service.</param>
internal sealed record AlertMapping(
    string Name,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<(string Pointer, IReadOnlyList<string> Values)> When,
    string? Items,
    MappedField Title,
    MappedField? Description,
    MappedField? Host,
    MappedField? Service,
    MappedField? StartedAt,
    MappedField? EndedAt,
    MappedValue<Severity>? Severity,
    MappedValue<AlertStatus>? Status,
    IReadOnlyList<MappedField> DedupKey,
    IReadOnlyList<string> Labels,
    IReadOnlyList<(string Name, MappedField Field)> Links);

/// <summary>Where one fact stands: the first pointer that leads to a text, else the constant.</summary>
/// <param name="Pointers">JSON pointers into the alert; with <c>^</c> before it into the whole payload.</param>
internal sealed record MappedField(IReadOnlyList<string> Pointers, string? Constant);

/// <summary>A fact of a fixed set: what the source's words mean.</summary>
/// <param name="Values">By the source's word, in lower case.</param>
/// <param name="Default">For words that are not listed, and for none; null: the common words, then as if missing.</param>
internal sealed record MappedValue<T>(MappedField Field, IReadOnlyDictionary<string, T> Values, T? Default)
    where T : struct;
