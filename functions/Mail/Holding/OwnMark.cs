namespace Automation.Mail.Holding;

/// <summary>The header by which every mail that we send is known again: what comes back with it is a loop.</summary>
internal static class OwnMark
{
    public const string Header = "X-Automation-Effect";
}
