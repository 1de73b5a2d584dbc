using Automation.Flow;

namespace Automation.Alerts.Authentication;

/// <summary>Settings of who must sign.</summary>
/// <param name="Sources">Sources whose requests must be signed; none unless configured.</param>
/// <param name="IsRequired">Whether only signed requests are accepted, from whatever source. False: the function key guards the address.</param>
/// <param name="Window">How far a signed timestamp may be from our clock, on both sides; 30 s to 1 h.</param>
internal sealed record SignatureOptions(IReadOnlyList<SignedSource> Sources, bool IsRequired, TimeSpan Window, SnsOptions Sns)
{
    public static readonly SignatureOptions None = new([], false, TimeSpan.FromMinutes(5), SnsOptions.None);

    public static SignatureOptions Read(SettingReader settings)
    {
        var options = new SignatureOptions(
            SignedSource.Read(settings, "Alerts__Signatures"),
            settings.Flag("Alerts__RequireSignature", false),
            TimeSpan.FromSeconds(settings.Number("Alerts__SignatureWindowSeconds", 300, 30, 3600, "seconds")),
            SnsOptions.Read(settings));
        if (options.IsRequired && options.Sources.Count == 0 && !options.Sns.Verifies) settings.Refuse("Alerts__RequireSignature", "true, and nobody who signs", "true with sources in Alerts__Signatures or topics in Alerts__Sns__Topics; else every request would be refused");
        return options;
    }
}
