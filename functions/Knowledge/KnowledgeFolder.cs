using System.Text;

namespace Automation.Knowledge;

/// <summary>Reads the folder of articles. A file that can't be used costs its own article and nothing else.</summary>
internal static class KnowledgeFolder
{
    public const int MaxFiles = 20_000;
    public const int MaxFileBytes = 256 * 1024;
    public const int MaxDepth = 8;

    private static readonly EnumerationOptions Enumeration = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = MaxDepth,
        IgnoreInaccessible = true,

        // A link may lead in a circle or out of the folder.
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static (IReadOnlyList<KnowledgeArticle> Articles, IReadOnlyList<KnowledgeProblem> Problems) Read(string folder)
    {
        var articles = new Dictionary<string, KnowledgeArticle>(StringComparer.Ordinal);
        var problems = new List<KnowledgeProblem>();
        if (!Directory.Exists(folder)) return ([], [new KnowledgeProblem(Path.GetFileName(folder), 1, "found no such folder: no articles are offered", LeftOut: true)]);
        var files = Directory.EnumerateFiles(folder, "*.md", Enumeration).Take(MaxFiles + 1).Order(StringComparer.Ordinal).ToList();
        if (files.Count > MaxFiles) problems.Add(new KnowledgeProblem(Path.GetFileName(folder), 1, $"found more than {MaxFiles} files: the rest is not read", LeftOut: false));
        foreach (var path in files.Take(MaxFiles))
        {
            var file = Path.GetRelativePath(folder, path).Replace('\\', '/');
            var (article, found) = ReadFile(path, file, Id(file));
            problems.AddRange(found);
            if (article is not null && !articles.TryAdd(article.Id, article)) problems.Add(Refused(file, $"found a second file with the id {article.Id}; accepted: names that differ in letters or digits"));
        }

        return ([.. articles.Values], problems);
    }

    /// <summary>The name of the article in addresses; empty when the path holds no letter a-z and no digit.</summary>
    public static string Id(string file)
    {
        var id = new StringBuilder();
        foreach (var c in Path.ChangeExtension(file, null))
        {
            if (char.IsAsciiLetterOrDigit(c)) id.Append(char.ToLowerInvariant(c));
            else if (id.Length > 0 && id[^1] != '-') id.Append('-');
        }

        return id.ToString().Trim('-');
    }

    private static (KnowledgeArticle? Article, IReadOnlyList<KnowledgeProblem> Problems) ReadFile(string path, string file, string id)
    {
        try
        {
            if (id.Length is 0 or > 200) return (null, [Refused(file, "found a file name without letters a-z and digits, or too long; accepted: a name such as disk-full.md")]);
            var length = new FileInfo(path).Length;
            return length > MaxFileBytes
                ? (null, [Refused(file, $"found {length} bytes; accepted: at most {MaxFileBytes}")])
                : FrontMatter.Read(file, id, Utf8.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF'));
        }
        catch (DecoderFallbackException)
        {
            return (null, [Refused(file, "found bytes that are no UTF-8")]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [Refused(file, $"can't be read: {e.Message}")]);
        }
    }

    private static KnowledgeProblem Refused(string file, string text) => new(file, 1, text, LeftOut: true);
}
