using System.Globalization;
using Automation.Flow;
using Automation.Mail.Understanding.Learning;

namespace Automation.Mail.Understanding;

/// <summary>
/// The trained model as it stands now: read with the first mail, and again when it changed, for which it is looked at once
/// a minute at most. A model that can't be used leaves the rules to decide alone; it never stops a mail.
/// </summary>
internal sealed class CurrentModel(UnderstandingOptions options, IModelStore store, TimeProvider clock, ILogger<CurrentModel> log) : IDisposable
{
    /// <summary>Of nothing: whatever is found is read.</summary>
    private const string Unread = "";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile UsableModel current = new(null, null);
    private string? version = Unread;
    private DateTimeOffset lookAt = DateTimeOffset.MinValue;

    public async Task<UsableModel> GetAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (clock.GetUtcNow() < lookAt) return current;
            await LookAsync(cancellationToken);
            lookAt = clock.GetUtcNow() + LookEvery;
            return current;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await VersionAsync(cancellationToken) == version) return;
            var stored = await ReadAsync(cancellationToken);
            version = stored?.Version;
            current = stored is null ? new UsableModel(null, null) : new UsableModel(ModelFile.Read(stored.Bytes), null);
            log.LogInformation("Mails are understood by the rules {With}", current.Model is { } model ? string.Create(CultureInfo.InvariantCulture, $"and a model of {model.Content.TrainedAt:yyyy-MM-dd HH:mm} UTC that learned {model.Labels.Count} categories from {model.Content.Rows} texts") : "alone: there is no trained model");
        }
        catch (Exception e) when (e is ModelFileException or InvalidDataException)
        {
            Refuse(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DependencyUnavailableException or PoisonMessageException)
        {
            if (current.Model is not null)
            {
                log.LogWarning("Whether the trained model changed can't be told now, the one that was read before goes on: {Reason}", e.Message);
                return;
            }

            Refuse(e.Message);
            version = Unread;
        }
    }

    /// <summary>Said once for as long as it stays so.</summary>
    private void Refuse(string reason)
    {
        if (current.Problem != reason) log.LogError("The trained model ({Where}) can't be used, mails are understood by the rules alone: {Reason}", options.ModelFile ?? "in storage", reason);
        current = new UsableModel(null, reason);
    }

    private async Task<string?> VersionAsync(CancellationToken cancellationToken) =>
        options.ModelFile is { } file ? string.Create(CultureInfo.InvariantCulture, $"{File.GetLastWriteTimeUtc(file).Ticks}") : await store.FindVersionAsync(cancellationToken);

    private async Task<StoredModel?> ReadAsync(CancellationToken cancellationToken)
    {
        if (options.ModelFile is not { } file) return await store.FindAsync(cancellationToken);
        var at = await VersionAsync(cancellationToken);
        return new StoredModel(await File.ReadAllBytesAsync(file, cancellationToken), at!);
    }
}

/// <summary>A model, or why there is none.</summary>
/// <param name="Model">Null when none is trained, or it can't be used.</param>
/// <param name="Problem">Why it can't be used; null otherwise.</param>
internal sealed record UsableModel(TextModel? Model, string? Problem);
