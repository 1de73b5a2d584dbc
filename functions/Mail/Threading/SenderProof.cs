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
    private static readonly SenderProof SignedIn = new(ProofState.Proven, "sent by a signed-in user of the organisation");

    /// <summary>Stands for a system that does not write its name.</summary>
    private const string NoName = "*";

    /// <summary>More than any way of a mail leaves.</summary>
    private const int MaxHeaders = 20;

    /// <param name="mail">Its headers, topmost first: each system that a mail passes writes above those before it.</param>
    /// <param name="trusted">Names (authserv-id) of the systems whose word counts; <c>*</c> for a result that names none, as Exchange Online writes it.</param>
    /// <param name="trustsOwnSignIn">Whether the mail system strips X-MS-Exchange-Organization-AuthAs from what comes from outside.</param>
    public static SenderProof Of(MailMessage mail, IReadOnlyCollection<string> trusted, bool trustsOwnSignIn)
    {
        if (mail.From is null) return new SenderProof(ProofState.Unknown, "the mail names no sender");
        if (Domain(mail.From.Address) is not { } domain) return new SenderProof(ProofState.Unknown, "the sender's address has no domain");

        if (Topmost(mail, trusted) is not { } results)
        {
            if (mail.Header("Authentication-Results") is { } header) return new SenderProof(ProofState.Unknown, $"Authentication-Results of '{AuthenticationResults.Parse(header).Server ?? "no name"}', which is not trusted");
            return trustsOwnSignIn && IsSignedIn(mail) ? SignedIn : new SenderProof(ProofState.Unknown, "the mail system says nothing of the sender (no Authentication-Results)");
        }

        var said = Dmarc(results, domain);
        if (said.State != ProofState.Refuted && Failure(results, domain, said.State == ProofState.Proven) is { } failure) return new SenderProof(ProofState.Refuted, failure);

        // What a user of the organisation sends comes from nowhere: Exchange checks nothing of it and writes dmarc=none.
        return said.State == ProofState.Unknown && trustsOwnSignIn && results.All("dmarc").All(r => r.Result == "none") && IsSignedIn(mail) ? SignedIn : said;
    }

    /// <summary>Whether two addresses have one domain, or one is below the other.</summary>
    public static bool IsOfOneDomain(MailAddress one, MailAddress other) => Domain(one.Address) is { } a && Domain(other.Address) is { } b && IsAligned(a, b);

    /// <summary>Whether SPF or DKIM passed for the domain of an address that is not the From line's.</summary>
    public static bool IsVouchedFor(MailMessage mail, MailAddress address, IReadOnlyCollection<string> trusted) =>
        Domain(address.Address) is { } domain && Topmost(mail, trusted) is { } results && results.All("spf").Concat(results.All("dkim")).Any(c => c.Result == "pass" && c.Domains.Any(d => IsAligned(d, domain)));

    /// <summary>
    /// The topmost of a trusted system: each system writes above what was there, and a sender can write any number of them
    /// below. Without a name only the very first counts, because no system removes what has none.
    /// </summary>
    private static AuthenticationResults? Topmost(MailMessage mail, IReadOnlyCollection<string> trusted)
    {
        var isFirst = true;
        foreach (var header in mail.AllHeaders("Authentication-Results").Take(MaxHeaders))
        {
            var results = AuthenticationResults.Parse(header);
            if (results.Server is { } server ? trusted.Contains(server, StringComparer.OrdinalIgnoreCase) : isFirst && trusted.Contains(NoName)) return results;
            isFirst = false;
        }

        return null;
    }

    private static SenderProof Dmarc(AuthenticationResults results, string domain)
    {
        var all = results.All("dmarc");
        if (all.Count == 0) return new SenderProof(ProofState.Unknown, "no DMARC result");
        if (all.Count > 1 && !all.All(IsRefusal)) return new SenderProof(ProofState.Unknown, $"{all.Count} DMARC results in one header");
        var about = all[0].Properties.GetValueOrDefault("header.from");
        if (about is not null && !string.Equals(about, domain, StringComparison.OrdinalIgnoreCase) && !IsBelow(domain, about))
            return new SenderProof(ProofState.Unknown, $"the DMARC result is about {about}, not about {domain}");
        if (IsRefusal(all[0])) return new SenderProof(ProofState.Refuted, $"DMARC {all[0].Result} for {domain}");
        return new SenderProof(all[0].Result == "pass" ? ProofState.Proven : ProofState.Unknown, $"DMARC {all[0].Result} for {domain}");
    }

    /// <summary>Why the sender is refuted although DMARC does not say so: most domains publish no policy. Null when nothing failed, or another check passed for the same domain.</summary>
    private static string? Failure(AuthenticationResults results, string domain, bool passed)
    {
        if (results.All("compauth").Any(c => c.IsFailure)) return $"the mail system's own verdict (compauth) is fail for {domain}";
        var checks = results.All("spf").Concat(results.All("dkim")).ToList();
        if (passed || checks.Exists(c => c.Result == "pass" && c.Domains.Any(d => IsAligned(d, domain)))) return null;
        return checks.Find(c => c.IsFailure) is { } failed ? $"{failed.Method.ToUpperInvariant()} {failed.Result} for {failed.Domains.FirstOrDefault() ?? domain}, and nothing else vouches for {domain}" : null;
    }

    private static bool IsSignedIn(MailMessage mail) => string.Equals(mail.Header("X-MS-Exchange-Organization-AuthAs"), "Internal", StringComparison.OrdinalIgnoreCase);

    private static bool IsRefusal(MethodResult dmarc) => dmarc.Result is "fail" or "permerror" or "reject" or "quarantine";

    /// <summary>As DMARC's relaxed mode has it, without a list of public suffixes: one is the other or below it.</summary>
    private static bool IsAligned(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase) || IsBelow(one, other) || IsBelow(other, one);

    /// <summary>In lower case; null without one.</summary>
    public static string? Domain(string address) => address.LastIndexOf('@') is > 0 and var at && at < address.Length - 1 ? address[(at + 1)..].Trim().TrimEnd('.', '>').ToLowerInvariant() : null;

    private static bool IsBelow(string domain, string parent) => domain.EndsWith($".{parent}", StringComparison.OrdinalIgnoreCase);
}
