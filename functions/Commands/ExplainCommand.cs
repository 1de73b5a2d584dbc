using System.Globalization;
using System.Text.Json;
using Automation.Flow;
using Automation.Mail.Understanding;
using Automation.Mail.Understanding.Learning;

namespace Automation.Commands;

/// <summary><c>classify explain</c>: what rules and model make of a text, with the words that decided.</summary>
internal static class ExplainCommand
{
    private const int MaxWords = 12;

    public static async Task<int> RunAsync(ClassifyContext context, CancellationToken cancellationToken)
    {
        var options = Settings(context);
        var rules = options.Load(out var problem) ?? throw new CommandFailedException(problem!);
        var model = await ModelAsync(context, options, cancellationToken);
        var text = context.Arguments.Subject!;
        var said = model?.Explain(text, MaxWords);
        var decided = new Understander(rules).Decide(new MailFacts("", text), model, context.Clock.GetUtcNow());
        if (context.Arguments.Json)
        {
            var view = new ExplainView(said, new ExplainedDecision(
                decided.Kind, decided.Category, decided.Confidence, decided.NeedsTriage, decided.Impact, decided.Urgency, decided.IsSecurity, decided.IsPassword, decided.Language, decided.Trace));
            await context.Output.WriteLineAsync(JsonSerializer.Serialize(view, ClassifyJson.Plain.ExplainView));
        }
        else await WriteAsync(context.Output, said, decided);
        return 0;
    }

    private static UnderstandingOptions Settings(ClassifyContext context)
    {
        var reader = new SettingReader(context.Setting);
        var options = UnderstandingOptions.Read(reader);
        return reader.Problems.Count == 0 ? options : throw new CommandFailedException(string.Join('\n', reader.Problems));
    }

    /// <summary>Null when none is trained: the rules decide alone.</summary>
    private static async Task<TextModel?> ModelAsync(ClassifyContext context, UnderstandingOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if ((context.Arguments.Model ?? options.ModelFile) is { } file) return ClassifyContext.Model(await File.ReadAllBytesAsync(file, cancellationToken), file);
            return context.Models is { } models && await models.FindAsync(cancellationToken) is { } stored ? ClassifyContext.Model(stored.Bytes, "the stored model") : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DependencyUnavailableException)
        {
            throw new CommandFailedException($"The model can't be read: {e.Message}");
        }
    }

    private static async Task WriteAsync(TextWriter output, Explanation? said, Understood decided)
    {
        if (said is { IsKnown: false }) await output.WriteLineAsync("model     knows none of these words");
        if (said is { IsKnown: true })
        {
            await output.WriteLineAsync($"model     {said.Label} ({Share(said.Confidence)}{(said.Over is null ? "" : $", before {said.Over}")})");
            foreach (var word in said.Words) await output.WriteLineAsync($"          {word.Weight.ToString("+0.000;-0.000", CultureInfo.InvariantCulture)}  {word.Word}");
        }

        await output.WriteLineAsync($"kind      {decided.Kind}");
        await output.WriteLineAsync($"category  {decided.Category} ({Share(decided.Confidence)}{(decided.NeedsTriage ? ", needs triage" : "")})");
        await output.WriteLineAsync($"impact    {decided.Impact ?? "not told"}\nurgency   {decided.Urgency ?? "not told"}\nlanguage  {decided.Language ?? "can't be told"}");
        if (decided.Team is { } team) await output.WriteLineAsync($"team      {team}");
        if (decided.IsPassword) await output.WriteLineAsync("password  a password mail");
        foreach (var step in decided.Trace) await output.WriteLineAsync($"trace     {step.Rule}: {step.Result}{(step.Facts.TryGetValue("words", out var words) ? $" [{words}]" : "")}");
    }

    private static string Share(double share) => share.ToString("0.00", CultureInfo.InvariantCulture);
}
