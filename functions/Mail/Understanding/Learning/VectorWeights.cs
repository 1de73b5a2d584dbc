namespace Automation.Mail.Understanding.Learning;

/// <summary>How a text becomes a vector; training and reading must agree, so it is part of the model's format.</summary>
internal static class VectorWeights
{
    /// <summary>Length of the block of character n-grams beside the words' 1.</summary>
    public const float Grams = 0.8f;

    public const float Bias = 0.5f;

    private static readonly float[] Dampened = [.. Enumerable.Range(0, 256).Select(n => n == 0 ? 0f : 1 + MathF.Log(n))];

    /// <summary>A word that comes ten times says more than one that comes once, but not ten times as much.</summary>
    public static float Of(int count) => Dampened[Math.Min(count, 255)];
}
