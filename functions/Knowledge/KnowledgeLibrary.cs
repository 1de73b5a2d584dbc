using System.Diagnostics;

namespace Automation.Knowledge;

/// <summary>
/// The articles of this process: read once, beside the start and not before it, so that no webhook waits for them. Files
/// that can't be used are logged once each, with file and line.
/// </summary>
internal sealed class KnowledgeLibrary(KnowledgeOptions options, ILogger<KnowledgeLibrary> logger) : BackgroundService
{
    private readonly TaskCompletionSource<KnowledgeShelf> shelf = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits while the folder is being read, which takes less than a second.</summary>
    public Task<KnowledgeShelf> ReadAsync(CancellationToken cancellationToken) => shelf.Task.WaitAsync(cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(Load, stoppingToken);

    private void Load()
    {
        try
        {
            var start = Stopwatch.GetTimestamp();
            var (articles, problems) = KnowledgeFolder.Read(options.Folder);
            var index = KnowledgeIndex.Of(articles);
            foreach (var problem in problems) logger.LogWarning("Knowledge {Problem}", problem);
            logger.LogInformation("Read {Articles} knowledge articles in {Milliseconds:0} ms", articles.Count, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            shelf.SetResult(new KnowledgeShelf(index, problems));
        }
        catch (Exception e)
        {
            // Each call fails with it; alerts go on without articles and say so.
            logger.LogError(e, "The knowledge folder can't be read");
            shelf.SetException(e);
        }
    }
}

/// <summary>What was read from the folder.</summary>
internal sealed record KnowledgeShelf(KnowledgeIndex Index, IReadOnlyList<KnowledgeProblem> Problems);
