using Automation.Alerts;
using Automation.Alerts.Dialects;
using Automation.Alerts.Intake;
using Automation.Flow;

namespace Automation.Commands;

/// <summary>Reads a payload file into alerts with the same dialects and the same limits as intake, and sends nothing.</summary>
internal static class PayloadFile
{
    /// <summary>The alerts; members that intake would refuse come as problems.</summary>
    public static IReadOnlyList<Alert> Read(string file, string? source, DialectCatalog dialects, AlertOptions options, DateTimeOffset now, out IReadOnlyList<FieldProblem> problems)
    {
        var notes = new List<string>();
        using var document = PayloadBody.Parse(Bytes(file), notes, out var unreadable);
        if (document is null)
        {
            problems = [unreadable!];
            return [];
        }

        var dialect = dialects.Choose(source, document.RootElement, out var why);
        if (dialect is null)
        {
            problems = [new FieldProblem("body", "a payload of a shape that is not known", $"a payload of {dialects.Names} (docs/alert-sources.md shows each)")];
            return [];
        }

        notes.Add(why);
        var reading = new PayloadReading(options, dialect.IsNamed(source) ? null : source, now);
        dialect.Read(document.RootElement, reading);
        problems = reading.Problems;
        var payload = SortableId.New(now);
        return [.. reading.Drafts.Select((draft, index) =>
        {
            draft.Reading.InsertRange(0, notes);
            return AlertNormaliser.Finish(draft, source, dialect.Name, new AlertId(Shelf.Of(draft.DedupKey), payload, index), now, options);
        })];
    }

    private static byte[] Bytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file}: {e.Message}");
        }
    }
}
