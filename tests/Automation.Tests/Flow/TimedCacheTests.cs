using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Flow;

public sealed class TimedCacheTests
{
    private readonly FixedClock clock = new(Some.Noon);
    private int loads;

    [Fact]
    public async Task AValue_IsKeptForItsTimeAndDroppedOnRequest()
    {
        var cache = new TimedCache<string>(TimeSpan.FromSeconds(60), 100, clock);

        Assert.Equal("1", await GetAsync(cache, "a"));
        Assert.Equal("1", await GetAsync(cache, "a"));
        clock.Now += TimeSpan.FromSeconds(60);
        Assert.Equal("2", await GetAsync(cache, "a"));
        cache.Drop("a");
        Assert.Equal("3", await GetAsync(cache, "a"));
    }

    [Fact]
    public async Task CallersAtTheSameTime_ShareOneLookUp()
    {
        var cache = new TimedCache<int>(TimeSpan.FromSeconds(60), 100, clock);
        var source = new TaskCompletionSource<int>();
        var callers = Enumerable.Range(0, 50).Select(_ => cache.GetAsync("a", () =>
        {
            loads++;
            return source.Task;
        }, null, CancellationToken.None)).ToList();
        source.SetResult(7);

        Assert.All(await Task.WhenAll(callers), v => Assert.Equal(7, v));
        Assert.Equal(1, loads);
    }

    [Fact]
    public async Task AFailure_IsNotKept()
    {
        var cache = new TimedCache<string>(TimeSpan.FromSeconds(60), 100, clock);

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => cache.GetAsync("a", () => throw DependencyUnavailableException.Contended("storage", "busy"), null, CancellationToken.None));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => cache.GetAsync("a", () => Task.FromException<string>(DependencyUnavailableException.Contended("storage", "busy")), null, CancellationToken.None));
        Assert.Equal("1", await GetAsync(cache, "a"));
    }

    [Fact]
    public async Task ACallerThatGivesUp_TakesNothingFromTheOthers()
    {
        var cache = new TimedCache<int>(TimeSpan.FromSeconds(60), 100, clock);
        var source = new TaskCompletionSource<int>();
        using var impatient = new CancellationTokenSource();
        var first = cache.GetAsync("a", () => source.Task, null, impatient.Token);
        var second = cache.GetAsync("a", () => source.Task, null, CancellationToken.None);
        await impatient.CancelAsync();
        source.SetResult(7);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(7, await second);
    }

    [Fact]
    public async Task Entries_StayUnderTheLimit()
    {
        var cache = new TimedCache<string>(TimeSpan.FromSeconds(60), 100, clock);

        for (var i = 0; i < 1000; i++) await GetAsync(cache, $"{i}");

        Assert.InRange(cache.Count, 1, 100);
        Assert.Equal("1000", await GetAsync(cache, "999"));
    }

    [Fact]
    public async Task AValueThatDoesNotServe_IsLookedUpAnew()
    {
        var cache = new TimedCache<string>(TimeSpan.FromSeconds(60), 100, clock);
        await GetAsync(cache, "a");

        Assert.Equal("2", await cache.GetAsync("a", LoadAsync, v => v == "2", CancellationToken.None));
        Assert.Equal("2", await GetAsync(cache, "a"));
    }

    private Task<string> GetAsync(TimedCache<string> cache, string key) => cache.GetAsync(key, LoadAsync, null, CancellationToken.None);

    private Task<string> LoadAsync() => Task.FromResult($"{++loads}");
}
