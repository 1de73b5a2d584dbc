using Automation.Flow;
using Automation.Routing.Files;

namespace Automation.Mail.Understanding;

/// <summary>Where the words and the model stand.</summary>
/// <param name="File">Full path of the rules; mail.yaml beside the executable unless the setting names another.</param>
/// <param name="ModelFile">Full path of the trained model; null to read it from storage.</param>
internal sealed record UnderstandingOptions(string File, string? ModelFile)
{
    public static UnderstandingOptions Read(SettingReader settings)
    {
        var model = settings.Text("Mail__ModelFile", "", 1024);
        return new UnderstandingOptions(Beside(settings.Text("Mail__RulesFile", "mail.yaml", 1024)), model.Length == 0 ? null : Beside(model));
    }

    /// <summary>Null with one message that lists every problem.</summary>
    public MailRules? Load(out string? problem)
    {
        try
        {
            var reading = MailRulesReading.Of(System.IO.File.ReadAllText(File), Path.GetFileName(File));
            problem = reading.Rules is null ? Listed(reading.Problems) : null;
            return reading.Rules;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"The mail rules can't be read (setting Mail__RulesFile): {e.Message}";
            return null;
        }
    }

    private static string Listed(IReadOnlyList<FileProblem> problems) =>
        $"The mail rules can't be used ({problems.Count} problem{(problems.Count == 1 ? "" : "s")}):\n  - {string.Join("\n  - ", problems)}";

    private static string Beside(string path) => Path.GetFullPath(path, AppContext.BaseDirectory);
}
