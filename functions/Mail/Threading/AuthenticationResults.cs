using System.Text;

namespace Automation.Mail.Threading;

/// <summary>An Authentication-Results header (RFC 8601), read leniently: Exchange Online leaves out the server's name.</summary>
/// <param name="Server">The system that checked (authserv-id); null when the header names none.</param>
internal sealed record AuthenticationResults(string? Server, IReadOnlyList<MethodResult> Methods)
{
    /// <summary>More results than any system writes.</summary>
    private const int MaxParts = 40;

    public MethodResult? Find(string method) => Methods.FirstOrDefault(m => m.Method == method);

    public static AuthenticationResults Parse(string header)
    {
        var parts = WithoutComments(header).Split(';', MaxParts, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string? server = null;
        var methods = new List<MethodResult>();
        foreach (var part in parts)
        {
            var words = part.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
            if (words[0].IndexOf('=') is > 0 and var sign) methods.Add(Result(words, sign));
            else if (methods.Count == 0 && server is null) server = words[0].ToLowerInvariant();
        }

        return new AuthenticationResults(server, methods);
    }

    private static MethodResult Result(string[] words, int sign)
    {
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in words.Skip(1))
        {
            if (word.IndexOf('=') is > 0 and var at) properties.TryAdd(word[..at], word[(at + 1)..].Trim('"', '.').ToLowerInvariant());
        }

        return new MethodResult(words[0][..sign].Split('/')[0].ToLowerInvariant(), words[0][(sign + 1)..].ToLowerInvariant(), properties);
    }

    /// <summary>Comments nest, and may hold signs that mean something outside of them.</summary>
    private static string WithoutComments(string header)
    {
        var text = new StringBuilder(header.Length);
        var depth = 0;
        for (var i = 0; i < header.Length; i++)
        {
            if (depth > 0 && header[i] == '\\') i++;
            else if (header[i] == '(') depth++;
            else if (header[i] == ')' && depth > 0) depth--;
            else if (depth == 0) text.Append(header[i]);
        }

        return text.ToString();
    }
}

/// <summary>One check and what came of it, such as dmarc and pass.</summary>
internal sealed record MethodResult(string Method, string Result, IReadOnlyDictionary<string, string> Properties);
