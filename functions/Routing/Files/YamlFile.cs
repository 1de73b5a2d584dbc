using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Automation.Routing.Files;

/// <summary>
/// Reads YAML text into nodes that know their places. Only plain data is taken: aliases, tags and several documents are
/// problems, so that what a reviewer reads is what the file means and no small file unfolds into a large one.
/// </summary>
internal sealed class YamlFile
{
    /// <summary>Characters; 10,000 routes fit.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    private const int MaxDepth = 100;

    private readonly FileProblems problems;
    private readonly IParser parser;

    private YamlFile(string text, FileProblems problems)
    {
        this.problems = problems;
        parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>Null, with problems, when the text is no YAML mapping.</summary>
    public static YamlMap? Read(string text, FileProblems problems)
    {
        if (text.Length > MaxLength)
        {
            problems.Add(new Place(1, 1), $"a file of {text.Length} characters", $"at most {MaxLength} characters");
            return null;
        }

        try
        {
            return new YamlFile(text, problems).ReadDocument();
        }
        catch (YamlException e)
        {
            problems.Add(PlaceOf(e.End), $"no YAML: {Sentence(e.Message)}", "well-formed YAML 1.2 (spaces for indentation, texts with ': ' or ' #' in quotes)");
            return null;
        }
    }

    private YamlMap? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _)) return Empty(new Place(1, 1));
        var root = ReadNode(0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second)) problems.Add(PlaceOf(second.Start), "a second document", "one document in a file");
        if (root is YamlMap map) return map;
        if (root.IsNothing) return Empty(root.At);
        problems.Add(root.At, $"{Kind(root)} at the top", "keys and values");
        return null;
    }

    private static YamlMap Empty(Place at) => new(at, []);

    private YamlNode ReadNode(int depth)
    {
        if (depth > MaxDepth) throw new YamlException(parser.Current!.Start, parser.Current.End, $"nesting deeper than {MaxDepth} levels");
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            Check(scalar);
            return new YamlText(PlaceOf(scalar.Start), scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any));
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            problems.Add(PlaceOf(alias.Start), $"the alias *{alias.Value}", "the value itself; aliases are not read");
            return new YamlText(PlaceOf(alias.Start), "", IsQuoted: false);
        }

        return parser.TryConsume<SequenceStart>(out var list) ? ReadList(list, depth) : ReadMap(parser.Consume<MappingStart>(), depth);
    }

    private YamlList ReadList(SequenceStart start, int depth)
    {
        Check(start);
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode(depth + 1));
        return new YamlList(PlaceOf(start.Start), items);
    }

    private YamlMap ReadMap(MappingStart start, int depth)
    {
        Check(start);
        var entries = new List<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var (key, value) = (ReadNode(depth + 1), ReadNode(depth + 1));
            if (key is not YamlText name) problems.Add(key.At, $"{Kind(key)} as a key", "a text");
            else if (!keys.Add(name.Value)) problems.Add(name.At, $"the key '{name.Value}' a second time", "each key once");
            else entries.Add(new YamlEntry(name, value));
        }

        return new YamlMap(PlaceOf(start.Start), entries);
    }

    private void Check(NodeEvent node)
    {
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific) problems.Add(PlaceOf(node.Start), $"the tag {node.Tag.Value}", "a value without a tag");
    }

    public static string Kind(YamlNode node) => node switch
    {
        YamlList => "a list",
        YamlMap => "a block of keys",
        YamlText { IsNothing: true } => "nothing",
        YamlText text => FileProblems.Shown(text.Value),
        _ => "a value",
    };

    private static Place PlaceOf(Mark mark) => new(Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    private static string Sentence(string message) => message.Split('\n')[0].TrimEnd('.', ' ');
}
