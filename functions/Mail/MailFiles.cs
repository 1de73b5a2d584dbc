using Automation.Mail.Answers;
using Automation.Mail.Understanding;

namespace Automation.Mail;

/// <summary>
/// What mail reads from files, read once: at start where mail is on, so that a mistake in them stops the start; where it is
/// off only if a message from before asks for them, because reading them is a third of the start.
/// </summary>
internal sealed class MailFiles(MailOptions options, UnderstandingOptions understanding)
{
    private readonly Lazy<AnswerTemplates> templates = new(() =>
        AnswerTemplates.Load(options.TemplatesFolder, options.TimeZone, out var problems) ?? throw new InvalidDataException($"The texts of answers can't be used:\n  - {string.Join("\n  - ", problems)}"));

    private readonly Lazy<MailRules> rules = new(() => understanding.Load(out var problem) ?? throw new InvalidDataException(problem));

    /// <exception cref="InvalidDataException">With every problem, a line each.</exception>
    public AnswerTemplates Templates => templates.Value;

    /// <exception cref="InvalidDataException">With every problem, a line each.</exception>
    public MailRules Rules => rules.Value;

    /// <summary>Reads them now.</summary>
    /// <returns>Null, or one message that lists every problem of the first that can't be used.</returns>
    public string? Check()
    {
        try
        {
            _ = (Rules, Templates);
            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }
}
