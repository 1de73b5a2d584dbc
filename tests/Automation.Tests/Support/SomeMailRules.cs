using Automation.Mail.Understanding;

namespace Automation.Tests.Support;

/// <summary>Rules by which mails are understood.</summary>
internal static class SomeMailRules
{
    /// <summary>One line for each thing, so that tests name places.</summary>
    public const string Small = """
        # a comment
        threshold: 35
        fallback: other
        negation: { en: [not a] }
        absence: { en: [no] }
        securityCategory: other
        departments: []
        categories:
          - name: printing
            en: [printer* 3]
          - name: other
            en: [chair]
        kinds:
          - name: incident
            en: [broken]
        urgency: [{ name: high, en: [urgent*] }]
        impact: [{ name: high, en: [everyone] }]
        security: { en: [phish*] }
        password: { en: [forgot .. password] }
        """;

    public static string Text { get; } = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "functions", "Mail", "Understanding", "mail.yaml"));

    public static MailRules Shipped { get; } = MailRulesReading.Of(Text, "mail.yaml").Rules!;
}
