using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Automation.Edges.Tables;

namespace Automation.Edges.Stores;

/// <summary>Puts a JSON document into a row: binary properties <c>Document0</c>, <c>Document1</c>, ... of 64 KiB each, the most that one may hold.</summary>
internal static class Document
{
    public const int PartBytes = 64 * 1024;

    /// <summary>First bytes of everything that is compressed (RFC 1952); no JSON begins so.</summary>
    private static ReadOnlySpan<byte> Gzip => [0x1f, 0x8b];

    public static void Put<T>(TableEntity row, T value, JsonTypeInfo<T> type) => Put(row, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static void Put(TableEntity row, ReadOnlySpan<byte> bytes)
    {
        var part = 0;
        do
        {
            var length = Math.Min(bytes.Length, PartBytes);
            row[$"Document{part++}"] = bytes[..length].ToArray();
            bytes = bytes[length..];
        }
        while (bytes.Length > 0);
    }

    /// <summary>Compressed: for what repeats itself.</summary>
    public static void PutPacked<T>(TableEntity row, T value, JsonTypeInfo<T> type)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) JsonSerializer.Serialize(gzip, value, type);
        Put(row, packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    public static T GetPacked<T>(TableEntity row, JsonTypeInfo<T> type) where T : class
    {
        using var gzip = new GZipStream(new MemoryStream(Get(row)), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(gzip, type) ?? throw Missing(row);
    }

    /// <summary>As it is while one property holds it, else compressed: for what is mostly small and may outgrow its row.</summary>
    public static void PutFitting<T>(TableEntity row, T value, JsonTypeInfo<T> type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, type);
        if (bytes.Length <= PartBytes)
        {
            Put(row, bytes);
            return;
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        Put(row, packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    /// <summary>What <see cref="PutFitting"/> or <see cref="Put{T}"/> wrote.</summary>
    public static T GetFitting<T>(TableEntity row, JsonTypeInfo<T> type) where T : class =>
        row.GetBinary("Document0").AsSpan().StartsWith(Gzip) ? GetPacked(row, type) : Get(row, type);

    public static T Get<T>(TableEntity row, JsonTypeInfo<T> type) where T : class =>
        JsonSerializer.Deserialize(Get(row), type) ?? throw Missing(row);

    public static byte[] Get(TableEntity row)
    {
        var first = row.GetBinary("Document0") ?? throw Missing(row);
        if (!row.ContainsKey("Document1")) return first;
        using var whole = new MemoryStream();
        for (var part = 0; row.GetBinary($"Document{part}") is { } bytes; part++) whole.Write(bytes);
        return whole.ToArray();
    }

    private static InvalidDataException Missing(TableEntity row) => new($"row {row.PartitionKey}/{row.RowKey} holds no document");
}
