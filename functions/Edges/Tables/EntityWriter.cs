using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Automation.Edges.Tables;

/// <summary>Writes an entity as the JSON that the service takes, each type that JSON lacks with its annotation.</summary>
/// <remarks>
/// The default encoder keeps the body in ASCII, so that no reader of a transaction can split a character or
/// take U+2028 for the end of a line.
/// </remarks>
internal static class EntityWriter
{
    private const int MaxStringLength = 32 * 1024;
    private const int MaxBinaryLength = 64 * 1024;
    private const int MaxProperties = 252;

    private static readonly DateTimeOffset _firstDate = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="ArgumentException">The entity breaks a rule of the service; the message names key or property and the rule.</exception>
    public static byte[] Write(TableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        TableKey.ThrowIfInvalid(entity.PartitionKey, nameof(TableEntity.PartitionKey));
        TableKey.ThrowIfInvalid(entity.RowKey, nameof(TableEntity.RowKey));
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString(nameof(TableEntity.PartitionKey), entity.PartitionKey);
        json.WriteString(nameof(TableEntity.RowKey), entity.RowKey);
        var count = 0;
        foreach (var (name, value) in entity)
        {
            if (value is null || IsSystem(name))
                continue;
            if (++count > MaxProperties)
                throw new ArgumentException($"The entity has more than {MaxProperties} properties.", nameof(entity));
            ThrowIfInvalidName(name);
            WriteProperty(json, name, value);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, Checked(name, text));
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case long number:
                WriteTyped(json, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                WriteDouble(json, name, number);
                break;
            case DateTimeOffset date:
                WriteTyped(json, name, "Edm.DateTime", Checked(name, date));
                break;
            case DateTime { Kind: not DateTimeKind.Unspecified } date:
                WriteTyped(json, name, "Edm.DateTime", Checked(name, new DateTimeOffset(date)));
                break;
            case Guid guid:
                WriteTyped(json, name, "Edm.Guid", guid.ToString());
                break;
            case byte[] bytes:
                WriteBinary(json, name, bytes);
                break;
            case BinaryData data:
                WriteBinary(json, name, data.ToMemory().Span);
                break;
            default:
                throw Invalid(name, $"is a {value.GetType().Name}" + (value is DateTime ? " of unspecified kind" : ""),
                    "string, int, long, double, bool, DateTimeOffset, DateTime in UTC or local time, Guid, byte[], BinaryData");
        }
    }

    private static void WriteTyped(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteString(name + EntityReader.TypeSuffix, type);
        json.WriteString(name, value);
    }

    private static void WriteBinary(Utf8JsonWriter json, string name, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBinaryLength)
            throw Invalid(name, $"has {bytes.Length} bytes", $"up to {MaxBinaryLength} bytes");
        json.WriteString(name + EntityReader.TypeSuffix, "Edm.Binary");
        json.WriteBase64String(name, bytes);
    }

    private static void WriteDouble(Utf8JsonWriter json, string name, double number)
    {
        json.WriteString(name + EntityReader.TypeSuffix, "Edm.Double");
        if (!double.IsFinite(number))
        {
            json.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
            return;
        }

        json.WritePropertyName(name);
        json.WriteRawValue(TableFilter.Spell(number));
    }

    private static string Checked(string name, string text)
    {
        if (text.Length > MaxStringLength)
            throw Invalid(name, $"has {text.Length} characters", $"up to {MaxStringLength} characters (64 KiB)");
        return Utf16.IndexOfLoneSurrogate(text) is var at and >= 0
            ? throw Invalid(name, $"holds the lone surrogate U+{(int)text[at]:X4} at index {at}", "valid UTF-16")
            : text;
    }

    private static string Checked(string name, DateTimeOffset date) => date < _firstDate
        ? throw Invalid(name, $"is {date:O}", "dates from 1601-01-01T00:00:00Z on")
        : TableFilter.Spell(date);

    private static bool IsSystem(string name) =>
        name is nameof(TableEntity.PartitionKey) or nameof(TableEntity.RowKey) or nameof(TableEntity.Timestamp) ||
        name.StartsWith("odata.", StringComparison.Ordinal);

    private static void ThrowIfInvalidName(string name)
    {
        var valid = name.Length is > 0 and <= 255 && (name[0] == '_' || char.IsLetter(name[0]));
        foreach (var c in name)
            valid = valid && (c == '_' || char.IsLetterOrDigit(c));
        if (!valid)
            throw new ArgumentException($"Property name \"{name}\" can't be stored; accepted are up to 255 letters, digits and \"_\", no digit first.", nameof(name));
    }

    private static ArgumentException Invalid(string name, string what, string accepted) =>
        new($"Property \"{name}\" {what}; accepted: {accepted}.", name);
}
