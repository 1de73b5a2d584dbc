using System.Globalization;
using Automation.Flow;

namespace Automation.Alerts;

/// <summary>
/// Address of one signal: <c>shelf-payload-index</c>. It names the storage partition of its problem and the payload that
/// carried it, so that both are one point read away.
/// </summary>
internal readonly record struct AlertId(string Shelf, string Payload, int Index)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Shelf}-{Payload}-{Index}");

    /// <exception cref="FormatException">For anything that <see cref="TryParse"/> refuses.</exception>
    public static AlertId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no alert id");

    public static bool TryParse(string? text, out AlertId id)
    {
        id = default;
        var parts = text?.Split('-') ?? [];
        if (parts.Length != 3
            || parts[0].Length != Flow.Shelf.Length || !Base32.IsEncoded(parts[0])
            || !SortableId.IsId(parts[1])
            || parts[2].Length is 0 or > 6
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return false;
        id = new AlertId(parts[0], parts[1], index);
        return true;
    }
}
