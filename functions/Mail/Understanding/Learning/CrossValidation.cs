namespace Automation.Mail.Understanding.Learning;

/// <summary>
/// Measures how well the classifier does on texts that it was not trained on: as many times as there are folds it is
/// trained on all but one and reads that one, with the model as it would be stored.
/// </summary>
internal static class CrossValidation
{
    public static Evaluation Run(LabelledTexts texts, int folds, DateTimeOffset now, CancellationToken cancellationToken) =>
        Evaluation.Of(texts, Predict(texts, folds, now, cancellationToken), Folds(texts, folds), folds);

    /// <summary>What is said of each row by a model that has not learned it.</summary>
    public static Prediction[] Predict(LabelledTexts texts, int folds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var foldOf = Folds(texts, folds);
        var predictions = new Prediction[texts.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(2, Environment.ProcessorCount), CancellationToken = cancellationToken };
        Parallel.For(0, folds, options, fold =>
        {
            var learned = Enumerable.Range(0, texts.Count).Where(row => foldOf[row] != fold).ToArray();
            var model = ModelTrainer.Train(texts, learned, now, cancellationToken);
            var words = new List<string>();
            for (var row = 0; row < texts.Count; row++)
            {
                if (foldOf[row] != fold) continue;
                words.Clear();
                foreach (var word in texts.WordsOf(row)) words.Add(texts.Words[word]);
                predictions[row] = model.Predict(words);
            }
        });
        return predictions;
    }

    /// <summary>The fold of each row: every label is spread evenly, whatever the order of the file.</summary>
    public static int[] Folds(LabelledTexts texts, int folds)
    {
        var foldOf = new int[texts.Count];
        var next = new int[texts.Labels.Count];
        for (var label = 0; label < next.Length; label++) next[label] = label;
        foreach (var row in Shuffle.Order(texts.Count, 3)) foldOf[row] = next[texts.LabelOf(row)]++ % folds;
        return foldOf;
    }
}
