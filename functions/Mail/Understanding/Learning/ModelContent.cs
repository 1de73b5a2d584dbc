using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Automation.Mail.Understanding.Learning;

/// <summary>What a model consists of.</summary>
/// <param name="TrainedAt">When, UTC.</param>
/// <param name="Rows">From how many texts.</param>
/// <param name="Sharpness">How scores become a confidence; see <see cref="Prediction"/>.</param>
/// <param name="Biases">Of each class.</param>
/// <param name="Scales">Of each class: the weight that the byte 127 stands for.</param>
/// <param name="Hashes">Of each feature, ascending.</param>
/// <param name="Rarities">Of each feature: inverse document frequency; 255 stands for <see cref="MaxRarity"/>.</param>
/// <param name="Weights">Of each feature those of every class.</param>
/// <param name="Learned">Fingerprints of the texts.</param>
internal sealed record ModelContent(
    DateTimeOffset TrainedAt, int Rows, IReadOnlyList<string> Labels, float Sharpness, float[] Biases, float[] Scales, uint[] Hashes, byte[] Rarities, sbyte[] Weights, LearnedRows Learned)
{
    /// <summary>How it did in cross-validation on its own texts; not a number when that was not done.</summary>
    public float Accuracy { get; init; } = float.NaN;

    public const float MaxRarity = 16;

    public float Rarity(int feature) => Rarities[feature] * (MaxRarity / 255);

    /// <summary>Small weights are many and matter, large ones are few: bytes stand for roots.</summary>
    public float Weight(int feature, int label)
    {
        var root = Weights[feature * Labels.Count + label] / 127f;
        return Scales[label] * root * MathF.Abs(root);
    }

    /// <param name="trained">As <see cref="LinearTrainer"/> returns it.</param>
    public static ModelContent Of(FeatureSpace space, ReadOnlySpan<Vector256<float>> trained, IReadOnlyList<string> labels, float sharpness, int rows, DateTimeOffset trainedAt, LearnedRows learned)
    {
        var all = MemoryMarshal.Cast<Vector256<float>, float>(trained);
        var (width, classes) = (LinearTrainer.Lanes(labels.Count) * 8, labels.Count);
        var (biases, scales, weights) = (new float[classes], new float[classes], new sbyte[space.Count * classes]);
        for (var c = 0; c < classes; c++)
        {
            biases[c] = all[space.Count * width + c] * VectorWeights.Bias;
            for (var f = 0; f < space.Count; f++) scales[c] = Math.Max(scales[c], MathF.Abs(all[f * width + c]));
            for (var f = 0; f < space.Count && scales[c] > 0; f++)
            {
                var weight = all[f * width + c] / scales[c];
                weights[f * classes + c] = (sbyte)MathF.Round(127 * MathF.Sqrt(MathF.Abs(weight)) * MathF.Sign(weight));
            }
        }

        return new ModelContent(trainedAt, rows, labels, sharpness, biases, scales, [.. space.Hashes], [.. space.Rarity.Select(r => (byte)MathF.Round(Math.Min(r, MaxRarity) * 255 / MaxRarity))], weights, learned);
    }
}
