using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Automation.Mail.Understanding.Learning;

/// <summary>
/// A model as bytes: eight characters that name the format, its version, the SHA-256 of what follows, and the content
/// compressed with Brotli. Numbers are little-endian; the features' hashes are written as differences.
/// </summary>
internal static class ModelFile
{
    public const int MaxBytes = 5 * 1024 * 1024;

    public const int Version = 2;

    private const int HeadBytes = 8 + 4 + 32;

    /// <summary>Unpacked; more is no model of ours.</summary>
    private const int MaxContent = 64 * 1024 * 1024;

    private const int MaxNumbers = 1_000_000;

    private static ReadOnlySpan<byte> Name => "autoclas"u8;

    /// <summary>Features that fit for sure, whatever their weights: a byte for each class, four for the hash, one for the rarity; beside them the fingerprints.</summary>
    public static int MaxFeatures(int classes) => Math.Min(400_000, (MaxBytes - 128 * 1024 - 4 * LearnedRows.MaxPrints) / (classes + 5));

    public static byte[] Write(ModelContent model)
    {
        using var packed = new MemoryStream();
        packed.Write(new byte[HeadBytes]);
        using (var writer = new BinaryWriter(new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true), Encoding.UTF8)) WriteContent(writer, model);
        var bytes = packed.ToArray();
        Name.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        SHA256.HashData(bytes.AsSpan(HeadBytes), bytes.AsSpan(12));
        return bytes.Length <= MaxBytes ? bytes : throw new ModelFileException($"The model would have {bytes.Length} bytes; at most {MaxBytes} are stored.");
    }

    /// <exception cref="ModelFileException">It is no model, of another version, or damaged.</exception>
    public static TextModel Read(byte[] bytes)
    {
        if (bytes.Length < HeadBytes || !bytes.AsSpan().StartsWith(Name)) throw new ModelFileException("It is no model of the classifier; accepted: a file written by 'automation classify train'.");
        if (bytes.Length > MaxBytes) throw new ModelFileException($"It has {bytes.Length} bytes; accepted: at most {MaxBytes}.");
        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8));
        if (version != Version) throw new ModelFileException($"It is of version {version}; accepted: version {Version}. Train it again.");
        if (!SHA256.HashData(bytes.AsSpan(HeadBytes)).AsSpan().SequenceEqual(bytes.AsSpan(12, 32))) throw new ModelFileException("It is damaged: its checksum does not fit. Store it again, or train it again.");
        try
        {
            using var content = new MemoryStream(Unpacked(bytes));
            using var reader = new BinaryReader(content, Encoding.UTF8);
            return new TextModel(ReadContent(reader));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or ArgumentException or OverflowException)
        {
            throw new ModelFileException($"It can't be read: {e.Message}");
        }
    }

    private static byte[] Unpacked(byte[] bytes)
    {
        using var stream = new BrotliStream(new MemoryStream(bytes, HeadBytes, bytes.Length - HeadBytes), CompressionMode.Decompress);
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (stream.Read(buffer) is > 0 and var read)
        {
            content.Write(buffer, 0, read);
            if (content.Length > MaxContent) throw new InvalidDataException($"its content has more than {MaxContent} bytes");
        }

        return content.ToArray();
    }

    private static void WriteContent(BinaryWriter writer, ModelContent model)
    {
        writer.Write(model.TrainedAt.UtcTicks);
        writer.Write(model.Rows);
        writer.Write(model.Sharpness);
        writer.Write(model.Accuracy);
        writer.Write(model.Labels.Count);
        for (var c = 0; c < model.Labels.Count; c++)
        {
            writer.Write(model.Labels[c]);
            writer.Write(model.Biases[c]);
            writer.Write(model.Scales[c]);
        }

        WriteAscending(writer, model.Hashes);
        writer.Write(model.Rarities);
        writer.Write(MemoryMarshal.AsBytes(model.Weights.AsSpan()));
        writer.Write(model.Learned.Limit);
        WriteAscending(writer, model.Learned.Prints);
    }

    private static void WriteAscending(BinaryWriter writer, uint[] numbers)
    {
        writer.Write(numbers.Length);
        var last = 0L;
        foreach (var number in numbers)
        {
            writer.Write7BitEncodedInt64(number - last);
            last = number;
        }
    }

    private static ModelContent ReadContent(BinaryReader reader)
    {
        var (trainedAt, rows, sharpness, accuracy, classes) = (new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero), reader.ReadInt32(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadInt32());
        if (classes is < 1 or > LabelledTexts.MaxLabels || !float.IsFinite(sharpness)) throw new InvalidDataException($"{classes} classes");
        var (labels, biases, scales) = (new string[classes], new float[classes], new float[classes]);
        for (var c = 0; c < classes; c++) (labels[c], biases[c], scales[c]) = (reader.ReadString(), reader.ReadSingle(), reader.ReadSingle());
        var hashes = ReadAscending(reader);
        var rarities = reader.ReadBytes(hashes.Length);
        var weights = reader.ReadBytes(hashes.Length * classes);
        if (weights.Length != hashes.Length * classes) throw new EndOfStreamException("it ends too early");
        var learned = new LearnedRows(reader.ReadUInt32(), ReadAscending(reader));
        return new ModelContent(trainedAt, rows, labels, sharpness, biases, scales, hashes, rarities, [.. MemoryMarshal.Cast<byte, sbyte>(weights.AsSpan())], learned) { Accuracy = accuracy };
    }

    private static uint[] ReadAscending(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count is < 0 or > MaxNumbers) throw new InvalidDataException($"{count} numbers");
        var (numbers, last) = (new uint[count], 0L);
        for (var i = 0; i < count; i++) numbers[i] = checked((uint)(last += reader.ReadInt64Encoded()));
        return numbers;
    }

    private static long ReadInt64Encoded(this BinaryReader reader) => reader.Read7BitEncodedInt64() is >= 0 and var value ? value : throw new InvalidDataException("features out of order");
}

/// <summary>A model can't be stored or read; the message says why.</summary>
internal sealed class ModelFileException(string message) : Exception(message);
