using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Hosts.Import;

/// <summary>
/// Reads JSON as it arrives, an item at a time: an array, an object whose member of the list's name is an array, or one
/// object. Null and an empty text or list clear a field.
/// </summary>
internal sealed class JsonItems(string plural)
{
    /// <summary>Bytes of one item.</summary>
    public const int MaxItem = 1024 * 1024;

    private readonly List<RawItem> ready = [];
    private JsonReaderState state;
    private Place place;
    private long number;

    private enum Place
    {
        Start,
        Items,
        End,
    }

    public async IAsyncEnumerable<RawItem> ReadAsync(PipeReader body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (place != Place.End)
        {
            var result = await body.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            SequencePosition consumed;
            try
            {
                consumed = Scan(buffer, result.IsCompleted);
                if (place != Place.End && buffer.Slice(consumed).Length > MaxItem) Stop("an item that is too large", $"at most {MaxItem} bytes an item");
            }
            catch (JsonException e)
            {
                consumed = buffer.End;
                Stop(PlainText.Line($"no JSON: {e.Message.Split(" LineNumber:")[0].Split(" Change the reader options")[0]}", 200), "well-formed JSON (RFC 8259); what stands behind it was not read");
            }

            foreach (var item in ready) yield return item;
            ready.Clear();
            body.AdvanceTo(consumed, buffer.End);
            if (result.IsCompleted) yield break;
        }
    }

    private void Stop(string found, string accepted)
    {
        place = Place.End;
        ready.Add(new RawItem(number + 1, [], new FieldProblem("item", found, accepted)));
    }

    /// <summary>Reads every item that is there as a whole, and returns up to where.</summary>
    private SequencePosition Scan(ReadOnlySequence<byte> buffer, bool final)
    {
        var offset = place == Place.Start && buffer.FirstSpan.StartsWith("\uFEFF"u8) ? 3 : 0;
        var start = buffer.GetPosition(offset);
        var reader = new Utf8JsonReader(buffer.Slice(start), final, state);
        while (place != Place.End)
        {
            var before = reader;
            if (!TryStep(ref reader))
            {
                reader = before;
                break;
            }
        }

        state = reader.CurrentState;
        return buffer.GetPosition(reader.BytesConsumed, start);
    }

    /// <summary>False when more bytes are needed; the reader is then to be put back.</summary>
    private bool TryStep(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) return false;
        if (place == Place.Items)
        {
            if (reader.TokenType == JsonTokenType.EndArray) place = Place.End;
            else return TryItem(ref reader);
            return true;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                place = Place.Items;
                return true;
            case JsonTokenType.StartObject:
                return TryRoot(ref reader);
            default:
                Stop(PlainText.Line($"a {reader.TokenType}", 60), $"an array, an object, or an object with the member {plural}");
                return true;
        }
    }

    /// <summary>A root object is one record, unless its first member is the list.</summary>
    private bool TryRoot(ref Utf8JsonReader reader)
    {
        var ahead = reader;
        if (!ahead.Read()) return false;
        if (ahead.TokenType == JsonTokenType.PropertyName && ahead.ValueTextEquals(plural))
        {
            if (!ahead.Read()) return false;
            if (ahead.TokenType == JsonTokenType.StartArray) place = Place.Items;
            else Stop($"{plural} that is no array", "an array");
            reader = ahead;
            return true;
        }

        if (!TryItem(ref reader)) return false;
        place = Place.End;
        return true;
    }

    private bool TryItem(ref Utf8JsonReader reader)
    {
        if (!JsonDocument.TryParseValue(ref reader, out var document)) return false;
        using (document) ready.Add(Item(++number, document.RootElement));
        return true;
    }

    private static RawItem Item(long number, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object) return new RawItem(number, [], new FieldProblem("item", ((JsonElement?)item).Shown(), "an object"));
        try
        {
            return new RawItem(number, [.. item.EnumerateObject().Select(m => new RawField(m.Name, Values(m.Value), ((JsonElement?)m.Value).Shown()))]);
        }
        catch (InvalidOperationException)
        {
            // Escapes or bytes that are no text: half a surrogate pair, or no UTF-8.
            return new RawItem(number, [], new FieldProblem("item", "a text that is no valid Unicode", "UTF-8 with whole surrogate pairs"));
        }
    }

    private static string[]? Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? [text] : [],
        JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) => [.. value.EnumerateArray().Select(v => v.GetString()!)],
        _ => null,
    };
}
