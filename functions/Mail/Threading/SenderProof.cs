namespace Automation.Mail.Threading;

/// <summary>Whether a mail's own system vouches for the domain of its From line.</summary>
internal enum ProofState
{
    /// <summary>It passed: DMARC, or the organisation's own sign-in.</summary>
    Proven,

    /// <summary>Nothing is said, or the domain publishes no policy.</summary>
    Unknown,

    /// <summary>It failed: the From line is most likely forged.</summary>
    Refuted,
}

/// <summary>What is known of a sender's being the one that the From line names.</summary>
/// <param name="Reason">In words, for the ticket.</param>
internal sealed record SenderProof(ProofState State, string Reason)
{
    /// <param name="mail">Its headers, topmost first: each system that a mail passes writes above those before it.</param>
    /// <param name="trusted">Names (authserv-id) of the systems whose word counts; <c>*</c> for a result that names none, as Exchange Online writes it.</param>
    /// <param name="trustsOwnSignIn">Whether the mail system strips X-MS-Exchange-Organization-AuthAs from what comes from outside.</param>
    public static SenderProof Of(MailMessage mail, IReadOnlyCollection<string> trusted, bool trustsOwnSignIn)
    {
        if (mail.From is null) return new SenderProof(ProofState.Unknown, "the mail names no sender");
        if (Domain(mail.From.Address) is not { } domain) return new SenderProof(ProofState.Unknown, "the sender's address has no domain");

        // Only the topmost: an attacker can write any number of them below.
        if (mail.Header("Authentication-Results") is not { } header)
        {
            return trustsOwnSignIn && string.Equals(mail.Header("X-MS-Exchange-Organization-AuthAs"), "Internal", StringComparison.OrdinalIgnoreCase)
                ? new SenderProof(ProofState.Proven, "sent by a signed-in user of the organisation")
                : new SenderProof(ProofState.Unknown, "the mail system says nothing of the sender (no Authentication-Results)");
        }

        var results = AuthenticationResults.Parse(header);
        if (!trusted.Contains(results.Server ?? "*", StringComparer.OrdinalIgnoreCase))
            return new SenderProof(ProofState.Unknown, $"Authentication-Results of '{results.Server ?? "no name"}', which is not trusted");
        if (results.Find("dmarc") is not { } dmarc) return new SenderProof(ProofState.Unknown, "no DMARC result");
        var about = dmarc.Properties.GetValueOrDefault("header.from");
        if (about is not null && !string.Equals(about, domain, StringComparison.OrdinalIgnoreCase) && !IsBelow(domain, about))
            return new SenderProof(ProofState.Unknown, $"the DMARC result is about {about}, not about {domain}");
        return dmarc.Result switch
        {
            "pass" => new SenderProof(ProofState.Proven, $"DMARC pass for {domain}"),
            "fail" or "permerror" or "reject" or "quarantine" => new SenderProof(ProofState.Refuted, $"DMARC {dmarc.Result} for {domain}"),
            _ => new SenderProof(ProofState.Unknown, $"DMARC {dmarc.Result} for {domain}"),
        };
    }

    /// <summary>In lower case; null without one.</summary>
    public static string? Domain(string address) => address.LastIndexOf('@') is > 0 and var at && at < address.Length - 1 ? address[(at + 1)..].Trim().TrimEnd('.', '>').ToLowerInvariant() : null;

    private static bool IsBelow(string domain, string parent) => domain.EndsWith($".{parent}", StringComparison.OrdinalIgnoreCase);
}
