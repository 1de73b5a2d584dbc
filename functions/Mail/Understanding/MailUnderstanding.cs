using Automation.Mail.Reading;
using Automation.Mail.Understanding.Learning;

namespace Automation.Mail.Understanding;

/// <summary>Understands the mails of the mailbox: the rules that were read at start, and the model, which is read with the first mail.</summary>
internal sealed class MailUnderstanding(MailRules rules, UnderstandingOptions options, ILogger<MailUnderstanding> log) : IMailSense
{
    private const string Fallback = "en";

    private readonly Understander understander = new(rules);
    private readonly Lazy<TextModel?> model = new(() => ReadModel(options, log));

    public MailSense Of(ReadMail mail, Person? sender, DateTimeOffset at)
    {
        var isVip = sender?.Groups.Any(g => rules.VipGroups.Contains(g, StringComparer.OrdinalIgnoreCase)) ?? false;
        var understood = understander.Decide(new MailFacts(MailSubject.Bare(mail.Subject), mail.Matter, isVip, sender?.Department), model.Value, at);
        return new MailSense(
            understood.Kind, understood.Category, understood.Impact, understood.Urgency, understood.Language ?? Preferred(sender) ?? Fallback, understood.Topic, understood.IsSecurity, understood.IsPassword, isVip, understood.Team, understood.Trace);
    }

    private static string? Preferred(Person? sender) => sender?.Language is { Length: >= 2 } tag && MailRules.Languages.Contains(tag[..2].ToLowerInvariant()) ? tag[..2].ToLowerInvariant() : null;

    /// <summary>Mails are understood by the rules alone when a model can't be read: worse, but understood.</summary>
    private static TextModel? ReadModel(UnderstandingOptions options, ILogger log)
    {
        if (options.ModelFile is not { } file) return null;
        try
        {
            return ModelFile.Read(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is ModelFileException or IOException or UnauthorizedAccessException)
        {
            log.LogError("The trained model {File} can't be used, mails are understood by the rules alone: {Reason}", file, e.Message);
            return null;
        }
    }
}
