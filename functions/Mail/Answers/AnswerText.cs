using System.Globalization;
using Automation.Flow;
using Automation.Tickets;

namespace Automation.Mail.Answers;

/// <summary>What a template may say.</summary>
/// <param name="Name">How the answer calls its reader; empty when that is not proven.</param>
/// <param name="Subject">What he wrote about; empty likewise.</param>
/// <param name="Until">By when a person looks at it.</param>
/// <param name="Known">The ticket of a problem that is known already; null for most.</param>
/// <param name="SelfService">Where people set a new password themselves; null when there is no such page.</param>
internal sealed record AnswerText(
    string Number, string Name, string Subject, string Kind, string Category, DateTimeOffset Until, IReadOnlyList<TicketLine> Articles, TicketLink? Known, string? SelfService)
{
    private const int LongestName = 60;

    /// <summary>A name as people have them; empty for what could be an address, a link or a message.</summary>
    public static string NameOf(string name)
    {
        var line = PlainText.Line(name, LongestName + 1);

        // "Dr. Ada" is a name, "evil.example" is a link in many programs.
        return line.Length <= LongestName && line.Replace(". ", " ", StringComparison.Ordinal).All(c => char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark || c is ' ' or '-' or '\'' or '’' or ',')
            ? line : "";
    }
}
