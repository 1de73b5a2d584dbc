using Automation.Flow;
using Automation.Mail.Answers;
using Automation.Mail.Threading;

namespace Automation.Mail;

/// <summary>Settings of the support mailbox.</summary>
/// <param name="Mailbox">Address of the mailbox; null: mail is off.</param>
/// <param name="Secret">Signs the tags by which answers find their ticket, and what subscriptions are known by. At least 32 characters; needed with a mailbox. Secret.</param>
/// <param name="NotificationUrl">Address at which the mail system reaches this app; null: no subscription, the timer alone finds mail.</param>
/// <param name="OwnAddresses">Every address of the mailbox, itself first.</param>
/// <param name="OwnDomains">Domains of colleagues; by default the mailbox's.</param>
/// <param name="TrustedAuthServers">Whose Authentication-Results count; <c>*</c> stands for one without a name, as Exchange Online writes it, the default.</param>
/// <param name="TrustsOwnSignIn">Whether Exchange's word that a signed-in user of the organisation sent it counts. Default true.</param>
/// <param name="Lists">List-Ids, or parts of them, through which ordinary mail comes.</param>
/// <param name="ReopenWithin">An answer to a ticket that was closed longer ago opens a linked one. Default 14 days; 0: always.</param>
/// <param name="TagsAddress">Whether answers go to <c>name+tag@domain</c>; the mailbox must take such addresses. Default true.</param>
/// <param name="MaxAlikePerHour">Mails of one sender with one subject in an hour that are taken; more are held. Default 4; 1 to 1,000.</param>
/// <param name="MaxAnswersPerHour">Answers to one proven sender in an hour; mails beyond open tickets and get none. Default 10; 0 to 1,000.</param>
/// <param name="MaxUnprovenAnswersPerHour">Likewise to an unproven colleague, or to all unproven senders of one other domain. Default 4; 0 to 1,000.</param>
/// <param name="MaxUnprovenAnswersInAll">Likewise to all unproven senders together. Default 200; 0 to 1,000.</param>
/// <param name="LookBack">How far the first look into the mailbox reaches back. Default 1 day.</param>
/// <param name="CanaryEvery">How often the mailbox mails itself; zero: never, the default.</param>
/// <param name="SelfServiceUrl">Where people set a new password themselves; null when there is no such page.</param>
/// <param name="FirstResponse">By when a person looks at a ticket, by priority.</param>
/// <param name="TimeZone">In which answers state times. Default UTC.</param>
/// <param name="TemplatesFolder">The answers' texts; by default those that the product brings.</param>
internal sealed record MailOptions(
    string? Mailbox, byte[] Secret, Uri? NotificationUrl, IReadOnlyList<string> OwnAddresses, IReadOnlyList<string> OwnDomains,
    IReadOnlyList<string> TrustedAuthServers, bool TrustsOwnSignIn, IReadOnlyList<string> Lists, TimeSpan ReopenWithin, bool TagsAddress,
    int MaxAlikePerHour, int MaxAnswersPerHour, int MaxUnprovenAnswersPerHour, int MaxUnprovenAnswersInAll, TimeSpan LookBack, TimeSpan CanaryEvery, string? SelfServiceUrl, FirstResponse FirstResponse, TimeZoneInfo TimeZone, string TemplatesFolder)
{
    private const int ShortestSecret = 32;

    public bool IsOn => Mailbox is not null;

    /// <summary>How long a mail is known again; the retention of mails.</summary>
    public TimeSpan KeptFor { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Whether it is an address of the mailbox, also with a tag: <c>name+tag@domain</c>.</summary>
    public bool IsOwn(string address)
    {
        var (plus, at) = (address.IndexOf('+', StringComparison.Ordinal), address.LastIndexOf('@'));
        return OwnAddresses.Contains(plus > 0 && plus < at ? $"{address[..plus]}{address[at..]}" : address, StringComparer.OrdinalIgnoreCase) || OwnAddresses.Contains(address, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether the address is one of the organisation's own, or says so.</summary>
    public bool IsColleague(string address) => SenderProof.Domain(address) is { } domain && OwnDomains.Contains(domain);

    public static MailOptions Read(SettingReader settings)
    {
        var mailbox = settings.Text("Mail__Mailbox", "", 320);
        if (mailbox.Length > 0 && (mailbox.IndexOf('@') < 1 || SenderProof.Domain(mailbox) is null || mailbox.Any(char.IsWhiteSpace))) settings.Refuse("Mail__Mailbox", $"'{mailbox}'", "an address such as support@example.org");
        var secret = settings.Secret("Mail__Secret", $"at least {ShortestSecret} characters", static s => s.Length >= ShortestSecret);
        if (mailbox.Length > 0 && secret is null && !settings.IsSet("Mail__Secret")) settings.Refuse("Mail__Secret", "nothing", $"at least {ShortestSecret} characters, for instance of: openssl rand -base64 32");
        var promised = settings.Text("Mail__FirstResponse", FirstResponse.Default, 200);
        var response = FirstResponse.Parse(promised);
        if (response is null) settings.Refuse("Mail__FirstResponse", $"'{promised}'", FirstResponse.Accepted);
        return new MailOptions(
            mailbox.Length > 0 ? mailbox.ToLowerInvariant() : null,
            System.Text.Encoding.UTF8.GetBytes(secret ?? ""),
            settings.Address("Mail__NotificationUrl") is { } url ? new Uri(url) : null,
            [.. List(settings.Text("Mail__OwnAddresses", "", 4_000)).Prepend(mailbox.ToLowerInvariant())],
            List(settings.Text("Mail__OwnDomains", SenderProof.Domain(mailbox) ?? "", 4_000)),
            List(settings.Text("Mail__TrustedAuthServers", "*", 1_000)),
            settings.Flag("Mail__TrustInternalSignIn", true),
            List(settings.Text("Mail__Lists", "", 4_000)),
            TimeSpan.FromDays(settings.Number("Mail__ReopenDays", 14, 0, 365, "days")),
            settings.Flag("Mail__AddressTag", true),
            settings.Number("Mail__MaxAlikePerHour", 4, 1, 1_000, "mails"),
            settings.Number("Mail__MaxAnswersPerHour", 10, 0, 1_000, "answers"),
            settings.Number("Mail__MaxUnprovenAnswersPerHour", 4, 0, 1_000, "answers"),
            settings.Number("Mail__MaxUnprovenAnswersInAll", 200, 0, 1_000, "answers"),
            TimeSpan.FromHours(settings.Number("Mail__LookBackHours", 24, 1, 720, "hours")),
            TimeSpan.FromMinutes(settings.Number("Mail__CanaryMinutes", 0, 0, 1_440, "minutes")),
            settings.Address("Mail__SelfServiceUrl"),
            response ?? FirstResponse.Parse(FirstResponse.Default)!,
            settings.TimeZone("Mail__TimeZone"),
            settings.Text("Mail__TemplatesFolder", Path.Combine(AppContext.BaseDirectory, "answers"), 1_000));
    }

    private static List<string> List(string text) => [.. text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries).Select(t => t.Trim().ToLowerInvariant())];
}
