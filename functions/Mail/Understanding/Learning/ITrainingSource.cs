namespace Automation.Mail.Understanding.Learning;

/// <summary>Closed tickets that the classifier may learn from: what people wrote, and the category that the desk left them with.</summary>
internal interface ITrainingSource
{
    /// <summary>One at a time: there may be more than fit into memory.</summary>
    IAsyncEnumerable<LabelledText> ReadAsync(CancellationToken cancellationToken);
}

/// <param name="Text">Subject and new text of the mail.</param>
/// <param name="Label">Category.</param>
internal sealed record LabelledText(string Text, string Label);
