namespace Automation.Mail;

/// <summary>The people of the organisation.</summary>
internal interface IDirectory
{
    /// <summary>Who has the address as sign-in name, mail or alias; null for a stranger.</summary>
    Task<Person?> FindAsync(string address, CancellationToken cancellationToken);
}

/// <summary>What is known of a person.</summary>
/// <param name="Groups">Display names of the groups that the person is in, directly or through others.</param>
/// <param name="Language">Preferred language as a tag such as de-AT; null when none is chosen.</param>
internal sealed record Person(
    string Id, string Name, string Address, string? Department, string? JobTitle, string? Office, string? ManagerAddress, bool IsEnabled,
    IReadOnlyList<string> Groups, string? Language);
