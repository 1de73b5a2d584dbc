namespace Automation.Mail.Understanding.Learning;

/// <summary>Closed tickets that the classifier may learn from: what people wrote, and the category that the desk left them with.</summary>
internal interface ITrainingSource
{
    IAsyncEnumerable<LabelledText> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>Keeps the trained model where every instance finds it.</summary>
internal interface IModelStore
{
    /// <summary>Null when there is none.</summary>
    Task<byte[]?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the one that is there, as a whole or not at all.</summary>
    Task KeepAsync(byte[] model, CancellationToken cancellationToken);
}

/// <param name="Text">Subject and new text of the mail.</param>
/// <param name="Label">Category.</param>
internal sealed record LabelledText(string Text, string Label);
