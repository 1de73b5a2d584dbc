using Automation.Mail.Understanding.Learning;

namespace Automation.Tests.Support;

/// <summary>Holds a model in memory, counts who looks at it, and fails when told to.</summary>
internal sealed class FakeModelStore : IModelStore
{
    private int version;

    public byte[]? Bytes { get; private set; }

    public int Looks { get; private set; }

    public int Reads { get; private set; }

    public Exception? Failure { get; set; }

    public Task<string?> FindVersionAsync(CancellationToken cancellationToken)
    {
        Looks++;
        return Failure is null ? Task.FromResult(Bytes is null ? null : $"v{version}") : Task.FromException<string?>(Failure);
    }

    public Task<StoredModel?> FindAsync(CancellationToken cancellationToken)
    {
        Reads++;
        return Task.FromResult(Bytes is null ? null : new StoredModel(Bytes, $"v{version}"));
    }

    public Task KeepAsync(byte[] model, CancellationToken cancellationToken)
    {
        (Bytes, version) = (model, version + 1);
        return Task.CompletedTask;
    }
}
