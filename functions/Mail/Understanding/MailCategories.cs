using Automation.Tickets.Correcting;

namespace Automation.Mail.Understanding;

/// <summary>The categories that mail.yaml names.</summary>
internal sealed class MailCategories(MailRules rules) : ITicketCategories
{
    public IReadOnlyList<string> Names { get; } = [.. rules.Categories.Groups.Select(g => g.Name).Append(rules.SecurityCategory).Append(rules.Fallback).Distinct(StringComparer.OrdinalIgnoreCase)];

    public string? TeamOf(string category) => string.Equals(category, rules.SecurityCategory, StringComparison.OrdinalIgnoreCase) ? rules.SecurityTeam : null;
}
