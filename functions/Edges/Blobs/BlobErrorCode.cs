namespace Automation.Edges.Blobs;

/// <summary>The error codes of the blob service that callers act on, comparable with <c>RequestFailedException.ErrorCode</c>.</summary>
internal readonly record struct BlobErrorCode(string Value)
{
    public static BlobErrorCode BlobNotFound { get; } = new("BlobNotFound");
    public static BlobErrorCode ContainerBeingDeleted { get; } = new("ContainerBeingDeleted");
    public static BlobErrorCode ContainerNotFound { get; } = new("ContainerNotFound");

    public static implicit operator BlobErrorCode(string? value) => new(value ?? "");

    public override string ToString() => Value;
}
