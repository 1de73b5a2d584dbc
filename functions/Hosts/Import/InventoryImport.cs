using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Automation.Flow;

namespace Automation.Hosts.Import;

/// <summary>
/// Reads a body of hosts or services as it arrives and stores what is good of it; what is not is told by its number. Only
/// the item at hand and the rows on their way to storage are in memory.
/// </summary>
internal sealed class InventoryImport<T>(InventorySchema schema, IInventoryStore<T> store, InventoryIndex<T> index) where T : class, IInventoryRecord
{
    public const int MaxProblems = 1000;

    private const int MaxUnknownNames = 100;

    private readonly List<ImportProblem> problems = [];
    private readonly HashSet<string> unknownNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly DependencyNotes notes = new(schema);
    private (int Received, int Stored, int Rejected, int Problems) counts;

    /// <exception cref="DependencyUnavailableException">Storage did not take all of it; the sender may repeat the whole.</exception>
    public async Task<ImportReport> RunAsync(PipeReader body, string? contentType, CancellationToken cancellationToken)
    {
        await store.StoreAsync(EntriesAsync(body, contentType, cancellationToken), index.Drop, cancellationToken);
        return new ImportReport(counts.Received, counts.Stored, counts.Rejected, counts.Problems, problems, notes.Warnings());
    }

    private async IAsyncEnumerable<InventoryEntry> EntriesAsync(PipeReader body, string? contentType, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (found, unknown) = (new List<FieldProblem>(), new List<string>());
        await foreach (var item in ItemsAsync(body, contentType, cancellationToken))
        {
            found.Clear();
            unknown.Clear();
            var entry = InventoryReader.Read(schema, item, found, unknown);
            if (!item.IsHeader) counts.Received++;
            foreach (var problem in found) Add(item.Line, problem);
            foreach (var name in unknown.Where(n => unknownNames.Count < MaxUnknownNames && unknownNames.Add(n))) Add(item.Line, new FieldProblem(PlainText.Line(name, 60), "an unknown field, here for the first time", schema.FieldNames));
            if (entry is null)
            {
                if (!item.IsHeader) counts.Rejected++;
                continue;
            }

            notes.Add(entry);
            counts.Stored++;
            yield return entry;
        }
    }

    private async IAsyncEnumerable<RawItem> ItemsAsync(PipeReader body, string? contentType, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await IsJsonAsync(body, contentType, cancellationToken))
        {
            await foreach (var item in new JsonItems(schema.Plural).ReadAsync(body, cancellationToken)) yield return item;
            yield break;
        }

        using var text = new StreamReader(body.AsStream(leaveOpen: true), Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 16 * 1024);
        await foreach (var item in CsvItems.ReadAsync(schema, text, cancellationToken)) yield return item;
    }

    /// <summary>By the media type; of one that says neither, by the first character.</summary>
    private static async Task<bool> IsJsonAsync(PipeReader body, string? contentType, CancellationToken cancellationToken)
    {
        if (contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true) return true;
        if (contentType?.Contains("csv", StringComparison.OrdinalIgnoreCase) == true || contentType?.Contains("tab-separated", StringComparison.OrdinalIgnoreCase) == true) return false;
        while (true)
        {
            var result = await body.ReadAsync(cancellationToken);
            var first = First(result.Buffer);
            body.AdvanceTo(result.Buffer.Start, first is null ? result.Buffer.End : result.Buffer.Start);
            if (first is not null || result.IsCompleted) return first is (byte)'{' or (byte)'[';
        }
    }

    private static byte? First(ReadOnlySequence<byte> buffer)
    {
        foreach (var part in buffer)
        {
            if (part.Span.IndexOfAnyExcept(" \t\r\n\uFEFF"u8) is >= 0 and var at) return part.Span[at];
        }

        return null;
    }

    private void Add(long line, FieldProblem problem)
    {
        counts.Problems++;
        if (problems.Count < MaxProblems) problems.Add(new ImportProblem(line, problem.Field, problem.Found, problem.Accepted));
    }
}

/// <summary>What an import answers. The names are a contract with clients.</summary>
/// <param name="Problems">The first <see cref="InventoryImport{T}.MaxProblems"/> of them.</param>
/// <param name="Warnings">What was stored and looks wrong: cyclic dependencies.</param>
internal sealed record ImportReport(
    int Received, int Stored, int Rejected, int ProblemCount, IReadOnlyList<ImportProblem> Problems, IReadOnlyList<string> Warnings);
