using System.Collections.Frozen;
using System.Globalization;

namespace Automation.Knowledge;

/// <summary>Folds letters so that words compare without case and diacritics. The process runs without culture data, where normalisation of Unicode does nothing, hence this table of Latin letters.</summary>
internal static class Letters
{
    private static readonly FrozenDictionary<char, string> Plain = Table(
        "a:àáâãäåāăą", "ae:æ", "c:çćĉċč", "d:ðďđ", "e:èéêëēĕėęě", "g:ĝğġģ", "h:ĥħ", "i:ìíîïĩīĭįı", "j:ĵ", "k:ķ", "l:ĺļľŀł", "n:ñńņň", "o:òóôõöøōŏő",
        "oe:œ", "r:ŕŗř", "s:śŝşšș", "ss:ß", "t:ţťŧț", "th:þ", "u:ùúûüũūŭůűų", "w:ŵ", "y:ýÿŷ", "z:źżž");

    /// <summary>The letter in lower case and without its marks: none for a combining mark, two for the likes of ß.</summary>
    public static string Fold(char c)
    {
        var lower = char.ToLowerInvariant(c);
        if (Plain.TryGetValue(lower, out var plain)) return plain;
        return char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark ? "" : lower.ToString();
    }

    private static FrozenDictionary<char, string> Table(params string[] rows) =>
        rows.SelectMany(r => r[(r.IndexOf(':', StringComparison.Ordinal) + 1)..].Select(c => KeyValuePair.Create(c, r[..r.IndexOf(':', StringComparison.Ordinal)]))).ToFrozenDictionary();
}
