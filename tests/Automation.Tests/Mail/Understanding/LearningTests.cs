using Automation.Mail.Understanding.Learning;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Understanding;

/// <summary>The classifier learns, measures itself, and is stored and read again unharmed.</summary>
public sealed class LearningTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ASortedFile_IsMeasuredAsWellAsAShuffledOne()
    {
        var sorted = CrossValidation.Run(SomeModel.Texts(600, sorted: true), 5, At, CancellationToken.None);
        var shuffled = CrossValidation.Run(SomeModel.Texts(600, sorted: false), 5, At, CancellationToken.None);

        Assert.True(sorted.Accuracy > 0.95, $"{sorted.Accuracy}");
        Assert.True(shuffled.Accuracy > 0.95, $"{shuffled.Accuracy}");
        Assert.Equal(600, sorted.Confusion.Sum(r => r.Sum()));
        Assert.Equal(600, sorted.Classes.Sum(c => c.Support));
    }

    [Fact]
    public void TheSameRows_GiveTheSameModel()
    {
        var rows = Enumerable.Range(0, 600).ToArray();

        Assert.Equal(
            ModelFile.Write(ModelTrainer.Train(SomeModel.Texts(600, sorted: false), rows, At, CancellationToken.None).Content),
            ModelFile.Write(ModelTrainer.Train(SomeModel.Texts(600, sorted: false), rows, At, CancellationToken.None).Content));
    }

    [Fact]
    public void Folds_SpreadEveryLabelEvenly()
    {
        var texts = SomeModel.Texts(300, sorted: true);

        var foldOf = CrossValidation.Folds(texts, 5);

        Assert.All(Enumerable.Range(0, 3), label => Assert.All(Enumerable.Range(0, 5), fold => Assert.Equal(20, Enumerable.Range(0, 300).Count(r => texts.LabelOf(r) == label && foldOf[r] == fold))));
    }

    [Fact]
    public void AStoredModel_SaysTheSame()
    {
        var model = SomeModel.Of(("the printer is out of toner", "printing"), ("vpn drops", "network"));

        var read = ModelFile.Read(ModelFile.Write(model.Content));

        Assert.Equal(model.Explain("printer toner", 5).Words, read.Explain("printer toner", 5).Words);
        Assert.Equal(("printing", "network"), (read.Explain("toner", 5).Label, read.Explain("toner", 5).Over));
        Assert.Equal("toner", read.Explain("toner", 1).Words[0].Word);
        Assert.False(read.Explain("zzz", 5).IsKnown);
    }

    [Fact]
    public void ADamagedModel_IsRefusedByEveryByte()
    {
        var bytes = ModelFile.Write(SomeModel.Of(("one thing", "a"), ("other matter", "b")).Content);
        for (var i = 0; i < bytes.Length; i += 7)
        {
            var damaged = bytes.ToArray();
            damaged[i] ^= 0x20;
            Assert.Throws<ModelFileException>(() => ModelFile.Read(damaged));
        }

        Assert.Contains("damaged", Assert.Throws<ModelFileException>(() => ModelFile.Read(bytes[..^1])).Message, StringComparison.Ordinal);
        Assert.Contains("no model", Assert.Throws<ModelFileException>(() => ModelFile.Read([1, 2, 3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelOfAnotherVersion_IsRefusedWithWhatToDo()
    {
        var bytes = ModelFile.Write(SomeModel.Of(("one thing", "a"), ("other matter", "b")).Content);
        bytes[8] = 1;

        Assert.Equal("It is of version 1; accepted: version 2. Train it again.", Assert.Throws<ModelFileException>(() => ModelFile.Read(bytes)).Message);
    }

    [Fact]
    public void ManyClasses_FitIntoTheFile()
    {
        var texts = new LabelledTexts();
        for (var i = 0; i < 4_000; i++) texts.Add($"word{i % 100} thing{i % 97} matter{i % 89} of row number{i / 100}", $"label{i % 100}");

        var bytes = ModelFile.Write(ModelTrainer.Train(texts, [.. Enumerable.Range(0, 4_000)], At, CancellationToken.None).Content);

        Assert.InRange(bytes.Length, 1, ModelFile.MaxBytes);
        Assert.Equal(100, ModelFile.Read(bytes).Labels.Count);
    }

    /// <summary>As many features as are taken, with weights that can't be packed, and every fingerprint.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(200)]
    public void TheLargestModel_FitsIntoTheFile(int classes)
    {
        var random = new Random(classes);
        var features = ModelFile.MaxFeatures(classes);
        var (rarities, weights) = (new byte[features], new byte[features * classes]);
        random.NextBytes(rarities);
        random.NextBytes(weights);
        uint[] Ascending(int count) => [.. Enumerable.Range(0, count * 2).Select(_ => (uint)random.NextInt64(uint.MaxValue)).Distinct().Take(count).Order()];
        var model = new ModelContent(
            At, 1_000_000, [.. Enumerable.Range(0, classes).Select(i => $"a label of some length, number {i}")], 1, new float[classes], new float[classes], Ascending(features), rarities, [.. weights.Select(w => (sbyte)w)],
            new LearnedRows(uint.MaxValue, Ascending(LearnedRows.MaxPrints)));

        var bytes = ModelFile.Write(model);

        Assert.InRange(bytes.Length, ModelFile.MaxBytes / 4, ModelFile.MaxBytes);
        Assert.Equal(features, ModelFile.Read(bytes).Content.Hashes.Length);
    }

    [Fact]
    public void AModel_KnowsWhichTextsItHasLearned()
    {
        var (texts, other) = (SomeModel.Texts(600, sorted: false), new LabelledTexts());
        other.Add("a printer that nobody ever saw", "label0");
        foreach (var row in Enumerable.Range(0, 300)) other.Add(string.Join(' ', texts.WordsOf(row).ToArray().Select(w => texts.Words[w])), texts.Labels[texts.LabelOf(row)]);
        var half = Enumerable.Range(0, 300).ToArray();

        var learned = ModelFile.Read(ModelFile.Write(ModelTrainer.Train(texts, half, At, CancellationToken.None).Content)).Content.Learned;

        Assert.Equal(uint.MaxValue, learned.Limit);
        Assert.All(half, row => Assert.False(learned.IsNew(texts, row)));
        Assert.True(learned.IsNew(other, 0));
        Assert.All(Enumerable.Range(1, 300), row => Assert.False(learned.IsNew(other, row)));
    }

    [Fact]
    public void OfManyTexts_ASampleIsKnown()
    {
        var texts = new LabelledTexts();
        for (var i = 0; i < LearnedRows.MaxPrints + 20_000; i++) texts.Add($"row {(char)('a' + i % 26)}{i / 26:x} b{i:x}", i % 2 == 0 ? "a" : "b");
        var rows = Enumerable.Range(0, texts.Count - 10_000).ToArray();

        var learned = LearnedRows.Of(texts, rows);

        Assert.Equal(LearnedRows.MaxPrints, learned.Prints.Length);
        Assert.All(rows, row => Assert.False(learned.IsNew(texts, row)));
        Assert.InRange(Enumerable.Range(rows.Length, 10_000).Count(row => learned.IsNew(texts, row)), 5_000, 9_999);
    }

    [Fact]
    public void AModelIsJudged_ByTextsThatItHasNotLearned()
    {
        var texts = SomeModel.Texts(400, sorted: false);
        var old = ModelTrainer.Train(texts, [.. Enumerable.Range(0, 9)], At, CancellationToken.None);
        var predictions = CrossValidation.Predict(texts, 5, At, CancellationToken.None);

        var news = ModelComparison.Of(texts, predictions, old);
        var same = ModelComparison.Of(texts, predictions, new TextModel(ModelTrainer.Train(texts, [.. Enumerable.Range(0, 400)], At, CancellationToken.None).Content with { Accuracy = 1 }));

        Assert.True(news.AreNew);
        Assert.InRange(news.Rows, ModelComparison.MinNewRows, 395);
        Assert.True(news.New > news.Standing && !news.IsWorse, $"{news}");
        Assert.Equal((400, false, 1.0, same.New < 1), (same.Rows, same.AreNew, same.Standing!.Value, same.IsWorse));
    }

    [Theory]
    [InlineData("Printer's 0x80070005 BROKEN", "printer s 0x80070005 broken")]
    [InlineData("Größe 12345, naïve", "größe 00000 naïve")]
    [InlineData("  \u200B - ", "")]
    public void Words_AreLowerWithTheirAccentsAndNumbersByLength(string text, string words) => Assert.Equal(words, string.Join(' ', TextWords.Of(text)));
}
