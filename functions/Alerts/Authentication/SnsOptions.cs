using Automation.Flow;

namespace Automation.Alerts.Authentication;

/// <summary>Settings of Amazon SNS.</summary>
/// <param name="Topics">The topics whose messages are accepted and whose subscriptions are confirmed. None: messages are read unverified, nothing is confirmed.</param>
/// <param name="VerifySignatures">Whether messages of these topics must carry the signature of SNS.</param>
internal sealed record SnsOptions(IReadOnlyList<SnsTopic> Topics, bool VerifySignatures)
{
    public static readonly SnsOptions None = new([], true);

    /// <summary>Whether SNS messages are taken with a verified signature only.</summary>
    public bool Verifies => VerifySignatures && Topics.Count > 0;

    public static SnsOptions Read(SettingReader settings)
    {
        var topics = new List<SnsTopic>();
        foreach (var arn in settings.Text("Alerts__Sns__Topics", "", 16_000).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (SnsTopic.Find(arn) is { } topic) topics.Add(topic);
            else settings.Refuse("Alerts__Sns__Topics", $"'{SecretMask.Apply(arn)}'", "comma-separated ARNs of topics, such as arn:aws:sns:eu-west-1:123456789012:alarms");
        }

        return new SnsOptions(topics, settings.Flag("Alerts__Sns__VerifySignatures", true));
    }
}
