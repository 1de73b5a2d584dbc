using Automation.Flow;

namespace Automation.Edges.Stores;

/// <summary>
/// Lets one large write get over a storage that is away for a moment: what fails is tried again, once anything of the write
/// has succeeded. A storage that is away from the beginning is told at once.
/// </summary>
internal sealed class Patience(TimeProvider clock)
{
    private const int MaxAttempts = 5;

    private volatile bool hasSucceeded;

    /// <param name="work">Safe to repeat.</param>
    /// <exception cref="DependencyUnavailableException">It failed <see cref="MaxAttempts"/> times, over 15 s and what the tries took.</exception>
    public async Task RunAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await work();
                hasSucceeded = true;
                return;
            }
            catch (DependencyUnavailableException) when (hasSucceeded && attempt < MaxAttempts)
            {
                await Task.Delay(TimeSpan.FromSeconds(1 << (attempt - 1)), clock, cancellationToken);
            }
        }
    }
}
