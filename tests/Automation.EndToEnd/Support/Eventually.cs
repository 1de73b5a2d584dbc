using System.Diagnostics;

namespace Automation.EndToEnd.Support;

/// <summary>Waits for a condition instead of for a time.</summary>
internal static class Eventually
{
    /// <summary>An answer that was interrupted waits for the end of its claim, up to 76 s, and the machine may be busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    public static Task IsTrueAsync(Func<bool> condition, Func<string> otherwise) =>
        IsTrueAsync(() => Task.FromResult(condition()), otherwise);

    public static Task IsTrueAsync(Func<Task<bool>> condition, Func<string> otherwise) =>
        IsTrueAsync(condition, () => Task.FromResult(otherwise()));

    public static async Task IsTrueAsync(Func<Task<bool>> condition, Func<Task<string>> otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > Patience) Assert.Fail($"Not within {Patience.TotalSeconds:0} s. {await otherwise()}");
            await Task.Delay(25);
        }
    }
}
