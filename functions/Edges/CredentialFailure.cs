namespace Automation.Edges;

/// <summary>Knows the failures of credentials: without a token nothing was asked, and a later try may get one.</summary>
internal static class CredentialFailure
{
    /// <summary>Their types are of a library that is not to be loaded for asking.</summary>
    public static bool Is(Exception exception) => exception.GetType().Namespace == "Azure.Identity";
}
