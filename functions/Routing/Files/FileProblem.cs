using System.Runtime.InteropServices;

namespace Automation.Routing.Files;

/// <summary>Something wrong in a file, at the place where a person mends it.</summary>
/// <param name="What">What was found there.</param>
/// <param name="Accepted">What would be accepted instead.</param>
internal sealed record FileProblem(string File, Place At, string What, string Accepted)
{
    public override string ToString() => $"{File}({At.Line},{At.Column}): {What}; accepted: {Accepted}";
}

/// <summary>A place in a file, both counted from 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Place(int Line, int Column);

/// <summary>Collects everything that is wrong with one file, so that a person sees the whole list at once.</summary>
/// <param name="file">Name of the file as problems show it.</param>
internal sealed class FileProblems(string file)
{
    /// <summary>Longer texts of a file are shown by their beginning.</summary>
    private const int MaxShown = 80;

    private readonly List<FileProblem> problems = [];

    public string File { get; } = file;

    public int Count => problems.Count;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<FileProblem> All => [.. problems.OrderBy(p => p.At.Line).ThenBy(p => p.At.Column)];

    public void Add(Place at, string what, string accepted)
    {
        var problem = new FileProblem(File, at, what, accepted);
        if (!problems.Contains(problem)) problems.Add(problem);
    }

    public static string Shown(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxShown ? $"'{line}'" : $"'{line[..MaxShown]}...'";
    }
}
