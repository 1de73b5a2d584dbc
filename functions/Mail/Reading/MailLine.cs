namespace Automation.Mail.Reading;

/// <summary>What a line of a mail is.</summary>
internal enum LinePart
{
    /// <summary>What the sender wrote now.</summary>
    New,

    /// <summary>History that hangs on a reply.</summary>
    Quoted,

    /// <summary>A mail that is passed on, with its headers.</summary>
    Forwarded,

    Signature,

    /// <summary>Legal notices, warnings of the gateway, advertisements of the mail program.</summary>
    Notice,
}

/// <summary>One line of a mail's text.</summary>
/// <param name="Text">Without marks of quoting.</param>
/// <param name="Depth">How deeply it is quoted; 0 for the sender's own.</param>
/// <param name="Part">What the markup says that it is; <see cref="LinePart.New"/> when it says nothing.</param>
internal readonly record struct MailLine(string Text, int Depth, LinePart Part)
{
    /// <summary>Quoted by an element that is no mail program's: it may be the sender's own text, set in.</summary>
    public bool IsIndent { get; init; }

    public bool IsBlank => string.IsNullOrWhiteSpace(Text);
}
