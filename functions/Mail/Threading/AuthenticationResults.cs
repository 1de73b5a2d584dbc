using System.Text;

namespace Automation.Mail.Threading;

/// <summary>
/// An Authentication-Results header (RFC 8601), read leniently: Exchange Online leaves out the server's name. What stands in
/// comments or in quotes is text, whatever it looks like: senders choose part of it.
/// </summary>
/// <param name="Server">The system that checked (authserv-id); null when the header names none.</param>
internal sealed record AuthenticationResults(string? Server, IReadOnlyList<MethodResult> Methods)
{
    /// <summary>More results than any system writes.</summary>
    private const int MaxParts = 40;

    /// <summary>Every result of a method; a system that says two things of one has said nothing.</summary>
    public IReadOnlyList<MethodResult> All(string method) => [.. Methods.Where(m => m.Method == method)];

    public static AuthenticationResults Parse(string header)
    {
        string? server = null;
        var methods = new List<MethodResult>();
        foreach (var words in AuthenticationWords.Of(header).Take(MaxParts))
        {
            if (words[0].Sign > 0) methods.Add(Result(words));
            else if (methods.Count == 0 && server is null) server = words[0].Text.ToLowerInvariant();
        }

        return new AuthenticationResults(server, methods);
    }

    private static MethodResult Result(IReadOnlyList<AuthenticationWord> words)
    {
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in words.Skip(1).Where(w => w.Sign > 0))
        {
            // What is given twice with different values is not known.
            var value = word.Value.Trim('.').ToLowerInvariant();
            if (!properties.TryAdd(word.Name, value) && properties[word.Name] != value) properties[word.Name] = "";
        }

        return new MethodResult(words[0].Name.Split('/')[0].ToLowerInvariant(), words[0].Value.ToLowerInvariant(), properties);
    }
}

/// <summary>One check and what came of it, such as dmarc and pass.</summary>
internal sealed record MethodResult(string Method, string Result, IReadOnlyDictionary<string, string> Properties)
{
    private static readonly string[] Identities = ["header.d", "header.i", "smtp.mailfrom"];

    public bool IsFailure => Result is "fail" or "hardfail";

    /// <summary>The domains for which SPF or DKIM looked, in lower case.</summary>
    public IEnumerable<string> Domains => Identities
        .Select(p => Properties.GetValueOrDefault(p)).OfType<string>().Select(v => v[(v.LastIndexOf('@') + 1)..]).Where(v => v.Length > 0);
}

/// <summary>A word of the header; the sign is where its first unquoted <c>=</c> stands, -1 for none.</summary>
internal sealed record AuthenticationWord(string Text, int Sign)
{
    public string Name => Text[..Sign];

    public string Value => Text[(Sign + 1)..];
}

/// <summary>Takes the header apart: at semicolons into results, each at spaces into words, comments and quotes seen as RFC 5322 has them.</summary>
internal sealed class AuthenticationWords
{
    private readonly List<List<AuthenticationWord>> parts = [];
    private readonly StringBuilder word = new();
    private List<AuthenticationWord> words = [];
    private int sign = -1;
    private bool isAfterSpace;

    public static IReadOnlyList<IReadOnlyList<AuthenticationWord>> Of(string header)
    {
        var reading = new AuthenticationWords();
        for (var at = 0; at < header.Length; at++) at = reading.Take(header, at);
        reading.EndPart();
        return reading.parts;
    }

    /// <summary>Returns where it stopped.</summary>
    private int Take(string header, int at)
    {
        switch (header[at])
        {
            case '(':
                isAfterSpace = true;
                return CommentEnd(header, at);
            case ';':
                EndPart();
                return at;
            case '=' when sign < 0 && word.Length > 0:
                sign = word.Length;
                word.Append('=');
                isAfterSpace = false;
                return at;
            case var c when char.IsWhiteSpace(c):
                isAfterSpace = true;
                return at;
            default:
                // Spaces may stand on both sides of the sign.
                if (isAfterSpace && !(sign >= 0 && sign == word.Length - 1)) EndWord();
                isAfterSpace = false;
                if (header[at] == '"') return Quoted(header, at);
                word.Append(header[at]);
                return at;
        }
    }

    private int Quoted(string header, int at)
    {
        for (at++; at < header.Length && header[at] != '"'; at++)
        {
            if (header[at] == '\\' && at + 1 < header.Length) at++;
            word.Append(header[at]);
        }

        return at;
    }

    /// <summary>Comments nest.</summary>
    private static int CommentEnd(string header, int at)
    {
        var depth = 0;
        for (; at < header.Length; at++)
        {
            if (header[at] == '\\') at++;
            else if (header[at] == '(') depth++;
            else if (header[at] == ')' && --depth == 0) return at;
        }

        return at;
    }

    private void EndWord()
    {
        if (word.Length > 0) words.Add(new AuthenticationWord(word.ToString(), sign));
        word.Clear();
        sign = -1;
    }

    private void EndPart()
    {
        EndWord();
        if (words.Count > 0) parts.Add(words);
        (words, isAfterSpace) = ([], false);
    }
}
