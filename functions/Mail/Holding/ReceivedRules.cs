using System.Text.RegularExpressions;
using Automation.Mail.Reading;

namespace Automation.Mail.Holding;

/// <summary>
/// Decides by its words whether a mail only says that another service desk has received ours. It says so at its beginning, and
/// that it is automatic; or it comes from a desk's address, names its number for the matter and promises an answer. Who writes
/// by hand says "I", or asks. No I/O, no clock.
/// </summary>
internal static partial class ReceivedRules
{
    /// <summary>Desks thank first; what comes later is a matter.</summary>
    private const int SaidWithin = 400;

    /// <summary>Null when it is none.</summary>
    public static Hold? Decide(MailMessage mail, ReadMail read)
    {
        var text = Voice.Of(mail, read);
        if (MailSubject.IsForward(mail.Subject) || Voice.Asks(text)) return null;
        if (Said(text, Yours()) is { } yours && Automatic().Match(text) is { Success: true } automatic) return Acknowledged(yours, automatic.Value);

        // Only a desk promises an answer.
        if (!IsDesk(mail) || Demand().IsMatch(text) || Said(text, Yours()) is not { } said) return null;
        return Number().Match(text) is { Success: true } number && Promise().IsMatch(text) ? Acknowledged(said, number.Value) : null;
    }

    /// <summary>What is said, when it stands at the beginning, is not cited, and nobody has said "I" before.</summary>
    private static string? Said(string text, Regex what) =>
        what.Match(text) is { Success: true } said && said.Index <= SaidWithin && !But().IsMatch(Sentence(text, said)) && !Self().IsMatch(text[..(said.Index + said.Length)]) && !Voice.IsCited(text[..said.Index]) ? said.Value : null;

    /// <summary>The sentence from what is said on.</summary>
    private static string Sentence(string text, Match said) => text.IndexOfAny(['.', '!', '?', '\n'], said.Index + said.Length) is >= 0 and var end ? text[said.Index..end] : text[said.Index..];

    /// <summary>Whether the address is that of a place, not of a person.</summary>
    private static bool IsDesk(MailMessage mail) => mail.From is { } from && (MailSigns.IsRobot(mail) || Desk().IsMatch(MailSigns.LocalPart(from.Address)));

    private static Hold Acknowledged(string said, string sign) => new(HoldKind.AutoReply, $"a text that says '{said}' and '{sign}'");

