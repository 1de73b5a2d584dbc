namespace Automation.Mail.Understanding.Learning;

/// <summary>
/// Splits a text into the words that the classifier learns from: lower case with its accents, numbers reduced to their
/// length. What follows <see cref="MaxWords"/> is left out, which bounds the work for one text.
/// </summary>
internal static class TextWords
{
    public const int MaxWords = 1_000;

    /// <summary>Longer ones are keys or encoded data, not words; they are cut.</summary>
    private const int MaxLength = 40;

    public static List<string> Of(string text)
    {
        var words = new List<string>();
        for (var at = 0; at < text.Length && words.Count < MaxWords;)
        {
            if (!IsInWord(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && IsInWord(text[at])) at++;
            words.Add(Word(text.AsSpan(start, Math.Min(at - start, MaxLength))));
        }

        return words;
    }

    private static string Word(ReadOnlySpan<char> written)
    {
        Span<char> word = stackalloc char[written.Length];
        var isNumber = true;
        for (var i = 0; i < written.Length; i++)
        {
            word[i] = char.ToLowerInvariant(written[i]);
            isNumber &= char.IsDigit(word[i]);
        }

        if (isNumber) word.Fill('0');
        return new string(word);
    }

    private static bool IsInWord(char c) => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark;
}
