using System.Text.Json;

namespace Automation.Alerts.Dialects.Guessing;

/// <summary>One scalar of a payload that nobody described, with the names under which it may be known.</summary>
/// <param name="Pointer">Where it stands.</param>
/// <param name="Name">Its own name, plain.</param>
/// <param name="Parent">Name of the object around it, plain; empty at the root.</param>
/// <param name="Words">The words of its own name.</param>
/// <param name="Distance">How far it is from the alert itself: what the objects around it cost, see <see cref="PayloadMembers"/>.</param>
/// <param name="Text">Its text, never blank; booleans and numbers as in JSON.</param>
/// <param name="Element">The scalar itself.</param>
internal sealed record PayloadMember(string Pointer, string Name, string Parent, IReadOnlyList<string> Words, int Distance, string Text, JsonElement Element)
{
    /// <summary>Whether the object around it is the alert or a mere wrapper, so that a bare <c>name</c> is the alert's.</summary>
    public bool IsOwn { get; } = Parent.Length == 0 || PayloadMembers.IsWrapper(Parent);

    public bool IsUrl { get; } = Text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || Text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    public bool IsNumber => Element.ValueKind == JsonValueKind.Number;

    /// <summary>Yes and no as sources write them; null for everything else.</summary>
    public bool? Truth => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Text.ToLowerInvariant() switch { "true" or "yes" or "1" => true, "false" or "no" or "0" => false, _ => null },
    };
}
