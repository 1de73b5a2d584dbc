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
        bytes[8] = 9;

        Assert.Equal("It is of version 9; accepted: version 1. Train it again.", Assert.Throws<ModelFileException>(() => ModelFile.Read(bytes)).Message);
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

    [Theory]
    [InlineData("Printer's 0x80070005 BROKEN", "printer s 0x80070005 broken")]
    [InlineData("Größe 12345, naïve", "größe 00000 naïve")]
    [InlineData("  \u200B - ", "")]
    public void Words_AreLowerWithTheirAccentsAndNumbersByLength(string text, string words) => Assert.Equal(words, string.Join(' ', TextWords.Of(text)));
}
