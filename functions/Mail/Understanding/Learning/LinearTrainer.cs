using System.Runtime.Intrinsics;

namespace Automation.Mail.Understanding.Learning;

/// <summary>
/// Trains one linear support vector machine a class (squared hinge loss) by dual coordinate descent (Hsieh et al. 2008),
/// all classes at once: the lanes of a vector. Deterministic: the order of the rows comes from a fixed seed.
/// </summary>
internal static class LinearTrainer
{
    private const int MaxPasses = 20;

    /// <summary>Ends when the largest step of a pass is below it, against the cost; later passes change no prediction in a thousand.</summary>
    private const float Tolerance = 0.2f;

    /// <param name="labels">Number of the class of every row.</param>
    /// <param name="cost">What a row on the wrong side costs, against the size of the weights.</param>
    /// <returns>For each feature, the bias last, the weights of every class, padded to whole vectors.</returns>
    public static Vector256<float>[] Train(FeatureRows rows, ReadOnlySpan<int> labels, int features, int classes, float cost, CancellationToken cancellationToken)
    {
        var lanes = Lanes(classes);
        var weights = new Vector256<float>[(features + 1) * lanes];
        var duals = new Vector256<float>[rows.Count * lanes];
        var (scores, steps) = (new Vector256<float>[lanes], new Vector256<float>[lanes]);
        var order = Shuffle.Order(rows.Count, 1);
        var ridge = 1 / (2 * cost);
        var scale = 1 / (FeatureRows.SquaredLength + ridge);
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Shuffle.Mix(order, (uint)pass + 2);
            var largest = 0f;
            foreach (var row in order)
            {
                var entries = rows.Read(row);
                FeatureRows.Score(entries, weights, lanes, scores);
                var moved = false;
                for (var l = 0; l < lanes; l++)
                {
                    var sign = Sign(labels[row], l);
                    ref var dual = ref duals[row * lanes + l];
                    var slope = sign * scores[l] - Vector256<float>.One + dual * ridge;
                    var next = Vector256.Max(dual - slope * scale, Vector256<float>.Zero);
                    steps[l] = (next - dual) * sign;
                    dual = next;
                    var size = Max(Vector256.Abs(steps[l]));
                    moved |= size > 1e-6f;
                    largest = Math.Max(largest, size);
                }

                if (moved) FeatureRows.Update(entries, weights, lanes, steps);
            }

            if (largest < Tolerance * cost) break;
        }

        return weights;
    }

    public static int Lanes(int classes) => (classes + 7) / 8;

    private static float Max(Vector256<float> values)
    {
        var half = Vector128.Max(values.GetLower(), values.GetUpper());
        return Math.Max(Math.Max(half[0], half[1]), Math.Max(half[2], half[3]));
    }

    private static Vector256<float> Sign(int label, int lane)
    {
        Span<float> signs = stackalloc float[8];
        signs.Fill(-1);
        if (label / 8 == lane) signs[label % 8] = 1;
        return Vector256.Create<float>(signs);
    }
}
