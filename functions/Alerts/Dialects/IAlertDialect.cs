using System.Text.Json;

namespace Automation.Alerts.Dialects;

/// <summary>Reads one source's payloads. A new source is one class of this kind and its line in <see cref="DialectCatalog"/>.</summary>
internal interface IAlertDialect
{
    /// <summary>Lower-case name; also the <c>dialect</c> of the alerts that it reads.</summary>
    string Name { get; }

    /// <summary>Further names under which the address may ask for this dialect.</summary>
    IReadOnlyList<string> Aliases { get; }

    /// <summary>Whether the name in the address binds: such a dialect reads whatever comes under its name, and refuses what it can't.</summary>
    bool IsStrict => false;

    /// <summary>Whether a payload has this source's shape, from marks that no other source carries.</summary>
    bool Recognises(JsonElement root);

    /// <summary>Whether a name in the address means this dialect.</summary>
    bool IsNamed(string? source) =>
        string.Equals(Name, source, StringComparison.OrdinalIgnoreCase) || Aliases.Contains(source, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it reads a payload without its marks, when the address names it: templates are filled in by people.</summary>
    bool ReadsLoosely => false;

    /// <summary>Reports each member of the payload to <paramref name="reading"/>, as read or as refused.</summary>
    void Read(JsonElement root, PayloadReading reading);
}
