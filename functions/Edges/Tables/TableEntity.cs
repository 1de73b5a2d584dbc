using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Azure;

namespace Automation.Edges.Tables;

/// <summary>One row of a table: its keys, ETag, Timestamp and properties by name.</summary>
/// <remarks>
/// A property holds a <c>string</c>, <c>int</c>, <c>long</c>, <c>double</c>, <c>bool</c>, <c>DateTimeOffset</c>, <c>DateTime</c> of a known
/// kind, <c>Guid</c>, <c>byte[]</c> or <c>BinaryData</c>; null leaves it out. Dates are read back as <c>DateTimeOffset</c> in UTC, binary as <c>byte[]</c>.
/// </remarks>
internal class TableEntity : IDictionary<string, object?>
{
    internal const string ETagName = "odata.etag";

    private readonly Dictionary<string, object?> _properties = new(StringComparer.Ordinal);

    public TableEntity()
    {
    }

    public TableEntity(string partitionKey, string rowKey)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    public TableEntity(IDictionary<string, object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (name, value) in values)
            _properties[name] = value;
    }

    public string PartitionKey
    {
        get => GetString(nameof(PartitionKey))!;
        set => _properties[nameof(PartitionKey)] = value;
    }

    public string RowKey
    {
        get => GetString(nameof(RowKey))!;
        set => _properties[nameof(RowKey)] = value;
    }

    /// <summary>When the service last changed the row; null before it was read. Never sent.</summary>
    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(nameof(Timestamp));
        set => _properties[nameof(Timestamp)] = value;
    }

    /// <summary>The version of the row as it was read; <c>default</c> before.</summary>
    public ETag ETag
    {
        get => GetString(ETagName) is { } value ? new ETag(value) : default;
        set => _properties[ETagName] = value.ToString();
    }

    public ICollection<string> Keys => _properties.Keys;

    public ICollection<object?> Values => _properties.Values;

    public int Count => _properties.Count;

    public bool IsReadOnly => false;

    /// <summary>The property's value; null when the entity does not have it.</summary>
    public object? this[string key]
    {
        get => _properties.GetValueOrDefault(key);
        set => _properties[key] = value;
    }

    public string? GetString(string key) => Get(key) switch { null => null, string value => value, var other => throw Wrong(key, "String", other) };

    public int? GetInt32(string key) => Get(key) switch { null => null, int value => value, var other => throw Wrong(key, "Int32", other) };

    /// <summary>The Int64; an Int32 counts as one.</summary>
    public long? GetInt64(string key) =>
        Get(key) switch { null => null, long value => value, int value => value, var other => throw Wrong(key, "Int64", other) };

    /// <summary>The Double; an Int32 counts as one.</summary>
    public double? GetDouble(string key) =>
        Get(key) switch { null => null, double value => value, int value => value, var other => throw Wrong(key, "Double", other) };

    public bool? GetBoolean(string key) => Get(key) switch { null => null, bool value => value, var other => throw Wrong(key, "Boolean", other) };

    public Guid? GetGuid(string key) => Get(key) switch { null => null, Guid value => value, var other => throw Wrong(key, "Guid", other) };

    public byte[]? GetBinary(string key) => Get(key) switch
    {
        null => null,
        byte[] value => value,
        BinaryData value => value.ToArray(),
        var other => throw Wrong(key, "Binary", other),
    };

    public DateTimeOffset? GetDateTimeOffset(string key) => Get(key) switch
    {
        null => null,
        DateTimeOffset value => value,
        DateTime { Kind: not DateTimeKind.Unspecified } value => new DateTimeOffset(value),
        var other => throw Wrong(key, "DateTime", other),
    };

    /// <summary>The date in UTC.</summary>
    public DateTime? GetDateTime(string key) => GetDateTimeOffset(key)?.UtcDateTime;

    public void Add(string key, object? value) => _properties.Add(key, value);

    public void Add(KeyValuePair<string, object?> item) => _properties.Add(item.Key, item.Value);

    public void Clear() => _properties.Clear();

    public bool Contains(KeyValuePair<string, object?> item) => _properties.Contains(item);

    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    public void CopyTo(KeyValuePair<string, object?>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object?>>)_properties).CopyTo(array, arrayIndex);

    public bool Remove(string key) => _properties.Remove(key);

    public bool Remove(KeyValuePair<string, object?> item) => ((ICollection<KeyValuePair<string, object?>>)_properties).Remove(item);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => _properties.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private object? Get(string key) => _properties.GetValueOrDefault(key);

    private static InvalidOperationException Wrong(string key, string asked, object found) =>
        new($"Property \"{key}\" holds a {found.GetType().Name}, not the {asked} that was asked for.");
}
