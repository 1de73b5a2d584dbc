namespace Automation.Mail.Understanding;

/// <summary>What mail.yaml says: the words by which mails are understood, and how much each counts.</summary>
/// <param name="Categories">In the order of the file; names of the tickets' categories.</param>
/// <param name="Fallback">Category of what is not understood.</param>
/// <param name="Threshold">Confidence, from 0 to 1, under which a person decides.</param>
/// <param name="ModelShare">How much a trained model counts beside the words, from 0 to 1.</param>
/// <param name="Kinds">incident and service request.</param>
/// <param name="Urgencies">Terms of each level.</param>
/// <param name="Impacts">Terms of each level.</param>
/// <param name="Security">Terms that bring a mail to the security team first, whatever else it says.</param>
/// <param name="SecurityCategory">Its category.</param>
/// <param name="SecurityTeam">Its team.</param>
/// <param name="Password">Terms of mails about a forgotten password or a locked account.</param>
/// <param name="VipGroups">Groups of the directory whose members are VIPs.</param>
/// <param name="Departments">Those whose problems have at least medium impact.</param>
/// <param name="SimilarMedium">Similar mails within an hour from which the impact is at least medium.</param>
/// <param name="SimilarHigh">Likewise high.</param>
internal sealed record MailRules(
    TermFinder Categories, string Fallback, double Threshold, double ModelShare, TermFinder Kinds, TermFinder Urgencies, TermFinder Impacts,
    TermFinder Security, string SecurityCategory, string SecurityTeam, TermFinder Password, IReadOnlyList<string> VipGroups, IReadOnlyList<string> Departments, int SimilarMedium, int SimilarHigh)
{
    /// <summary>Terms that say that the matter is in the quoted text.</summary>
    public required TermFinder Pointing { get; init; }

    public bool IsVip(Person person) => person.Groups.Any(g => VipGroups.Contains(g, StringComparer.OrdinalIgnoreCase));

    public const string Incident = "incident";

    public const string ServiceRequest = "service request";

    public static readonly IReadOnlyList<string> KindNames = [Incident, ServiceRequest];

    public static readonly IReadOnlyList<string> Languages = ["en", "de", "fr", "es", "nl", "pt", "it"];

    /// <summary>Terms of every language, where a text of several is written.</summary>
    public const string AnyLanguage = "any";
}
