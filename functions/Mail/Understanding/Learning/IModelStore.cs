namespace Automation.Mail.Understanding.Learning;

/// <summary>Keeps the trained model where every instance finds it.</summary>
internal interface IModelStore
{
    /// <summary>Of the model that stands, another after each change; null when there is none. Cheap: the model is not read.</summary>
    Task<string?> FindVersionAsync(CancellationToken cancellationToken);

    /// <summary>Null when there is none.</summary>
    Task<StoredModel?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the one that is there, as a whole or not at all. Safe to repeat.</summary>
    Task KeepAsync(byte[] model, CancellationToken cancellationToken);
}

/// <param name="Version">See <see cref="IModelStore.FindVersionAsync"/>.</param>
internal sealed record StoredModel(byte[] Bytes, string Version);
