using System.Text.RegularExpressions;

namespace Automation.Alerts.Authentication;

/// <summary>
/// An SNS topic, and with it the only host that signs and confirms for it: the SNS endpoint of its own region. Every
/// address is compared as text against what Amazon writes, so that no two parsers can differ about it.
/// </summary>
/// <param name="Domain">amazonaws.com, or amazonaws.com.cn for the regions in China.</param>
internal sealed partial record SnsTopic(string Arn, string Region, string Domain)
{
    private const int MaxAddress = 2048;

    public string Host => $"sns.{Region}.{Domain}";

    /// <summary>
    /// Names that Amazon issues signing certificates for: one common name, and others by region (AWS SDK for Java 2,
    /// SnsHostProvider; for AWS GovCloud always that of us-gov-west-1).
    /// </summary>
    public IReadOnlyList<string> CertificateNames =>
        [$"sns.{Domain}", Host, $"sns-signing.{Region}.{Domain}", $"sns-{Region}.{Domain}", .. Region.StartsWith("us-gov-", StringComparison.Ordinal) ? [$"sns-us-gov-west-1.{Domain}"] : Array.Empty<string>()];

    /// <summary>Null for everything that is no ARN of a topic.</summary>
    public static SnsTopic? Find(string? arn) =>
        arn is not null && Form().Match(arn) is { Success: true } match
            ? new SnsTopic(arn, match.Groups["region"].Value, match.Groups["partition"].Value == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com")
            : null;

    /// <summary>Where the certificate is; null for an address that is not this topic's SNS endpoint and a certificate there.</summary>
    public Uri? CertificateAddress(string? text) =>
        text is { Length: <= MaxAddress } && text.StartsWith($"https://{Host}/", StringComparison.Ordinal) && Certificate().IsMatch(text.AsSpan(Host.Length + 9)) ? new Uri(text) : null;

    /// <summary>
    /// Where a subscription is confirmed: made of the topic and token, which are signed, once <paramref name="text"/> is seen
    /// to say the same. Null for an address that says anything else.
    /// </summary>
    public Uri? ConfirmationAddress(string? text, string? token)
    {
        if (token is null || text is not { Length: <= MaxAddress } || !Token().IsMatch(token) || !text.StartsWith($"https://{Host}/?", StringComparison.Ordinal)) return null;
        var parameters = text[(Host.Length + 10)..].Split('&').Select(p => p.Split('=', 2)).ToList();
        return parameters.Count == 3 && Is("Action", "ConfirmSubscription") && Is("TopicArn", Arn) && Is("Token", token)
            ? new Uri($"https://{Host}/?Action=ConfirmSubscription&TopicArn={Uri.EscapeDataString(Arn)}&Token={token}")
            : null;

        bool Is(string name, string value) => parameters.Exists(p => p.Length == 2 && p[0] == name && Uri.UnescapeDataString(p[1]) == value);
    }

    [GeneratedRegex(@"\Aarn:(?<partition>aws|aws-cn|aws-us-gov):sns:(?<region>[a-z]{2,4}(-[a-z]{2,12}){1,3}-[0-9]{1,2}):[0-9]{12}:[A-Za-z0-9_\-]{1,256}\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();

    [GeneratedRegex(@"\ASimpleNotificationService(-[0-9A-Za-z]{1,64})?\.pem\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Certificate();

    [GeneratedRegex(@"\A[0-9A-Za-z_\-]{1,1024}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
