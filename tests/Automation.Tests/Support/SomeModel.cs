using Automation.Mail.Understanding.Learning;

namespace Automation.Tests.Support;

/// <summary>Small classifiers.</summary>
internal static class SomeModel
{
    private static readonly string[][] Words =
    [
        ["printer", "toner", "paper", "jam", "scan"],
        ["vpn", "wifi", "internet", "router", "drops"],
        ["outlook", "mailbox", "calendar", "inbox", "attachment"],
    ];

    /// <summary>Learned from each text often enough that its words count.</summary>
    public static TextModel Of(params (string Text, string Label)[] rows)
    {
        var texts = new LabelledTexts();
        for (var i = 0; i < 5; i++)
        {
            foreach (var (text, label) in rows) texts.Add(text, label);
        }

        return ModelTrainer.Train(texts, [.. Enumerable.Range(0, texts.Count)], DateTimeOffset.UnixEpoch, CancellationToken.None);
    }

    /// <summary>Three labels with words of their own and words in common.</summary>
    public static LabelledTexts Texts(int count, bool sorted)
    {
        var texts = new LabelledTexts();
        for (var i = 0; i < count; i++)
        {
            var label = sorted ? i * 3 / count : i % 3;
            texts.Add($"please help with the {Words[label][i % 5]} and the {Words[label][i / 7 % 5]} in room {i % 13} today", $"label{label}");
        }

        return texts;
    }
}
