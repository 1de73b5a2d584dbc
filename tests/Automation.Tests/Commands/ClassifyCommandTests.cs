using System.Text;
using System.Text.Json.Nodes;
using Automation.Commands;
using Automation.Mail.Understanding.Learning;
using Automation.Tests.Support;

namespace Automation.Tests.Commands;

/// <summary>The classify commands as a person types them: what they print, what they refuse, and with which exit code.</summary>
public sealed class ClassifyCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Evaluate_PrintsAccuracyClassesAndConfusion()
    {
        var (exit, output, errors) = await RunAsync("evaluate", Csv(), "--text", "Document", "--label", "topic_group", "--folds", "3");

        Assert.Equal(0, exit);
        Assert.StartsWith("1 rows without a label were passed over.\n1 rows that can't be read were passed over, the first: line ", errors, StringComparison.Ordinal);
        Assert.EndsWith(": 1 cells, 3 in the header.", errors, StringComparison.Ordinal);
        Assert.StartsWith("90 rows, 3 labels, 3 folds\naccuracy  100.00  (folds 100.00 100.00 100.00)\nmacro F1  100.00", output, StringComparison.Ordinal);
        Assert.Contains("label0     100.00  100.00  100.00       30", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluateAsJson_IsOneDocument()
    {
        var (_, output, _) = await RunAsync("evaluate", Csv(), "--text=Document", "--label=Topic_group", "--json");

        var result = JsonNode.Parse(output)!;
        Assert.Equal((90, 1.0, 30), (result["rows"]!.GetValue<int>(), result["accuracy"]!.GetValue<double>(), result["confusion"]![1]![1]!.GetValue<int>()));
        Assert.Equal(["label", "precision", "recall", "f1", "support"], result["classes"]![0]!.AsObject().Select(p => p.Key));
    }

    [Theory]
    [InlineData("a,b\n1,x\n", "no column 'Document' (--text) and no column 'Label' (--label); found: a, b")]
    [InlineData("Document,b\n1,x\n", "no column 'Label' (--label); found: Document, b")]
    [InlineData("", "an empty file; accepted: a CSV with a header line")]
    [InlineData("Document,Label\nx,y\nz,y\n", "every row has the label 'y'; accepted: at least two labels")]
    [InlineData("Document,Label\nx,\n", "no rows with a label; accepted: at least two labels")]
    [InlineData("Document,Label\nx,a\ny,b\n", "2 rows for 5 folds; accepted: at least one row a fold")]
    public async Task AFileThatCanNotBeLearnedFrom_IsRefusedWithTheReason(string csv, string said)
    {
        var file = folder.Write("bad.csv", csv);

        var (exit, _, errors) = await RunAsync("evaluate", file, "--text", "Document", "--label", "Label");

        Assert.Equal(1, exit);
        Assert.EndsWith($"{file}: {said}", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("classify needs a command: evaluate, train or explain.")]
    [InlineData("There is no command 'classify judge': use classify evaluate, classify train or classify explain.", "judge")]
    [InlineData("classify evaluate needs a CSV file.", "evaluate")]
    [InlineData("classify evaluate needs --label, the column that holds the labels.", "evaluate", "x.csv", "--text", "a")]
    [InlineData("--folds must be a whole number from 2 to 20, but '1' was given.", "evaluate", "x.csv", "--folds", "1")]
    [InlineData("The option '--folds' isn't known for classify train.", "train", "x.csv", "--folds", "3")]
    [InlineData("classify explain takes one text; put it in quotes, but 'b' was given too.", "explain", "a", "b")]
    [InlineData("classify train needs a CSV file: there are no closed tickets to learn from here.", "train", "--out", "m.bin")]
    public async Task ArgumentsThatCanNotBeUnderstood_EndWith2(string said, params string[] args)
    {
        var (exit, _, errors) = await RunAsync(args);

        Assert.Equal((2, said), (exit, errors));
    }

    [Fact]
    public async Task TrainThenExplain_ShowsTheWordsThatDecided()
    {
        var model = Path.Combine(folder.Path, "model.bin");

        var (exit, trained, _) = await RunAsync("train", Csv(), "--text", "Document", "--label", "Topic_group", "--out", model);
        var (_, explained, _) = await RunAsync("explain", "Toner leer, bitte 1 neue Kartusche für den Drucker bestellen", "--model", model);

        Assert.Equal(0, exit);
        Assert.StartsWith($"cross-validation: accuracy 100.00, macro F1 100.00\n{model}: learned 3 labels from 90 rows; ", trained, StringComparison.Ordinal);
        Assert.StartsWith("model     label0 (", explained, StringComparison.Ordinal);
        Assert.Contains("toner", explained, StringComparison.Ordinal);
        Assert.Contains("kind      service request\ncategory  printing (", explained, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainFromClosedTickets_StoresTheModel()
    {
        var store = new FakeModelStore();

        var (exit, output, _) = await RunAsync(new ClosedTickets(), store, "train", "--json");

        Assert.Equal(0, exit);
        Assert.Equal("storage", JsonNode.Parse(output)!["storedIn"]!.GetValue<string>());
        Assert.Equal(["printing", "network"], ModelFile.Read(store.Bytes!).Labels);
    }

    [Fact]
    public async Task AWorseModel_DoesNotTakeThePlaceOfABetterOne()
    {
        var (store, model) = (new FakeModelStore(), Path.Combine(folder.Path, "model.bin"));
        await RunAsync(null, store, "train", Csv(), "--text", "Document", "--label", "Topic_group");
        var good = store.Bytes;
        File.WriteAllBytes(model, good!);

        // Most rows tell nothing; the others have words that the standing model knows and that come but once.
        var rows = Enumerable.Range(0, 99).Select(i => $"zzz,label{i % 3}").Concat("printer toner paper jam scan".Split(' ').Select(w => $"{w},label0")).Concat("vpn wifi internet router drops".Split(' ').Select(w => $"{w},label1"))
            .Concat("outlook mailbox calendar inbox attachment".Split(' ').Select(w => $"{w},label2"));
        string[] noise = ["train", folder.Write("noise.csv", $"Text,Label\n{string.Join('\n', rows)}"), "--text", "Text", "--label", "Label"];

        var (exit, output, errors) = await RunAsync(null, store, noise);
        var (toFile, _, _) = await RunAsync((ITrainingSource?)null, null, [.. noise, "--out", model]);
        var (_, json, _) = await RunAsync(null, store, [.. noise, "--json"]);

        Assert.Equal((1, "storage: the model that stands there does better and stays; --force replaces it all the same"), (exit, errors));
        Assert.Matches(@"^cross-validation: accuracy \S+, macro F1 \S+\nthe model that stands there: \S+ on the 114 rows that it has not learned; the new one: \S+$", output);
        Assert.Equal(1, toFile);
        Assert.Equal(good, File.ReadAllBytes(model));
        Assert.Null(JsonNode.Parse(json)!["storedIn"]);
        Assert.True(JsonNode.Parse(json)!["standing"]!["isWorse"]!.GetValue<bool>());
        Assert.Same(good, store.Bytes);

        var (forced, said, _) = await RunAsync(null, store, [.. noise, "--force"]);

        Assert.Equal(0, forced);
        Assert.Contains(", stored by force\nstorage: learned 3 labels from 114 rows; ", said, StringComparison.Ordinal);
        Assert.NotSame(good, store.Bytes);
    }

    [Fact]
    public async Task TheSameRowsAgain_RenewTheModel()
    {
        var store = new FakeModelStore();
        await RunAsync(null, store, "train", Csv(), "--text", "Document", "--label", "Topic_group");

        var (exit, output, _) = await RunAsync(null, store, "train", Csv(), "--text", "Document", "--label", "Topic_group");

        Assert.Equal(0, exit);
        Assert.Contains("the model that stands there: 100.00 in its own cross-validation, for it has learned these rows; the new one: 100.00\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatStandsThereAndCanNotBeRead_IsReplaced()
    {
        var (store, model) = (new FakeModelStore(), folder.Write("m.bin", "no model"));
        await store.KeepAsync([1, 2, 3], CancellationToken.None);

        var (exit, _, errors) = await RunAsync(null, store, "train", Csv(), "--text", "Document", "--label", "Topic_group");
        await RunAsync((ITrainingSource?)null, null, "train", Csv(), "--text", "Document", "--label", "Topic_group", "--out", model);

        Assert.Equal(0, exit);
        Assert.Contains("storage: what stands there can't be compared and is replaced. It is no model of the classifier", errors, StringComparison.Ordinal);
        Assert.Equal(3, ModelFile.Read(store.Bytes!).Labels.Count);
        Assert.Equal(3, ModelFile.Read(File.ReadAllBytes(model)).Labels.Count);
    }

    [Fact]
    public async Task AnyLabelledCsv_IsMeasured()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"\"{(i % 2 == 0 ? "toner;\"\"empty\"\"\n" : "vpn\r\ndrops")} {i % 9}\";x;{(i % 2 == 0 ? "Printing" : "Network; VPN")}\n".Replace("Network; VPN", "\"Network; VPN\"", StringComparison.Ordinal)));
        var file = folder.Write("any.csv", $"\uFEFFText ;Other;LABEL\n{rows}\"\";x;Printing\nonce;x;Rare\nlonely;x;Odd\n");

        var (exit, output, errors) = await RunAsync("evaluate", file, "--text", "text", "--label", "label");

        Assert.Equal((0, "1 rows have an empty text; they count as any.\nLabels with fewer rows than folds, whose figures say little: Rare (1), Odd (1)."), (exit, errors));
        Assert.StartsWith("63 rows, 4 labels, 5 folds\naccuracy  ", output, StringComparison.Ordinal);
        Assert.Matches(@"\nNetwork; VPN +\d\S+ +100\.00 +\d\S+ +30\n", output);
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public async Task TheSeparator_IsFoundInTheHeader(char separator)
    {
        var file = folder.Write("any.csv", string.Join('\n', Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? $"\"toner, |;\t paper\"{separator}Printing" : $"vpn drops{separator}Network").Prepend($"Text{separator}Label")));

        var (exit, output, errors) = await RunAsync("evaluate", file, "--text", "Text", "--label", "Label", "--folds", "2");

        Assert.Equal((0, ""), (exit, errors));
        Assert.StartsWith("20 rows, 2 labels, 2 folds\naccuracy  100.00", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutStorageOrItsSettings_TrainingSaysWhatIsMissing()
    {
        var errors = new StringWriter();

        var failure = await Assert.ThrowsAsync<CommandFailedException>(() => ClassifyCommands.RunAsync(["train"], new StringWriter(), errors, Setting, TimeProvider.System, CancellationToken.None));

        Assert.Contains("Storage", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADamagedModel_IsRefused()
    {
        var (exit, _, errors) = await RunAsync("explain", "text", "--model", folder.Write("m.bin", "autoclas and then nothing that fits, at all, in any way"));

        Assert.Equal(1, exit);
        Assert.Contains("accepted: version 2", errors, StringComparison.Ordinal);
    }

    /// <summary>With a byte order mark, quotes, line breaks in cells, a row without label and a broken one.</summary>
    private string Csv()
    {
        var texts = SomeModel.Texts(90, sorted: true);
        var csv = new StringBuilder("\uFEFFId,Document,Topic_group\r\n");
        for (var i = 0; i < texts.Count; i++) csv.Append($"{i},\"{string.Join(i == 0 ? "\r\n" : " \"\"and\"\" ", texts.WordsOf(i).ToArray().Select(w => texts.Words[w]))}\",{texts.Labels[texts.LabelOf(i)]}\r\n");
        return folder.Write("rows.csv", csv.Append("91,no label,\r\nbroken\r\n").ToString());
    }

    private Task<(int Exit, string Output, string Errors)> RunAsync(params string[] args) => RunAsync(null, null, args);

    private static async Task<(int Exit, string Output, string Errors)> RunAsync(ITrainingSource? tickets, IModelStore? models, params string[] args)
    {
        var (output, errors) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var exit = 0;
        try
        {
            exit = await ClassifyCommands.RunAsync(new ClassifyContext(ClassifyArguments.Parse(args), output, errors, Setting, new FixedClock(DateTimeOffset.UnixEpoch), tickets, models), CancellationToken.None);
        }
        catch (UsageException e)
        {
            (exit, errors) = (2, Said(errors, e));
        }
        catch (CommandFailedException e)
        {
            (exit, errors) = (1, Said(errors, e));
        }

        return (exit, output.ToString().TrimEnd(), errors.ToString().TrimEnd());
    }

    private static StringWriter Said(StringWriter errors, Exception e)
    {
        errors.WriteLine(e.Message);
        return errors;
    }

    private static string? Setting(string name) => name == "Mail__RulesFile" ? Path.Combine(RepositoryRoot.Path, "functions", "Mail", "Understanding", "mail.yaml") : null;

    private sealed class ClosedTickets : ITrainingSource
    {
        public async IAsyncEnumerable<LabelledText> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var i = 0; i < 20; i++) yield return i % 2 == 0 ? new LabelledText("toner of the printer", "printing") : new LabelledText("vpn is slow", "network");
            yield return await Task.FromResult(new LabelledText("never judged", ""));
        }
    }

}