    /// <summary>That something of the reader's arrived; in lower case.</summary>
    [GeneratedRegex(@"\b(we('ve| have)?( now| successfully)?|successfully|confirm that we( have)?) (received|registered|logged|got) your\b|\b(acknowledg|confirm)\w*\b[^.!?]{0,30}\b(receipt|reception) of (your|the)\b|\backnowledge?ment (e-?mail |mail |message )?(for|of) your\b|\byour( \w+)? (request|message|e-?mail|ticket|case|enquiry|inquiry|query|submission|issue|report|conversation)\b[^.!?]{0,60}\b(has|have) been (successfully )?(received|registered|logged|created|opened|recorded|assigned|added|queued)\b|\bhas been (created|opened|logged|registered|raised)\b[^.!?]{0,30}\bon your behalf\b|\bin response to the creation of\b|\b(ihre|ihr|ihren|deine|dein|deinen)\b[^.!?]{0,60}\b(eingegangen|erhalten|erfasst|aufgenommen|entgegengenommen|eröffnet|angelegt|registriert)\b|\b(avons|ai) bien (reçu|enregistré) (votre|ton)\b|\bvotre\b[^.!?]{0,60}\b(a|est) (bien )?(été )?(reçu|enregistr|créé|ouvert)\w*|\b(hemos|se ha) (recibido|registrado) (su|tu)\b|\b(su|tu) (solicitud|mensaje|ticket|incidencia|consulta|caso|correo)\b[^.!?]{0,40}\b(ha sido|se ha|fue) (recibid|registrad|cread|abiert)\w+|\b(hebben|is|werd)? ?(uw|je|jouw)\b[^.!?]{0,60}\b(ontvangen|geregistreerd|aangemaakt)\b|\brecebemos (a |o )?(sua|seu|tua|teu)\b|\b(sua|seu|tua|teu)\b[^.!?]{0,40}\b(foi|está) (recebid|registad|registrad|criad|abert)\w+|\babbiamo ricevuto (la |il )?(sua|suo|tua|tuo|vostra|vostro)\b|\b(sua|suo|tua|tuo|vostra|vostro)\b[^.!?]{0,40}\b(è stat\w|è) (ricevut|registrat|creat|apert)\w+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Yours();

    /// <summary>What a mail says of itself.</summary>
    [GeneratedRegex(@"\b(this|automated|automatic)\b[^.!?]{0,30}\b(automated|automatic|automatically|auto[- ]?generated|auto[- ]?reply|auto[- ]?response|autoresponse)\b|\b(automated|automatic) (e-?mail|message|response|reply|notification|acknowledge?ment|confirmation)\b|\b(sent|generated|created) automatically\b|\bautomatically (sent|generated|created)\b|\b(do not|don't) (reply|respond)\b|\b(dies\w*|das|dit|deze|dat)\b[^.!?]{0,40}\bautomatisch\w*\b|\bautomatisch (generiert\w*|erstellt\w*|erzeugt\w*|versandt\w*|versendet\w*|gegenereerd\w*|verstuurd\w*|verzonden)\b|\bautomatische (antwort|eingangsbestätigung|empfangsbestätigung|ontvangstbevestiging)\b|\bautomatisch antwoord\b|\bnicht auf diese\b|\b(ceci|cet|cette|ce)\b[^.!?]{0,40}\bautomatique(ment)?\b|\b(réponse|accusé de réception) automatique\b|\b(généré|envoyé)\w* automatiquement\b|\bne pas (y )?répondre\b|\b(este|esta|esto|ésta|éste)\b[^.!?]{0,40}\bautomátic\w+|\brespuesta automática\b|\b(generad|enviad)[oa] automáticamente\b|\bno (responda|conteste)\b|\bniet op dit\b|\bniet (op |te )?(reageren|beantwoorden)\b|\b(isto|este)\b[^.!?]{0,40}\bautomátic\w+|\bresposta automática\b|\b(gerad|enviad)[oa] automaticamente\b|\bnão responda\b|\b(questo|questa)\b[^.!?]{0,40}\bautomatic\w+|\brisposta automatica\b|\b(generat|inviat)[oa] automaticamente\b|\bnon rispondere\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Automatic();

    /// <summary>A desk's number for the matter.</summary>
    [GeneratedRegex(@"[#(]\s?[a-z]{0,5}-?\d{3,}|\b(ticket|case|request|incident|reference|id|vorgang|ticketnummer|vorgangsnummer|nummer|dossier|n°|numéro|número|numero|melding|chamado|caso|anfrage|anliegen|demande|solicitud|incidencia|verzoek|aanvraag|pedido|richiesta|segnalazione)\W{1,6}([\w.]{1,7}\W{1,3})?[a-z]{0,6}-?\d{3,}|\b(inc|req|ritm|cs|sup)-?\d{4,}\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    /// <summary>That somebody will look at it.</summary>
    [GeneratedRegex(@"\b(get|come|be) (back )?(to|in touch)\b|\bwill (respond|reply|contact|follow|answer|review|look)\b|\bfollow[- ]up\b|\bbeing reviewed\b|\bas soon as possible\b|\bshortly\b|\bwithin \w+ (\w+ )?(hours?|days?)\b|\bto add additional comments\b|\b(schnellstmöglich|so schnell wie möglich|umgehend|in kürze|bei ihnen melden|bearbeitet)\b|\b(meilleurs délais|plus rapidement|dès que possible|recontacter\w*)\b|\b(lo antes posible|mayor brevedad|en breve|se pondrá en contacto)\b|\b(zo spoedig mogelijk|zo snel mogelijk|contact met u op)\b|\b(mais breve|brevemente|logo que possível|assim que possível|em breve)\b|\b(al più presto|il prima possibile|quanto prima|a breve)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Promise();

    /// <summary>What a person at a desk wants from us before anything else happens.</summary>
    [GeneratedRegex(@"\b(please|kindly) (send|provide|attach|tell|let us know|advise|confirm|supply|share|describe)\b|\bwe need\b|\bbitte (senden|schicken|teilen|nennen|beschreiben|bestätigen)\b|\b(wir benötigen|wir brauchen)\b|\bmerci de (nous )?(envoyer|fournir|préciser|indiquer)\b|\b(envíe|indique|facilite)\w*\b|\b(gelieve|stuur ons|wij hebben nodig)\b|\bqueira enviar\b|\b(inviare|fornire) (a |le |i |la |il )", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Demand();

    [GeneratedRegex(@"\b(i|i'm|i've|my|me|ich|mein\w{0,2}|mir|mich|je|j'ai|mon|mes|yo|mis|ik|mijn|eu|meus?|minhas?|io|mio|mia|miei)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Self();

    /// <summary>Who has received something, but, or no longer receives it, has a matter.</summary>
    [GeneratedRegex(@"\b(but|however|not|never|no longer|isn't|hasn't|nicht|nie|aber|jedoch|kein\w*|mais|pas|jamais|cependant|pero|no|nunca|maar|niet|geen|nooit|mas|não|ma|però|non|mai)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex But();

    [GeneratedRegex(@"support|service|helpdesk|desk|ticket|kunden|client|customer|kontakt|contact|soporte|suporte|assist|(^|[._-])(help|info|care|it|team|office|rt|otrs|glpi|jira)([._-]|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Desk();
}
