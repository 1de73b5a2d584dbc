using System.Globalization;
using System.Text.Json;

namespace Automation.Edges.Tables;

/// <summary>Reads an entity from the service's JSON (minimal metadata): what is annotated by its type, the rest by its form.</summary>
internal static class EntityReader
{
    internal const string TypeSuffix = "@odata.type";

    public static T Read<T>(JsonElement json)
        where T : TableEntity, new()
    {
        var entity = new T();
        var types = Types(json);
        foreach (var property in json.EnumerateObject())
        {
            var name = property.Name;
            if (property.Value.ValueKind == JsonValueKind.Null || IsMetadata(name))
                continue;
            entity[name] = ReadValue(property.Value, name is nameof(TableEntity.Timestamp) ? "Edm.DateTime" : types?.GetValueOrDefault(name));
        }

        return entity;
    }

    private static Dictionary<string, string>? Types(JsonElement json)
    {
        Dictionary<string, string>? types = null;
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name.EndsWith(TypeSuffix, StringComparison.Ordinal))
                (types ??= new(StringComparer.Ordinal))[property.Name[..^TypeSuffix.Length]] = property.Value.GetString()!;
        }

        return types;
    }

    private static bool IsMetadata(string name) =>
        name.EndsWith(TypeSuffix, StringComparison.Ordinal) ||
        (name.StartsWith("odata.", StringComparison.Ordinal) && name is not TableEntity.ETagName);

    private static object ReadValue(JsonElement value, string? type) => type switch
    {
        "Edm.Int64" => long.Parse(value.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        "Edm.Double" => ReadDouble(value),
        "Edm.DateTime" => ReadDate(value.GetString()!),
        "Edm.Guid" => Guid.Parse(value.GetString()!),
        "Edm.Binary" => value.GetBytesFromBase64(),
        _ => value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            // A Double always comes with a fraction or an exponent, so that only an Int32 reads as one.
            JsonValueKind.Number => value.TryGetInt32(out var number) ? (object)number : value.GetDouble(),
            _ => value.GetString()!,
        },
    };

    private static double ReadDouble(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.Parse(value.GetString()!, CultureInfo.InvariantCulture);

    private static DateTimeOffset ReadDate(string value) =>
        DateTimeOffset.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
