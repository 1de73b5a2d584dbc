using System.Text.Json;
using Automation.Local.Storage;
using Automation.Tests.Support;

namespace Automation.Tests.Local.Storage;

/// <summary>How the storage emulator finds one row, on the real module and the database that Azurite uses.</summary>
public sealed class FindsTests
{
    private const int Rows = 2_000;

    // One large partition whose rows differ, and as many partitions of one row of the same key. Prints, for reads all over both,
    // whether each found its row and how many rows were compared with what was asked for.
    private const string Script = """
        import { createRequire } from "node:module";
        const { findNarrowestFirst } = await import(process.argv[1]);
        const Loki = createRequire(createRequire(process.argv[2]).resolve("azurite/package.json"))("lokijs");
        const rows = Number(process.argv[3]);
        const table = new Loki("x.db").addCollection("table", { indices: ["PartitionKey", "RowKey"] });
        for (let i = 0; i < rows; i++) table.insert([{ PartitionKey: "day", RowKey: `row-${i}`, name: `day ${i}` }, { PartitionKey: `mail-${i}`, RowKey: "0", name: `mail ${i}` }]);

        const { $eq } = Loki.LokiOps;
        let compared = 0;
        Loki.LokiOps.$eq = (a, b) => { compared++; return $eq(a, b); };
        if (process.argv[4] === "True") findNarrowestFirst(Loki.Collection);
        const wrong = [];
        for (let i = 0; i < rows; i += 100) {
          if (table.findOne({ PartitionKey: "day", RowKey: `row-${i}` })?.name !== `day ${i}`) wrong.push(`day ${i}`);
          if (table.findOne({ PartitionKey: `mail-${i}`, RowKey: "0" })?.name !== `mail ${i}`) wrong.push(`mail ${i}`);
          for (const [PartitionKey, RowKey] of [[`mail-${i}`, `row-${i}`], ["none", `row-${i}`], ["day", "none"], ["day", ""]])
            if (table.findOne({ PartitionKey, RowKey }) !== null) wrong.push(`${PartitionKey} ${RowKey}`);
        }

        if (table.findOne({ PartitionKey: "day", RowKey: "0" }) !== null) wrong.push("a row that both keys have, but not together");
        if (table.findOne({ name: "day 7" }).RowKey !== "row-7" || table.findOne({ PartitionKey: "day", name: "day 7" }).RowKey !== "row-7") wrong.push("a property without an index");
        console.log(JSON.stringify({ wrong, compared }));
        """;

    [Fact]
    public async Task OneRow_IsFoundWithoutComparingItsPartitionsOthers()
    {
        await NodePackages.EnsureAsync(RepositoryRoot.Path, Console.Error.WriteLine, CancellationToken.None);
        var (plain, ours) = (await RunAsync(narrowest: false), await RunAsync(narrowest: true));

        Assert.Empty(plain.Wrong);
        Assert.Empty(ours.Wrong);
        Assert.True(plain.Compared > 20 * Rows, $"Azurite's own way compares {plain.Compared} rows: the module is needed no more");

        // The last three finds look through the large partition, the whole table and the large partition: nothing is narrower.
        Assert.InRange(ours.Compared, 1, (4 * Rows) + (Rows / 10));
    }

    private static async Task<Result> RunAsync(bool narrowest)
    {
        var module = new Uri(Path.Combine(AppContext.BaseDirectory, "Storage", "finds.mjs")).AbsoluteUri;
        var (exitCode, output) = await new NodeTool().RunAsync(
            "node", ["--input-type=module", "-e", Script, module, Path.Combine(RepositoryRoot.Path, "package.json"), $"{Rows}", $"{narrowest}"], AppContext.BaseDirectory, new Dictionary<string, string>(), CancellationToken.None);
        Assert.True(exitCode == 0, output);
        return JsonSerializer.Deserialize<Result>(output, JsonSerializerOptions.Web)!;
    }

    private sealed record Result(string[] Wrong, int Compared);
}
