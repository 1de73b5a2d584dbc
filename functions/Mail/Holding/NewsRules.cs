using System.Text.RegularExpressions;
using Automation.Mail.Reading;

namespace Automation.Mail.Holding;

/// <summary>
/// Decides by its words whether a mail went to many, where no header says so: it tells why one receives it, and how to stop
/// it. Who passes one on or speaks of one writes in the first person. No I/O, no clock.
/// </summary>
internal static partial class NewsRules
{
    /// <summary>Where a person who writes above a pasted newsletter has said who speaks.</summary>
    private const int Beginning = 400;

    /// <summary>Null when it is none.</summary>
    public static Hold? Decide(ReadMail read)
    {
        if (read.Forwarded.Length > 0 || MailSubject.IsForward(read.Subject) || MailSubject.IsAnswer(read.Subject)) return null;
        var text = $"{read.New}\n{read.Signature}\n{read.Notice}".ToLowerInvariant();
        if (Stop().Match(text) is not { Success: true } stop || Why().Match(text) is not { Success: true } why) return null;
        var beginning = text.Length > Beginning ? text[..Beginning] : text;
        return Self().IsMatch(beginning) || Voice.IsCited(text[..why.Index]) ? null : new Hold(HoldKind.Bulk, $"a text that says '{why.Value}' and '{stop.Value}'");
    }

    [GeneratedRegex(@"\byou('re| are)? (are )?(receiv|gett)(ing|e|ed) (this|these|our)\b[^.!?]{0,40}\b(because|since|as)\b|\bthis (e-?mail|message|newsletter) was sent to\b|\bsie erhalten (diese|diesen|unseren)\b[^.!?]{0,40}\b(weil|da)\b|\bvous recevez (ce|cet|cette|notre)\b[^.!?]{0,40}\b(car|parce)\b|\b(recibe|recibes|está recibiendo|has recibido) (este|esta|nuestro)\b[^.!?]{0,40}\bporque\b|\b(u|je) ontvangt (deze|dit|onze)\b[^.!?]{0,40}\bomdat\b|\b(recebe|recebeu|está a receber|está recebendo) (este|esta|a nossa)\b[^.!?]{0,40}\bporque\b|\b(riceve|ricevi|hai ricevuto|ha ricevuto) (questa|questo|la nostra)\b[^.!?]{0,40}\bperch[éè]\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Why();

    [GeneratedRegex(@"\bunsubscribe\b|\bopt[ -]out\b|\bmanage (your )?(e-?mail )?(preferences|subscription)|\bab(zu)?melden\b|\babbestell\w+|\babzubestellen\b|\bse désabonner\b|\bdésinscri\w+|\bdésabonn\w+|\bdarse? de baja\b|\bcancelar (la |su |tu )?(suscripción|inscrição|subscrição)\b|\bafmelden\b|\buitschrijven\b|\bdisiscri\w+|\bannulla l'iscrizione\b|\bdescadastr\w+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Stop();

    [GeneratedRegex(@"\b(i|i'm|i've|my|me|ich|mein\w{0,2}|mir|mich|je|j'ai|mon|mes|yo|mis|ik|mijn|eu|meus?|minhas?|io|mio|mia|miei)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Self();
}
