using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Automation.Mail.Understanding.Learning;

/// <summary>
/// Makes a model from labelled texts. How strictly to fit, and what a score is worth as a confidence, is learned from a
/// tenth of the rows that is held out; the model itself is then trained on all.
/// </summary>
internal static class ModelTrainer
{
    /// <summary>What is tried; the first for sets that are too small to try anything.</summary>
    private static readonly float[] Costs = [0.3f, 0.15f, 0.8f];

    private const int MinRowsToTry = 500;

    /// <summary>More rows hardly change what is the best cost.</summary>
    private const int MaxRowsToTry = 30_000;

    private const float UntriedSharpness = 2;

    /// <param name="rows">Numbers of the rows to learn from.</param>
    public static TextModel Train(LabelledTexts texts, IReadOnlyList<int> rows, DateTimeOffset trainedAt, CancellationToken cancellationToken)
    {
        var (cost, sharpness) = rows.Count < MinRowsToTry ? (Costs[0], UntriedSharpness) : Try(texts, rows, cancellationToken);
        return Train(texts, [.. rows], cost, sharpness, trainedAt, cancellationToken);
    }

    private static TextModel Train(LabelledTexts texts, int[] rows, float cost, float sharpness, DateTimeOffset trainedAt, CancellationToken cancellationToken)
    {
        var space = FeatureSpace.Of(texts, rows, ModelFile.MaxFeatures(texts.Labels.Count));
        var weights = LinearTrainer.Train(new FeatureRows(texts, rows, space), [.. rows.Select(texts.LabelOf)], space.Count, texts.Labels.Count, cost, cancellationToken);
        return new TextModel(ModelContent.Of(space, weights, texts.Labels, sharpness, rows.Length, trainedAt, LearnedRows.Of(texts, rows)));
    }

    private static (float Cost, float Sharpness) Try(LabelledTexts texts, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        var order = Shuffle.Order(rows.Count, 11).Take(MaxRowsToTry).Select(i => rows[i]).ToArray();
        var (held, learned) = (order[..(order.Length / 10)], order[(order.Length / 10)..]);
        var space = FeatureSpace.Of(texts, learned, ModelFile.MaxFeatures(texts.Labels.Count));
        var (vectors, labels) = (new FeatureRows(texts, learned, space), learned.Select(texts.LabelOf).ToArray());
        var heldVectors = new FeatureRows(texts, held, space);
        var (best, right, bestScores) = (Costs[0], -1, Array.Empty<float[]>());
        foreach (var cost in Costs)
        {
            var scores = Scores(heldVectors, LinearTrainer.Train(vectors, labels, space.Count, texts.Labels.Count, cost, cancellationToken), texts.Labels.Count);
            var hits = held.Where((row, i) => Prediction.Of(scores[i], 1).Best == texts.LabelOf(row)).Count();
            if (hits > right) (best, right, bestScores) = (cost, hits, scores);
        }

        return (best, Sharpness(bestScores, [.. held.Select(texts.LabelOf)]));
    }

    private static float[][] Scores(FeatureRows rows, Vector256<float>[] weights, int classes)
    {
        var lanes = new Vector256<float>[LinearTrainer.Lanes(classes)];
        var scores = new float[rows.Count][];
        for (var row = 0; row < rows.Count; row++)
        {
            FeatureRows.Score(rows.Read(row), weights, lanes.Length, lanes);
            scores[row] = MemoryMarshal.Cast<Vector256<float>, float>(lanes)[..classes].ToArray();
        }

        return scores;
    }

    /// <summary>The factor under which the shares of the right classes are the likeliest.</summary>
    private static float Sharpness(float[][] scores, int[] labels)
    {
        var (best, least) = (1f, double.MaxValue);
        for (var factor = 0.5f; factor < 20; factor *= 1.1f)
        {
            var loss = 0.0;
            for (var row = 0; row < scores.Length; row++)
            {
                var right = scores[row][labels[row]];
                loss += Math.Log(scores[row].Sum(s => Math.Exp(factor * (s - right))));
            }

            if (loss < least) (best, least) = (factor, loss);
        }

        return best;
    }
}
