namespace Automation.Routing.Files;

/// <summary>A value of a YAML file with the place where it stands.</summary>
internal abstract record YamlNode(Place At)
{
    /// <summary>Whether nothing was written: <c>key:</c> without a value counts as not set.</summary>
    public virtual bool IsNothing => false;
}

/// <summary>A text; YAML's own types play no part, what reads the text decides.</summary>
internal sealed record YamlText(Place At, string Value, bool IsQuoted) : YamlNode(At)
{
    public override bool IsNothing => !IsQuoted && Value is "" or "~" or "null";
}

internal sealed record YamlList(Place At, IReadOnlyList<YamlNode> Items) : YamlNode(At);

/// <summary>Keys in the order of the file; a repeated key is a problem and its first value counts.</summary>
internal sealed record YamlMap(Place At, IReadOnlyList<YamlEntry> Entries) : YamlNode(At);

internal sealed record YamlEntry(YamlText Key, YamlNode Value);
