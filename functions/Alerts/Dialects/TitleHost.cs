using System.Text.RegularExpressions;

namespace Automation.Alerts.Dialects;

/// <summary>Finds the host that a title ends in ("CPU high on db01.example.com"), where a source has no field for it.</summary>
internal static partial class TitleHost
{
    /// <summary>Null unless a word after "on" looks like the name of a machine: letters together with digits, dots, dashes or underscores.</summary>
    public static string? Find(string? title)
    {
        if (title is null or { Length: > 1000 }) return null;
        foreach (Match match in Named().Matches(title))
        {
            var name = match.Groups["name"].Value.TrimEnd('.', '-', '_');
            if (name.Any(char.IsLetter) && name.Any(c => char.IsDigit(c) || c is '.' or '-' or '_')) return name;
        }

        return null;
    }

    [GeneratedRegex(@"\b(on|at|host)[: ]+((the )?(host|machine|server|node|instance|vm|device|computer)[: ]+|host:)?'?(?<name>[\p{L}\d][\p{L}\d._-]*)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Named();
}
