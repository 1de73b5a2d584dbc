using System.Globalization;
using System.Text.Json;
using Automation.Flow;
using Automation.Mail.Understanding.Learning;

namespace Automation.Commands;

/// <summary>
/// <c>classify train</c>: makes a model from a labelled CSV or from closed tickets, measures it, and stores it unless the one
/// that stands there does better.
/// </summary>
internal static class TrainCommand
{
    private const int Folds = 5;

    public static async Task<int> RunAsync(ClassifyContext context, CancellationToken cancellationToken)
    {
        var arguments = context.Arguments;
        if (arguments.Out is null && context.Models is null) throw new UsageException("classify train needs --out, the file that gets the model.");
        var target = new ModelTarget(arguments.Out, context.Models);
        var texts = arguments.Subject is null ? await TicketsAsync(context, cancellationToken) : await context.CsvAsync(cancellationToken);
        var standing = await StandingAsync(context, target, cancellationToken);
        var (view, bytes) = await Task.Run(() => Train(texts, standing, context.Clock.GetUtcNow(), cancellationToken), cancellationToken);
        var stays = view.Standing is { IsWorse: true } && !arguments.Force;
        if (!stays)
        {
            await target.WriteAsync(bytes, cancellationToken);
            view = view with { StoredIn = target.Name };
        }

        if (arguments.Json) await context.Output.WriteLineAsync(JsonSerializer.Serialize(view, ClassifyJson.Plain.TrainedView));
        else await WriteAsync(context.Output, view, arguments.Force);
        return stays ? throw new CommandFailedException($"{target.Name}: the model that stands there does better and stays; --force replaces it all the same") : 0;
    }

    private static (TrainedView View, byte[] Bytes) Train(LabelledTexts texts, TextModel? standing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (evaluation, comparison) = ((Evaluation?)null, (ModelComparison?)null);
        if (texts.Count >= Folds)
        {
            var predictions = CrossValidation.Predict(texts, Folds, now, cancellationToken);
            evaluation = Evaluation.Of(texts, predictions, CrossValidation.Folds(texts, Folds), Folds);
            if (standing is not null) comparison = ModelComparison.Of(texts, predictions, standing);
        }

        var model = ModelTrainer.Train(texts, [.. Enumerable.Range(0, texts.Count)], now, cancellationToken).Content with { Accuracy = (float)(evaluation?.Accuracy ?? float.NaN) };
        var bytes = ModelFile.Write(model);
        return (new TrainedView(texts.Count, model.Labels, evaluation?.Accuracy, evaluation?.MacroF1, comparison, model.Hashes.Length, bytes.Length, null), bytes);
    }

    private static async Task<LabelledTexts> TicketsAsync(ClassifyContext context, CancellationToken cancellationToken)
    {
        if (context.Tickets is not { } source) throw new UsageException("classify train needs a CSV file: there are no closed tickets to learn from here.");
        var texts = new LabelledTexts();
        try
        {
            await foreach (var ticket in source.ReadAsync(cancellationToken))
            {
                if (string.IsNullOrWhiteSpace(ticket.Label)) continue;
                texts.Add(ticket.Text, ticket.Label);
                if (texts.Count == LabelledTexts.MaxRows) break;
            }
        }
        catch (DependencyUnavailableException e)
        {
            throw new CommandFailedException($"The closed tickets can't be read: {e.Message}");
        }

        return ClassifyContext.Learnable(texts, "closed tickets");
    }

    /// <summary>One that can't be read is no reason to keep it.</summary>
    private static async Task<TextModel?> StandingAsync(ClassifyContext context, ModelTarget target, CancellationToken cancellationToken)
    {
        if (await target.ReadAsync(cancellationToken) is not { } bytes) return null;
        try
        {
            return ModelFile.Read(bytes);
        }
        catch (ModelFileException e)
        {
            await context.Errors.WriteLineAsync($"{target.Name}: what stands there can't be compared and is replaced. {e.Message}");
            return null;
        }
    }

    private static async Task WriteAsync(TextWriter output, TrainedView view, bool isForced)
    {
        await output.WriteLineAsync(view.Accuracy is { } accuracy ? $"cross-validation: accuracy {Percent(accuracy)}, macro F1 {Percent(view.MacroF1!.Value)}" : $"too few rows for cross-validation: {view.Rows}");
        if (view.Standing is { } standing)
        {
            var on = standing.AreNew ? $"on the {standing.Rows} rows that it has not learned" : "in its own cross-validation, for it has learned these rows";
            await output.WriteLineAsync($"the model that stands there: {(standing.Standing is { } was ? Percent(was) : "never measured")} {on}; the new one: {Percent(standing.New)}{(standing.IsWorse && isForced ? ", stored by force" : "")}");
        }

        if (view.StoredIn is not null) await output.WriteLineAsync($"{view.StoredIn}: learned {view.Labels.Count} labels from {view.Rows} rows; {view.Features} features, {view.Bytes} bytes");
    }

    private static string Percent(double share) => (share * 100).ToString("0.00", CultureInfo.InvariantCulture);
}
