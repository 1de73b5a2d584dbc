using System.Text;

namespace Automation.Local.Graph.OData;

/// <summary>Reads the part of the OData grammar that Graph's examples for users and messages use.</summary>
internal sealed class ODataFilterReader(string text)
{
    private static readonly string[] Operators = ["eq", "ne", "gt", "ge", "lt", "le"];

    private int at;
    private int depth;

    public ODataFilter Read()
    {
        var filter = Or();
        Blanks();
        return at == text.Length ? filter : throw Problem();
    }

    private ODataFilter Or()
    {
        var left = And();
        while (Word("or")) left = new OrFilter(left, And());
        return left;
    }

    private ODataFilter And()
    {
        var left = One();
        while (Word("and")) left = new AndFilter(left, One());
        return left;
    }

    private ODataFilter One()
    {
        if (++depth > 100) throw Problem();
        Blanks();
        if (Word("not")) return new NotFilter(One());
        if (Symbol('('))
        {
            var inner = Or();
            Expect(')');
            return inner;
        }

        var path = Path();
        if (path.ToLowerInvariant() is "startswith" or "endswith" or "contains" && Symbol('(')) return Function(path.ToLowerInvariant());
        if (path.EndsWith("/any", StringComparison.OrdinalIgnoreCase) && Symbol('(')) return Any(path[..^4]);
        var operation = Path();
        if (operation == "in") return In(path);
        return Operators.Contains(operation, StringComparer.Ordinal) ? new CompareFilter(path, operation, Literal()) : throw Problem();
    }

    private TextFilter Function(string name)
    {
        var path = Path();
        Expect(',');
        var value = Literal() ?? throw Problem();
        Expect(')');
        return new TextFilter(name, path, value);
    }

    private AnyFilter Any(string path)
    {
        var variable = Path();
        Expect(':');
        var inner = Or();
        Expect(')');
        return new AnyFilter(path.Equals("singleValueExtendedProperties", StringComparison.OrdinalIgnoreCase) ? AnyFilter.PropertiesPath : path, variable, inner);
    }

    private ODataFilter In(string path)
    {
        Expect('(');
        ODataFilter any = new CompareFilter(path, "eq", Literal());
        while (Symbol(',')) any = new OrFilter(any, new CompareFilter(path, "eq", Literal()));
        Expect(')');
        return any;
    }

    private string? Literal()
    {
        Blanks();
        if (at >= text.Length || text[at] != '\'') return Path() is var bare && bare == "null" ? null : bare;
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '\'')
            {
                value.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '\'')
            {
                value.Append('\'');
                at++;
            }
            else
            {
                at++;
                return value.ToString();
            }
        }

        throw Problem();
    }

    /// <summary>A name, a path or a bare value such as a number, a date or true.</summary>
    private string Path()
    {
        Blanks();
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || "_/.-+@".Contains(text[at], StringComparison.Ordinal) || (text[at] == ':' && at > start && char.IsDigit(text[start])))) at++;
        return at > start ? text[start..at] : throw Problem();
    }

    private bool Word(string word)
    {
        Blanks();
        if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0 || (at + word.Length < text.Length && text[at + word.Length] is not (' ' or '('))) return false;
        at += word.Length;
        return true;
    }

    private bool Symbol(char symbol)
    {
        Blanks();
        if (at >= text.Length || text[at] != symbol) return false;
        at++;
        return true;
    }

    private void Expect(char symbol)
    {
        if (!Symbol(symbol)) throw Problem();
    }

    private void Blanks()
    {
        while (at < text.Length && text[at] == ' ') at++;
    }

    private GraphException Problem() => new(400, "BadRequest", $"Invalid filter clause: Syntax error at position {at} in '{text}'.");
}
