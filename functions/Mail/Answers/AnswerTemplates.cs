using System.Globalization;
using Automation.Tickets;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;

namespace Automation.Mail.Answers;

/// <summary>
/// The answers' texts: a file a language and purpose in a folder, <c>en.html.hbs</c> and <c>en.password.html.hbs</c>, and the
/// names of categories, checked at start. What comes from a mail is escaped; a template that names what there isn't doesn't start.
/// </summary>
internal sealed class AnswerTemplates
{
    public const string DefaultLanguage = "en";

    private const string Ending = ".html.hbs";
    private const int MaxBytes = 64 * 1024;

    private readonly Dictionary<string, HandlebarsTemplate<object, object>> templates;
    private readonly CategoryNames categories;
    private readonly TimeZoneInfo zone;

    private AnswerTemplates(Dictionary<string, HandlebarsTemplate<object, object>> templates, CategoryNames categories, TimeZoneInfo zone) =>
        (this.templates, this.categories, this.zone) = (templates, categories, zone);

    public IReadOnlyCollection<string> Languages => [.. templates.Keys.Where(k => !k.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Null with every problem, a line each, when a file can't be used.</summary>
    public static AnswerTemplates? Load(string folder, TimeZoneInfo zone, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        problems = found;
        var read = new Dictionary<string, HandlebarsTemplate<object, object>>(StringComparer.Ordinal);
        var there = new HashSet<string>(StringComparer.Ordinal);
        var all = new AnswerTemplates(read, Categories(folder, found), zone);
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, $"*{Ending}").Order(StringComparer.Ordinal).ToArray() : [])
        {
            var name = Path.GetFileName(file)[..^Ending.Length];
            there.Add(name);
            try
            {
                if (new FileInfo(file).Length > MaxBytes)
                {
                    found.Add($"{Path.GetFileName(file)}: larger than {MaxBytes} bytes");
                    continue;
                }

                var template = Engine().Compile(File.ReadAllText(file));
                read[name] = template;
                if (Samples.Any(s => !template(all.Model(s, DefaultLanguage)).Contains(s.Number, StringComparison.Ordinal))) found.Add($"{Path.GetFileName(file)}: does not say the ticket's number, {{{{number}}}}");
            }
            catch (Exception e) when (e is HandlebarsException or HandlebarsUndefinedBindingException or IOException or UnauthorizedAccessException)
            {
                found.Add($"{Path.GetFileName(file)}: {e.Message.ReplaceLineEndings(" ")}");
            }
        }

        foreach (var needed in new[] { DefaultLanguage, $"{DefaultLanguage}.password" })
        {
            if (!there.Contains(needed)) found.Add($"{needed}{Ending}: not found in {Path.GetFileName(folder)}; it is what every other language falls back to");
        }

        return found.Count == 0 ? all : null;
    }

    private static CategoryNames Categories(string folder, List<string> problems)
    {
        var (file, text) = (Path.Combine(folder, CategoryNames.FileName), "");
        try
        {
            if (File.Exists(file)) text = File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{CategoryNames.FileName}: {e.Message.ReplaceLineEndings(" ")}");
        }

        var names = CategoryNames.Read(text, out var wrong);
        problems.AddRange(wrong.Select(w => w.ToString()));
        return names;
    }

    /// <param name="language">Falls back to English where there is no template.</param>
    public string Write(AnswerText text, string language, bool isPassword)
    {
        // Always the same text, whoever asks: it must not tell whether there is such an account.
        var purpose = isPassword ? ".password" : "";
        var template = templates.GetValueOrDefault(language + purpose) ?? templates[DefaultLanguage + purpose];
        return template(Model(text, language));
    }

    private Dictionary<string, object?> Model(AnswerText text, string language) => new(StringComparer.Ordinal)
    {
        ["number"] = text.Number,
        ["name"] = text.Name,
        ["subject"] = text.Subject,
        ["isIncident"] = text.Kind == "incident",
        ["category"] = categories.Of(text.Category, language),
        ["until"] = $"{TimeZoneInfo.ConvertTime(text.Until, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} ({zone.Id})",
        ["articles"] = text.Articles.Select(a => new Dictionary<string, object?>(StringComparer.Ordinal) { ["title"] = a.Text, ["link"] = a.Link is { } link && link.StartsWith("http", StringComparison.Ordinal) ? link : null }).ToList(),
        ["known"] = text.Known is { } known ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["number"] = known.Number, ["title"] = known.Why } : null,
        ["selfService"] = text.SelfService,
    };

    /// <summary>HTML in, HTML out; a name that there isn't fails instead of leaving a gap in a mail.</summary>
    private static IHandlebars Engine() => Handlebars.Create(new HandlebarsConfiguration { ThrowOnUnresolvedBindingExpression = true });

    private static readonly AnswerText Sample = new(
        "482-913-077", "Ada Example", "Printer", "incident", "printing", DateTimeOffset.UnixEpoch, [new TicketLine("An article", "https://example.org/1")], new TicketLink("482-913-077", "Known"), "https://example.org/reset");

    /// <summary>With everything that there can be, and with nothing: a template has words for both.</summary>
    private static readonly AnswerText[] Samples =
    [
        Sample,
        Sample with { Articles = [new TicketLine("An article", null)] },
        Sample with { Name = "", Subject = "", Kind = "service request", Articles = [], Known = null, SelfService = null },
    ];
}
