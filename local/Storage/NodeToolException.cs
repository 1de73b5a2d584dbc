namespace Automation.Local.Storage;

/// <summary>Node, npm or a package made from them is missing, too old or does not start; the message is one sentence for the person at the console.</summary>
internal sealed class NodeToolException : Exception
{
    public NodeToolException(string message)
        : base(message)
    {
    }

    public NodeToolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
