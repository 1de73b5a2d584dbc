using System.Text.Json;
using Automation.Local.Storage;

namespace Automation.Tests.Local.Storage;

/// <summary>How often the storage emulator saves, on the real module with a clock and a database of the test's own.</summary>
public sealed class SavesTests
{
    // Each save moves the clock by what it takes; runs ten timers and prints when saves began, in milliseconds.
    private const string Script = """
        const { saveSpaced } = await import(process.argv[1]);
        const took = Number(process.argv[2]);
        const failing = process.argv[3] === "True";
        const clock = { time: 0, next: null, now: () => clock.time, after: (run, wait) => { clock.next = { run, at: clock.time + wait }; } };
        const saves = [];
        const db = {
          collections: [{ dirty: true }],
          autosaveDirty: () => db.collections[0].dirty,
          saveDatabase(done) {
            saves.push(clock.time);
            db.collections[0].dirty = saves.length < 3 && !failing;
            clock.time += took;
            done(failing ? new Error("disk full") : undefined);
          },
        };
        const end = saveSpaced(db, clock);
        for (let i = 0; i < 10 && clock.next; i++) {
          const { run, at } = clock.next;
          clock.next = null;
          clock.time = at;
          if (saves.length === 3) end();
          run();
        }
        console.log(JSON.stringify(saves));
        """;

    [Theory]
    [InlineData(10, false, new[] { 500, 1010, 1520 })]
    [InlineData(2000, false, new[] { 500, 22500, 44500 })]
    [InlineData(50, true, new[] { 500, 1050, 1600 })]
    public async Task NextSave_ComesTenTimesTheLastOnesDurationAfterItsEnd_AndAFailedOneIsRepeated(int took, bool failing, int[] begun)
    {
        var module = new Uri(Path.Combine(AppContext.BaseDirectory, "Storage", "saves.mjs")).AbsoluteUri;
        var (exitCode, output) = await new NodeTool().RunAsync(
            "node", ["--input-type=module", "-e", Script, module, $"{took}", $"{failing}"], AppContext.BaseDirectory, new Dictionary<string, string>(), CancellationToken.None);

        Assert.True(exitCode == 0, output);
        Assert.Equal(begun, JsonSerializer.Deserialize<int[]>(output));
    }
}
