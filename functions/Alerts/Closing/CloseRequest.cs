using Automation.Flow;

namespace Automation.Alerts.Closing;

/// <summary>What was posted to close a ticket: who says that it is over, and why.</summary>
internal sealed record CloseRequest(string By, string Reason)
{
    private const int MaxText = 500;

    private static readonly TextField[] Fields = [new("by", "who closes it", MaxText, IsRequired: true), new("reason", "why it is over", MaxText, IsRequired: true)];

    /// <summary>The request; or null with every problem of the body.</summary>
    public static CloseRequest? Read(byte[] body, out IReadOnlyList<FieldProblem> problems) =>
        TextFields.Read(body, Fields, out problems) is { } texts ? new CloseRequest(texts["by"], texts["reason"]) : null;
}
