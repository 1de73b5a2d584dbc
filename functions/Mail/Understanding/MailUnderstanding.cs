using System.Globalization;
using Automation.Flow;
using Automation.Mail.Reading;

namespace Automation.Mail.Understanding;

/// <summary>
/// Understands the mails of the mailbox: by the rules that were read at start, the model as it stands now, and how many others
/// wrote about the same.
/// </summary>
internal sealed class MailUnderstanding(MailRules rules, CurrentModel model, SimilarMails similar) : IMailSense
{
    private const string Fallback = "en";
    private const string Stage = "understanding";

    private readonly Understander understander = new(rules);

    public async Task<MailSense> OfAsync(ReadMail mail, IReadOnlyList<MailAttachment> attachments, Person? sender, string address, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var isVip = sender is not null && rules.IsVip(sender);
        var facts = new MailFacts(MailSubject.Bare(mail.Subject), mail.Matter, isVip, sender?.Department) { Quoted = mail.Quoted, AttachedMails = Names(attachments), AttachedTexts = Texts(attachments) };
        var usable = await model.GetAsync(cancellationToken);
        var understood = understander.Decide(facts, usable.Model, at);
        var steps = new List<TraceStep>();
        if (usable.Problem is { } problem) steps.Add(TraceStep.Of(at, Stage, "the trained model can't be used", "the rules decide alone", ("reason", problem)));
        var others = 0;
        if (SimilarTopic.Of(understood, facts.Subject) is { } topic)
        {
            others = await similar.CountAsync(topic, address, at, cancellationToken);
            if (others > 0)
            {
                steps.Add(TraceStep.Of(at, Stage, "others who wrote about the same in the last hour", others.ToString(CultureInfo.InvariantCulture), ("topic", topic)));
                understood = understander.Decide(facts with { Similar = others }, usable.Model, at);
            }
        }

        return new MailSense(
            understood.Kind, understood.Category, understood.Impact, understood.Urgency, understood.Language ?? Preferred(sender) ?? Fallback, understood.Topic,
            understood.IsSecurity, understood.IsPassword, isVip, understood.Team, [.. steps, .. understood.Trace])
        { Similar = others, NeedsTriage = understood.NeedsTriage };
    }

    /// <summary>Neither the subject nor the quoted history counts: every answer carries them on, also after somebody said that it was none.</summary>
    public SecurityMatter? SecurityOf(ReadMail mail, IReadOnlyList<MailAttachment> attachments, DateTimeOffset at) =>
        understander.SecurityStep(new MailFacts("", mail.Matter, false, null) { AttachedMails = Names(attachments), AttachedTexts = Texts(attachments) }, at) is { } step ? new SecurityMatter(rules.SecurityCategory, step) : null;

    private static List<string> Names(IReadOnlyList<MailAttachment> attachments) => [.. attachments.Where(IsMail).Select(a => a.Name)];

    private static List<AttachedText> Texts(IReadOnlyList<MailAttachment> attachments) => [.. attachments.Where(a => a.Mail is not null).Select(a => new AttachedText(a.Name, Text(a.Mail!)))];

    /// <summary>Without its own history, signature and notices.</summary>
    private static string Text(MailMessage attached)
    {
        var read = MailReader.Read(attached);
        return $"{read.Subject}\n{read.Matter}";
    }

    private static bool IsMail(MailAttachment attachment) =>
        attachment.Kind == "message" || attachment.ContentType?.StartsWith("message/rfc822", StringComparison.OrdinalIgnoreCase) == true || attachment.Name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) || attachment.Name.EndsWith(".msg", StringComparison.OrdinalIgnoreCase);

    private static string? Preferred(Person? sender) => sender?.Language is { Length: >= 2 } tag && MailRules.Languages.Contains(tag[..2].ToLowerInvariant()) ? tag[..2].ToLowerInvariant() : null;
}
