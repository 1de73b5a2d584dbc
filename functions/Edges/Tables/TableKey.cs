using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Automation.Edges.Tables;

/// <summary>The rule for partition and row keys, and a reversible spelling for text that breaks it.</summary>
/// <remarks>
/// The service refuses <c>/ \ # ?</c>, U+0000 to U+001F and U+007F to U+009F in keys, and keys over 1 KiB in UTF-16
/// ("Understanding the Table service data model"); the emulator refuses the same. Everything else, <c>' % + &amp;</c>,
/// spaces and non-ASCII text included, is sent as it is.
/// </remarks>
internal static class TableKey
{
    /// <summary>Longest key, in UTF-16 code units (1 KiB).</summary>
    public const int MaxLength = 512;

    private const char Mark = '!';

    /// <summary>
    /// Spells any text as a key: each code unit that a key can't hold, and <c>!</c> itself, becomes <c>!</c> and four
    /// upper-case hexadecimal digits. Different texts give different keys, a prefix stays a prefix, the order of keys may change.
    /// </summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? escaped = null;
        for (var i = 0; i < text.Length; i++)
        {
            var pair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            if (!pair && (text[i] == Mark || IsForbidden(text[i]) || char.IsSurrogate(text[i])))
            {
                escaped ??= new StringBuilder(text, 0, i, text.Length + 16);
                escaped.Append(Mark).Append(((int)text[i]).ToString("X4", CultureInfo.InvariantCulture));
                continue;
            }

            escaped?.Append(text[i]);
            if (pair)
                escaped?.Append(text[++i]);
            i += pair && escaped is null ? 1 : 0;
        }

        return escaped?.ToString() ?? text;
    }

    /// <summary>The text that <see cref="Escape"/> was given.</summary>
    /// <exception cref="FormatException">The key was not made by <see cref="Escape"/>.</exception>
    public static string Unescape(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!key.Contains(Mark, StringComparison.Ordinal))
            return key;
        var text = new StringBuilder(key.Length);
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] != Mark)
            {
                text.Append(key[i]);
                continue;
            }

            if (i + 4 >= key.Length || !ushort.TryParse(key.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
                throw new FormatException($"'{Mark}' at index {i} of the key is not followed by four hexadecimal digits.");
            text.Append((char)unit);
            i += 4;
        }

        return text.ToString();
    }

    /// <summary>Throws unless the service takes <paramref name="key"/> as it is.</summary>
    internal static void ThrowIfInvalid([NotNull] string? key, string name)
    {
        ArgumentNullException.ThrowIfNull(key, name);
        if (key.Length > MaxLength)
            throw Invalid(key, name, $"is {key.Length} characters long");
        for (var i = 0; i < key.Length; i++)
        {
            if (IsForbidden(key[i]))
                throw Invalid(key, name, $"holds U+{(int)key[i]:X4} at index {i}");
        }

        if (Utf16.IndexOfLoneSurrogate(key) is var at and >= 0)
            throw Invalid(key, name, $"holds the lone surrogate U+{(int)key[at]:X4} at index {at}");
    }

    private static bool IsForbidden(char c) => c is '/' or '\\' or '#' or '?' or <= '\u001f' or (>= '\u007f' and <= '\u009f');

    private static ArgumentException Invalid(string key, string name, string what)
    {
        var start = Escape(key.Length > 64 ? key[..64] : key);
        return new ArgumentException(
            $"{name} \"{start}\" {what}; accepted are up to {MaxLength} characters of valid UTF-16 without / \\ # ? and control characters " +
            $"(TableKey.Escape spells any text as such a key; so it is shown here).", name);
    }
}
