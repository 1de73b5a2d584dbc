using Automation.Flow;
using Automation.Mail.Understanding.Learning;

namespace Automation.Commands;

/// <summary>Where a trained model goes: a file, or the app's storage.</summary>
/// <param name="file">Null for storage.</param>
internal sealed class ModelTarget(string? file, IModelStore? store)
{
    public string Name => file ?? "storage";

    /// <summary>Null when nothing stands there.</summary>
    /// <exception cref="CommandFailedException">It can't be read.</exception>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (file is null) return (await store!.FindAsync(cancellationToken))?.Bytes;
            return File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DependencyUnavailableException)
        {
            throw new CommandFailedException($"{Name}: what stands there can't be read: {e.Message}");
        }
    }

    /// <summary>As a whole or not at all: a file is written beside its place first.</summary>
    /// <exception cref="CommandFailedException">It can't be written.</exception>
    public async Task WriteAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            if (file is null)
            {
                await store!.KeepAsync(bytes, cancellationToken);
                return;
            }

            var path = Path.GetFullPath(file);
            await File.WriteAllBytesAsync(path + ".new", bytes, cancellationToken);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DependencyUnavailableException)
        {
            throw new CommandFailedException($"{Name}: the model can't be stored: {e.Message}");
        }
    }
}
