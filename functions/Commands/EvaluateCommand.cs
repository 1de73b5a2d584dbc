using System.Globalization;
using System.Text.Json;
using Automation.Mail.Understanding.Learning;

namespace Automation.Commands;

/// <summary><c>classify evaluate</c>: how well the classifier does on a labelled CSV, by cross-validation.</summary>
internal static class EvaluateCommand
{
    private const int MaxName = 24;

    public static async Task<int> RunAsync(ClassifyContext context, CancellationToken cancellationToken)
    {
        var texts = await context.CsvAsync(cancellationToken);
        var folds = context.Arguments.Folds;
        if (texts.Count < folds) throw new CommandFailedException($"{context.Arguments.Subject}: {texts.Count} rows for {folds} folds; accepted: at least one row a fold");
        await WarnAsync(context.Errors, texts, folds);
        var evaluation = await Task.Run(() => CrossValidation.Run(texts, folds, context.Clock.GetUtcNow(), cancellationToken), cancellationToken);
        if (context.Arguments.Json) await context.Output.WriteLineAsync(JsonSerializer.Serialize(evaluation, ClassifyJson.Plain.Evaluation));
        else await WriteAsync(context.Output, evaluation);
        return 0;
    }

    private static async Task WarnAsync(TextWriter errors, LabelledTexts texts, int folds)
    {
        var rows = new int[texts.Labels.Count];
        for (var row = 0; row < texts.Count; row++) rows[texts.LabelOf(row)]++;
        var small = Enumerable.Range(0, rows.Length).Where(label => rows[label] < folds).Select(label => $"{texts.Labels[label]} ({rows[label]})").ToList();
        if (small.Count > 0) await errors.WriteLineAsync($"Labels with fewer rows than folds, whose figures say little: {string.Join(", ", small)}.");
    }

    private static async Task WriteAsync(TextWriter output, Evaluation result)
    {
        await output.WriteLineAsync($"{result.Rows} rows, {result.Classes.Count} labels, {result.FoldAccuracies.Count} folds");
        await output.WriteLineAsync($"accuracy  {Percent(result.Accuracy)}  (folds {string.Join(" ", result.FoldAccuracies.Select(Percent))})");
        await output.WriteLineAsync($"macro F1  {Percent(result.MacroF1)}");
        if (result.Repeated > 0) await output.WriteLineAsync($"{result.Repeated} rows stand in another fold too, word by word; accuracy without them {Percent(result.UnrepeatedAccuracy)}");
        var width = Math.Min(MaxName, result.Classes.Max(c => c.Label.Length));
        await output.WriteLineAsync($"\n{Name("label", width)}  precision  recall      F1  support");
        foreach (var of in result.Classes) await output.WriteLineAsync($"{Name(of.Label, width)}  {Percent(of.Precision),9}  {Percent(of.Recall),6}  {Percent(of.F1),6}  {of.Support,7}");
        await output.WriteLineAsync($"\nconfusion: a line for each label, a column for what was predicted\n{Name("", width + 5)}{string.Concat(Enumerable.Range(1, result.Classes.Count).Select(n => $"{n,7}"))}");
        for (var i = 0; i < result.Classes.Count; i++) await output.WriteLineAsync($"{i + 1,3}  {Name(result.Classes[i].Label, width)}{string.Concat(result.Confusion[i].Select(n => $"{n,7}"))}");
        await output.WriteLineAsync("\nconfidence at least  share of rows  accuracy");
        foreach (var at in result.Thresholds) await output.WriteLineAsync($"{at.Confidence.ToString("0.0", CultureInfo.InvariantCulture),19}  {Percent(at.Share),13}  {Percent(at.Accuracy),8}");
    }

    private static string Name(string name, int width) => (name.Length > width ? name[..width] : name).PadRight(width);

    private static string Percent(double share) => (share * 100).ToString("0.00", CultureInfo.InvariantCulture);
}
