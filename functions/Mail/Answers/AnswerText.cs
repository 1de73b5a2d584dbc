using Automation.Tickets;

namespace Automation.Mail.Answers;

/// <summary>What a template may say.</summary>
/// <param name="Until">By when a person looks at it.</param>
/// <param name="Known">The ticket of a problem that is known already; null for most.</param>
/// <param name="SelfService">Where people set a new password themselves; null when there is no such page.</param>
internal sealed record AnswerText(
    string Number, string Name, string Subject, string Kind, string Category, DateTimeOffset Until, IReadOnlyList<TicketLine> Articles, TicketLink? Known, string? SelfService);
