using Automation.Flow;
using Automation.Mail.Understanding.Learning;

namespace Automation.Commands;

/// <summary>What a classify command works with: its arguments, where it writes, and the app's settings.</summary>
/// <param name="Tickets">Where closed tickets come from; null when this installation has no such source.</param>
/// <param name="Models">Where the app keeps its model; null likewise.</param>
internal sealed record ClassifyContext(
    ClassifyArguments Arguments, TextWriter Output, TextWriter Errors, Func<string, string?> Setting, TimeProvider Clock, ITrainingSource? Tickets = null, IModelStore? Models = null)
{
    /// <summary>Texts and labels of the CSV that the arguments name; what was passed over is said on the error output.</summary>
    /// <exception cref="CommandFailedException">They can't be read or learned from.</exception>
    public async Task<LabelledTexts> CsvAsync(CancellationToken cancellationToken)
    {
        var file = Arguments.Subject!;
        try
        {
            using var reader = new StreamReader(file);
            var csv = await LabelledCsv.ReadAsync(reader, Arguments.Text!, Arguments.Label!, cancellationToken);
            if (csv.Unlabelled > 0) await Errors.WriteLineAsync($"{csv.Unlabelled} rows without a label were passed over.");
            if (csv.Empty > 0) await Errors.WriteLineAsync($"{csv.Empty} rows have an empty text; they count as any.");
            if (csv.Broken > 0) await Errors.WriteLineAsync($"{csv.Broken} rows that can't be read were passed over, the first: {csv.FirstProblem}.");
            return Learnable(csv.Texts, file);
        }
        catch (LabelledCsvException e)
        {
            throw new CommandFailedException($"{file}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file}: {e.Message}");
        }
    }

    /// <exception cref="CommandFailedException">There is nothing to tell apart.</exception>
    public static LabelledTexts Learnable(LabelledTexts texts, string source) => texts.Labels.Count switch
    {
        0 => throw new CommandFailedException($"{source}: no rows with a label; accepted: at least two labels"),
        1 => throw new CommandFailedException($"{source}: every row has the label '{texts.Labels[0]}'; accepted: at least two labels"),
        _ => texts,
    };

    /// <exception cref="CommandFailedException">The model can't be read.</exception>
    public static TextModel Model(byte[] bytes, string source)
    {
        try
        {
            return ModelFile.Read(bytes);
        }
        catch (ModelFileException e)
        {
            throw new CommandFailedException($"{source}: {e.Message}");
        }
    }
}
