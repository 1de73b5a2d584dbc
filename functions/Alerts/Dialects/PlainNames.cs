using System.Text;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Brings the spellings of one name together: <c>alertName</c>, <c>alert_name</c>, <c>ALERT-NAME</c>, <c>Alert Name</c> and
/// <c>$ALERTNAME$</c> all give <c>alertname</c>.
/// </summary>
internal static class PlainNames
{
    /// <summary>Letters and digits in lower case.</summary>
    public static string Of(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsLetterOrDigit(c)) plain.Append(char.ToLowerInvariant(c));
        }

        return plain.ToString();
    }

    /// <summary>The words of a name or of a short text, in lower case.</summary>
    public static List<string> Words(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (!char.IsLetterOrDigit(c) || BeginsWord(name, i)) Flush();
            if (char.IsLetterOrDigit(c)) word.Append(char.ToLowerInvariant(c));
        }

        Flush();
        return words;

        void Flush()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }

    /// <summary>A template that was not filled in: <c>$NAME</c>, <c>${name}</c>, <c>{{ name }}</c>, <c>{NAME}</c>, <c>%name%</c>.</summary>
    public static bool IsPlaceholder(string text)
    {
        var name = text.Trim();
        return name.Length > 1 && name.Length < 100 && ((name[0] == '$' && (char.IsAsciiLetter(name[1]) || name[1] == '{') && !name.Contains(' ', StringComparison.Ordinal))
            || (name.StartsWith("{{", StringComparison.Ordinal) && name.EndsWith("}}", StringComparison.Ordinal))
            || (name.Length > 2 && name[0] == '{' && name[^1] == '}' && char.IsAsciiLetter(name[1]) && name.AsSpan(1, name.Length - 2).IndexOfAny(" \":,-") < 0)
            || (name[0] == '%' && name[^1] == '%' && name.Length > 2 && !name.Contains(' ', StringComparison.Ordinal)));
    }

    private static bool BeginsWord(string name, int i) =>
        i > 0 && char.IsUpper(name[i]) && (char.IsLower(name[i - 1]) || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1])));
}
