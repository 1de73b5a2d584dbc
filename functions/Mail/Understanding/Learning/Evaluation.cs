namespace Automation.Mail.Understanding.Learning;

/// <summary>How well a classifier does.</summary>
/// <param name="Rows">Texts that were read.</param>
/// <param name="Repeated">Those of them whose words also stand, in the same order, in another fold.</param>
/// <param name="UnrepeatedAccuracy">Without these; they are easier.</param>
/// <param name="FoldAccuracies">Fold by fold.</param>
/// <param name="Classes">The most frequent first.</param>
/// <param name="Confusion">Rows: the label; columns: what was predicted; both in the order of the classes.</param>
/// <param name="Thresholds">What remains when less certain predictions go to a person.</param>
internal sealed record Evaluation(
    int Rows, int Repeated, double Accuracy, double UnrepeatedAccuracy, double MacroF1, IReadOnlyList<double> FoldAccuracies,
    IReadOnlyList<ClassResult> Classes, IReadOnlyList<IReadOnlyList<int>> Confusion, IReadOnlyList<ThresholdResult> Thresholds)
{
    private static readonly double[] ShownThresholds = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    /// <param name="predictions">Of each row.</param>
    /// <param name="foldOf">In which fold each row was read.</param>
    public static Evaluation Of(LabelledTexts texts, IReadOnlyList<Prediction> predictions, IReadOnlyList<int> foldOf, int folds)
    {
        var isRepeated = Repeats(texts, foldOf);
        var rows = Enumerable.Range(0, texts.Count).ToList();
        var confusion = new int[texts.Labels.Count, texts.Labels.Count];
        foreach (var row in rows) confusion[texts.LabelOf(row), predictions[row].Best]++;
        var order = Enumerable.Range(0, texts.Labels.Count).OrderByDescending(c => Sum(c, confusion, byLabel: true)).ThenBy(c => texts.Labels[c], StringComparer.Ordinal).ToList();
        var classes = order.Select(c => ClassResult.Of(texts.Labels[c], confusion[c, c], Sum(c, confusion, byLabel: false), Sum(c, confusion, byLabel: true))).ToList();
        return new Evaluation(
            rows.Count, isRepeated.Count(r => r), Share(rows), Share(rows.Where(r => !isRepeated[r])), classes.Average(c => c.F1), [.. Enumerable.Range(0, folds).Select(f => Share(rows.Where(r => foldOf[r] == f)))],
            classes, [.. order.Select(label => (IReadOnlyList<int>)[.. order.Select(predicted => confusion[label, predicted])])],
            [.. ShownThresholds.Select(t => Threshold(t))]);

        bool IsRight(int row) => predictions[row].Best == texts.LabelOf(row);
        double Share(IEnumerable<int> of) => of.Select(r => IsRight(r) ? 1.0 : 0).DefaultIfEmpty(0).Average();
        ThresholdResult Threshold(double at) => new(at, rows.Count(r => predictions[r].Confidence >= at) / (double)Math.Max(1, rows.Count), Share(rows.Where(r => predictions[r].Confidence >= at)));
    }

    private static bool[] Repeats(LabelledTexts texts, IReadOnlyList<int> foldOf)
    {
        var firstFold = new Dictionary<ulong, int>();
        for (var row = 0; row < texts.Count; row++)
        {
            var print = texts.Fingerprint(row);
            if (!firstFold.TryAdd(print, foldOf[row]) && firstFold[print] != foldOf[row]) firstFold[print] = -1;
        }

        return [.. Enumerable.Range(0, texts.Count).Select(row => firstFold[texts.Fingerprint(row)] < 0)];
    }

    private static int Sum(int label, int[,] confusion, bool byLabel)
    {
        var sum = 0;
        for (var other = 0; other < confusion.GetLength(0); other++) sum += byLabel ? confusion[label, other] : confusion[other, label];
        return sum;
    }
}

/// <param name="Support">Rows that carry the label.</param>
internal sealed record ClassResult(string Label, double Precision, double Recall, double F1, int Support)
{
    public static ClassResult Of(string label, int right, int predicted, int support) => new(
        label, Ratio(right, predicted), Ratio(right, support), Ratio(2 * right, predicted + support), support);

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}

/// <param name="Share">How many predictions are at least as confident.</param>
/// <param name="Accuracy">Of these.</param>
internal sealed record ThresholdResult(double Confidence, double Share, double Accuracy);
