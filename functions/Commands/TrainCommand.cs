using System.Text.Json;
using Automation.Flow;
using Automation.Mail.Understanding.Learning;

namespace Automation.Commands;

/// <summary><c>classify train</c>: makes a model from a labelled CSV or from closed tickets, and stores it.</summary>
internal static class TrainCommand
{
    public static async Task<int> RunAsync(ClassifyContext context, CancellationToken cancellationToken)
    {
        var texts = context.Arguments.Subject is null ? await TicketsAsync(context, cancellationToken) : await context.CsvAsync(cancellationToken);
        if (context.Arguments.Out is null && context.Models is null) throw new UsageException("classify train needs --out, the file that gets the model.");
        var model = await Task.Run(() => ModelTrainer.Train(texts, [.. Enumerable.Range(0, texts.Count)], context.Clock.GetUtcNow(), cancellationToken), cancellationToken);
        var bytes = ModelFile.Write(model.Content);
        if (context.Arguments.Out is { } file) Write(Path.GetFullPath(file), bytes);
        else await KeepAsync(context.Models!, bytes, cancellationToken);
        var view = new TrainedView(texts.Count, model.Labels, model.Content.Hashes.Length, bytes.Length, context.Arguments.Out ?? "storage");
        await context.Output.WriteLineAsync(context.Arguments.Json
            ? JsonSerializer.Serialize(view, ClassifyJson.Plain.TrainedView)
            : $"{view.StoredIn}: learned {view.Labels.Count} labels from {view.Rows} rows; {view.Features} features, {view.Bytes} bytes");
        return 0;
    }

    private static async Task<LabelledTexts> TicketsAsync(ClassifyContext context, CancellationToken cancellationToken)
    {
        if (context.Tickets is not { } source) throw new UsageException("classify train needs a CSV file: there are no closed tickets to learn from here.");
        var texts = new LabelledTexts();
        try
        {
            await foreach (var ticket in source.ReadAsync(cancellationToken))
            {
                if (texts.Count < LabelledTexts.MaxRows && !string.IsNullOrWhiteSpace(ticket.Label)) texts.Add(ticket.Text, ticket.Label);
            }
        }
        catch (DependencyUnavailableException e)
        {
            throw new CommandFailedException($"The closed tickets can't be read: {e.Message}");
        }

        return ClassifyContext.Learnable(texts, "closed tickets");
    }

    /// <summary>Beside the file first, so that a reader never meets half a model.</summary>
    private static void Write(string file, byte[] bytes)
    {
        try
        {
            File.WriteAllBytes(file + ".new", bytes);
            File.Move(file + ".new", file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file}: {e.Message}");
        }
    }

    private static async Task KeepAsync(IModelStore models, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await models.KeepAsync(bytes, cancellationToken);
        }
        catch (DependencyUnavailableException e)
        {
            throw new CommandFailedException($"The model can't be stored: {e.Message}");
        }
    }
}
