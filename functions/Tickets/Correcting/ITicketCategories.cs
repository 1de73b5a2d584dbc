namespace Automation.Tickets.Correcting;

/// <summary>Categories that a file names; a person corrects a ticket to one of these.</summary>
internal interface ITicketCategories
{
    IReadOnlyList<string> Names { get; }

    /// <summary>The team that tickets of the category reach first; null to let routing decide.</summary>
    string? TeamOf(string category);
}
