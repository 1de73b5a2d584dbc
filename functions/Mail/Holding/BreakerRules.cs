namespace Automation.Mail.Holding;

/// <summary>Breaks loops that no header betrays, by counting. No I/O, no clock.</summary>
internal static class BreakerRules
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <param name="alike">Mails of the sender with this subject in the last hour, this one included.</param>
    public static Hold? Decide(int alike, int most, string sender) =>
        alike > most ? new Hold(HoldKind.Loop, $"{alike} mails of {sender} with the same subject within an hour; {most} are taken") : null;

    /// <summary>Why the sender gets no answer now; null when it gets one.</summary>
    /// <param name="answers">Answers to the sender in the last hour, this one included.</param>
    public static string? HoldsAnswerBack(int answers, int most, string sender) =>
        answers > most ? $"{sender} got {most} answers within an hour" : null;
}
