namespace Automation.Mail.Understanding;

/// <summary>Says by what mails are counted as similar. No I/O.</summary>
internal static class SimilarTopic
{
    private const int MaxWords = 8;

    /// <summary>Shorter subjects ("Help!", "Question") have nothing in common.</summary>
    private const int MinWords = 2;

    /// <summary>
    /// The topic; without one the subject's words in any order. Null for a request: ten people who want a headset have no
    /// problem in common.
    /// </summary>
    public static string? Of(Understood mail, string subject)
    {
        if (mail.Kind != MailRules.Incident) return null;
        if (mail.Topic is { } topic) return topic;
        var words = FoldedText.Of(subject).Words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MaxWords).ToList();
        return words.Count < MinWords ? null : $"subject/{string.Join(' ', words)}";
    }
}
