using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Automation.Knowledge;

/// <summary>
/// Reads the YAML between the first two lines of dashes of an article, and says of everything that can't be used in which
/// line it stands. Only scalars and lists of scalars have a meaning here.
/// </summary>
internal sealed partial class FrontMatter
{
    public const int MaxCharacters = 16 * 1024;
    public const int MaxTitle = 200;
    public const int MaxItem = 200;
    public const int MaxItems = 50;

    private const int MaxDepth = 8;
    private const string Dashes = "---";

    private static readonly string[] Fields = ["title", "tags", "symptoms", "services", "hosts", "language", "link"];

    private readonly string file;
    private readonly List<KnowledgeProblem> problems = [];
    private Dictionary<string, YamlNode> fields = [];

    private FrontMatter(string file) => this.file = file;

    /// <summary>The article, or null when one of the problems leaves it out.</summary>
    public static (KnowledgeArticle? Article, IReadOnlyList<KnowledgeProblem> Problems) Read(string file, string id, string text)
    {
        var reader = new FrontMatter(file);
        var article = reader.Article(id, text.Replace("\r\n", "\n", StringComparison.Ordinal));
        return (reader.problems.Exists(p => p.LeftOut) ? null : article, reader.problems);
    }

    private KnowledgeArticle? Article(string id, string text)
    {
        if (Split(text) is not var (yaml, body) || !TryLoad(yaml)) return null;
        foreach (var (name, node) in fields.Where(f => !Fields.Contains(f.Key)))
        {
            Note(node, $"'{Shown(name)}' counts for nothing; accepted: {string.Join(", ", Fields)}");
        }

        return new KnowledgeArticle(
            id, Title(), Items("tags"), Items("symptoms"), Items("services"), Items("hosts"),
            Checked("language", "en", "a language tag such as en or de-AT", Language().IsMatch)!,
            Checked("link", null, "an http or https address", IsWebAddress), body.Trim('\n'));
    }

    private (string Yaml, string Body)? Split(string text)
    {
        const string form = "accepted: a line of three dashes, YAML with at least a title, another line of three dashes, the text";
        if (!text.StartsWith(Dashes + "\n", StringComparison.Ordinal)) return Refuse(1, $"found no front matter at the start; {form}");
        var start = Dashes.Length + 1;
        var end = text.IndexOf("\n" + Dashes + "\n", start - 1, StringComparison.Ordinal);
        if (end < 0 && text.EndsWith("\n" + Dashes, StringComparison.Ordinal)) end = text.Length - Dashes.Length - 1;
        if (end < 0) return Refuse(1, $"found no end of the front matter; {form}");
        if (end - start > MaxCharacters) return Refuse(1, $"found front matter of {end - start} characters; accepted: at most {MaxCharacters}");
        return (end <= start ? "" : text[start..end], text[Math.Min(text.Length, end + Dashes.Length + 2)..]);
    }

    private (string, string)? Refuse(int line, string reason)
    {
        problems.Add(new KnowledgeProblem(file, line, reason, LeftOut: true));
        return null;
    }

    private bool TryLoad(string yaml)
    {
        try
        {
            if (DeepLine(yaml) is { } line) return Refuse(line, $"found lists inside lists, more than {MaxDepth} deep; accepted: texts and lists of texts") is not null;
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is not [{ RootNode: YamlMappingNode map }]) return Refuse(2, "found no names with values; accepted: lines such as title: Disk full") is not null;
            fields = map.Children.Where(c => c.Key is YamlScalarNode).ToDictionary(c => ((YamlScalarNode)c.Key).Value ?? "", c => c.Value, StringComparer.Ordinal);
            return true;
        }
        catch (YamlException e)
        {
            // Line 1 of the file is the line of dashes.
            return Refuse((int)e.Start.Line + 1, $"found broken YAML: {Shown(e.Message)}") is not null;
        }
        catch (InvalidOperationException)
        {
            return Refuse(2, "found broken YAML: a bracket or a quote has no end") is not null;
        }
    }

    /// <summary>The library builds its nodes by recursion: without this look ahead, enough brackets would end the process.</summary>
    private static int? DeepLine(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth) return (int)parser.Current.Start.Line + 1;
        }

        return null;
    }

    private string Title()
    {
        if (!fields.TryGetValue("title", out var node)) Refuse(1, "found no title; accepted: a line such as title: Disk full");
        else if (Scalar(node) is not { Length: > 0 and <= MaxTitle } title) Refuse(Line(node), $"title: found {Found(node)}; accepted: a text of 1 to {MaxTitle} characters");
        else return title;
        return "";
    }

    private List<string> Items(string name)
    {
        if (!fields.TryGetValue(name, out var node)) return [];
        var items = new List<string>();
        foreach (var child in node is YamlSequenceNode list ? list.Children : [node])
        {
            if (Scalar(child) is not { Length: <= MaxItem } item) Refuse(Line(child), $"{name}: found {Found(child)}; accepted: texts of at most {MaxItem} characters");
            else if (item.Length > 0) items.Add(item);
        }

        if (items.Count > MaxItems) Refuse(Line(node), $"{name}: found {items.Count} texts; accepted: at most {MaxItems}");
        return items;
    }

    private string? Checked(string name, string? fallback, string accepted, Func<string, bool> isValid)
    {
        if (!fields.TryGetValue(name, out var node) || Scalar(node) is "") return fallback;
        if (Scalar(node) is { } text && isValid(text)) return text;
        Refuse(Line(node), $"{name}: found {Found(node)}; accepted: {accepted}");
        return fallback;
    }

    private void Note(YamlNode node, string text) => problems.Add(new KnowledgeProblem(file, Line(node), text, LeftOut: false));

    private static int Line(YamlNode node) => (int)node.Start.Line + 1;

    /// <summary>Null for a list or a map; empty for nothing.</summary>
    private static string? Scalar(YamlNode node) => (node as YamlScalarNode)?.Value?.Trim() is { } text ? text is "~" or "null" ? "" : text : null;

    private static string Found(YamlNode node) => node switch
    {
        YamlScalarNode { Value: { Length: > MaxItem } text } => $"a text of {text.Length} characters",
        YamlScalarNode { Value: { Length: > 0 } text } => $"'{Shown(text)}'",
        YamlScalarNode => "nothing",
        YamlSequenceNode => "a list",
        _ => "a map",
    };

    private static string Shown(string text) => text.Length <= 80 ? text.ReplaceLineEndings(" ") : string.Concat(text.AsSpan(0, 77), "...").ReplaceLineEndings(" ");

    private static bool IsWebAddress(string text) =>
        text.Length <= 1024 && Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    [GeneratedRegex("^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Language();
}
