namespace Automation.Mail.Understanding.Learning;

/// <summary>Whether a new model may take the place of the one that stands.</summary>
/// <param name="Rows">By how many texts both are judged.</param>
/// <param name="Standing">Accuracy of the one that stands; null when it was never measured.</param>
/// <param name="New">Of the new one, in cross-validation.</param>
/// <param name="AreNew">Whether the texts are new to the one that stands; otherwise each is judged by its own cross-validation.</param>
internal sealed record ModelComparison(int Rows, double? Standing, double New, bool AreNew)
{
    /// <summary>Fewer tell nothing.</summary>
    public const int MinNewRows = 50;

    public bool IsWorse => New < Standing;

    /// <summary>
    /// On texts that the one that stands has not learned, both are asked for what they have not seen. Where there are hardly any,
    /// what it remembers is no merit: then its own cross-validation counts, from when it was trained.
    /// </summary>
    /// <param name="predictions">Of the new one, in cross-validation, by row.</param>
    public static ModelComparison Of(LabelledTexts texts, IReadOnlyList<Prediction> predictions, TextModel standing)
    {
        var rows = Enumerable.Range(0, texts.Count).Where(row => standing.Content.Learned.IsNew(texts, row)).ToList();
        if (rows.Count >= MinNewRows) return new ModelComparison(rows.Count, Share(row => IsRight(texts, row, standing)), Share(row => predictions[row].Best == texts.LabelOf(row)), true);
        rows = [.. Enumerable.Range(0, texts.Count)];
        return new ModelComparison(rows.Count, float.IsNaN(standing.Content.Accuracy) ? null : standing.Content.Accuracy, Share(row => predictions[row].Best == texts.LabelOf(row)), false);

        double Share(Func<int, bool> isRight) => rows.Count(isRight) / (double)rows.Count;
    }

    private static bool IsRight(LabelledTexts texts, int row, TextModel standing)
    {
        var words = new List<string>();
        foreach (var word in texts.WordsOf(row)) words.Add(texts.Words[word]);
        return string.Equals(standing.Labels[standing.Predict(words).Best], texts.Labels[texts.LabelOf(row)], StringComparison.OrdinalIgnoreCase);
    }
}
