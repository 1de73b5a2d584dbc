namespace Automation.Alerts.Authentication;

/// <summary>One way in which sources sign their requests. A new one is a line in <see cref="SignatureSchemes"/>.</summary>
internal interface ISignatureScheme
{
    /// <summary>Lower-case name, as the setting Alerts__Signatures gives it.</summary>
    string Name { get; }

    /// <param name="secrets">Every secret that is valid at present; more than one while they are changed.</param>
    /// <param name="window">How far a signed timestamp may be from <paramref name="now"/>, on both sides.</param>
    SignatureCheck Check(SignedRequest request, IReadOnlyList<byte[]> secrets, TimeSpan window, DateTimeOffset now);
}

/// <summary>What a signature is checked against.</summary>
/// <param name="Header">Value of a header by its name in any case; null when the request has none.</param>
/// <param name="Body">The bytes as they came: signatures cover them before anything is decoded.</param>
internal sealed record SignedRequest(Func<string, string?> Header, byte[] Body);

/// <param name="Header">The header that decided.</param>
internal readonly record struct SignatureCheck(SignatureResult Result, string Header);

/// <summary>What came of checking a signature, and why.</summary>
internal enum SignatureResult
{
    Verified,

    /// <summary>A header that the scheme needs is not there.</summary>
    Missing,

    /// <summary>The header has not the scheme's form, or is longer than any signature.</summary>
    Malformed,

    /// <summary>Well-formed, and made with another secret or over another body.</summary>
    Wrong,

    /// <summary>Rightly signed, but longer ago than the window: a replay, or a clock that is slow.</summary>
    TooOld,

    /// <summary>Rightly signed with a time to come: a clock that is fast.</summary>
    TooEarly,
}
