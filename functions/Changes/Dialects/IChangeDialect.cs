using System.Text.Json;

namespace Automation.Changes.Dialects;

/// <summary>Reads one tool's reports of changes. A new tool is one class of this kind and its line in <see cref="ChangeDialects"/>.</summary>
internal interface IChangeDialect
{
    /// <summary>Lower-case name; also the <c>dialect</c> of the changes that it reads.</summary>
    string Name { get; }

    /// <summary>Further names under which the address may ask for this dialect.</summary>
    IReadOnlyList<string> Aliases { get; }

    /// <summary>Whether a payload has this tool's shape, from marks that no other tool's carries.</summary>
    /// <param name="eventName">The X-GitHub-Event header, or null.</param>
    bool Recognises(JsonElement root, string? eventName);

    /// <summary>Whether a name in the address means this dialect.</summary>
    bool IsNamed(string? source) =>
        string.Equals(Name, source, StringComparison.OrdinalIgnoreCase) || Aliases.Contains(source, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reports each member of the payload to <paramref name="reading"/>, as read, as no change, or as refused.</summary>
    void Read(JsonElement root, ChangeReading reading);
}
