using System.Text.RegularExpressions;

namespace Automation.Mail.Reading;

/// <summary>Recognises signatures, the lines that phones add, legal notices and warnings of the gateway.</summary>
internal static class SignatureMarks
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    /// <summary>RFC 3676 names "-- "; programs lose its space.</summary>
    private static readonly Regex Delimiter = new(@"^(--|—|–{1,2})\s?$", Options);

    private static readonly Regex Postscript = new(@"^\s*p\.?\s?(p\.?\s?)?s\.?\s?[:.,\u2013\u2014-]\s?\S|^\s*p\.\s?s\.\s+\S|^\s*PS\s+\S", Options);

    private static readonly Regex LooseDelimiter = new(@"^\s*(__+|--+|==+|\*\*+)\s*$", Options);

    private static readonly Regex Phone = new($@"^[\s(<\[*_]{{0,5}}({Any(MailWords.SentFrom)})\b.{{0,160}}$|^[\s(<\[]{{0,5}}.{{0,20}}(iPhone|iPad|Android|BlackBerry|Outlook).{{0,12}}(傳送|发送|送信|보냄).{{0,10}}$|^[從从]?我的.{{1,20}}(傳送|发送|发出).{{0,10}}$|^(发自|發自|寄自|来自|來自).{{1,30}}$", Options);

    private static readonly Regex Device = new(@"iphone|ipad|ipod|android|phone|mobile|mobil|handy|galaxy|samsung|htc|huawei|xiaomi|pixel|blackberry|outlook|windows|mail|yahoo|gmail|gmx|tablet|nokia|device|cell|móvil|cellulare|portable|telefo|smartphone|airmail|spark|thunderbird|proton|galaxy|aol|web\.de|ti-\d+|alcatel|gerät|iphone|appareil|toestel|dispositivo|aparelho|https?://", Options);

    private static readonly Regex Closing = new(@"^\s*((with )?((kind(est)?|best|warm(est)?|many|friendly)\s*)?(regards|wishes|thanks|greetings)|(yours\s+)?(sincerely|faithfully|truly|respectfully)|all the best|have a (nice|good|great) (day|evening|weekend)|thank you( (so|very) much)?|thanks (a lot|again|so much|in advance)|cheers|(mit\s+)?(\p{L}+e[mnrs]?\s+)?(gr(ü|ue)(ß|ss)(en|e)?|gru(ß|ss))|freundlichst|hochachtungsvoll|mfg|lg|vg|((bien|très)\s+)?(cordialement|sincèrement|respectueusement|amicalement)|bien à (vous|toi)|(sincères |meilleures )?salutations( distinguées| cordiales)?|(bonne|belle) (journée|soirée|fin de journée|semaine)|cdlt|(un |reciba un |muchos )?(cordial(es)? )?(saludos?|abrazos?)( cordial(es)?)?|(le saluda )?atentamente|cordialmente|(met\s+)?((vriendelijke|hartelijke|beste|lieve)\s+)?groet(en|jes)?|hoogachtend|mvg|atenciosamente|(com os )?(melhores )?cumprimentos|abraços?|att|(cordiali |distinti |cari |un )?salut[io]|buona (giornata|serata)|grazie( mille)?|merci( beaucoup| d'avance)?|danke|(vielen|besten|herzlichen|lieben) dank|danke im voraus|(muchas )?gracias|(muito )?obrigad[oa]|(alvast )?bedankt|dank)(\s+(aus|from|de|depuis|desde|uit|da|dal|von)\s+\p{L}[\p{L} .-]*)?[\s,.!]*$", Options);

    private static readonly Regex Contact = new(@"(\+|00)\d[\d\s()./-]{6,}|\b(tel|phone|fon|telefon|fax|mobile?|mob|cell|office|direct|t|m|f|p|tél|tel[ée]fono|telefono|téléphone|móvil|cell|cellulare|telemóvel|telefone|telefoon|mobiel|mobil|portable|durchwahl|ext)\b(\s*[.:]\s*[+(\d]|[\s.:]+[+(]?\d{2,}[\s()./-]*\d[\d\s()./-]+\d)|https?://|\bwww\.|[\w.+-]+@[\w-]+\.\w+|\b(gmbh|ltd|inc|llc|s\.?a\.?|b\.?v\.?|ag|plc)\b\.?", Options);

    private static readonly Regex Notice = new(
        @"^\W{0,6}(\p{L}{3,15}( \p{L}{3,15})?\s*[:.\u2013-]\s*)?((important|confidentiality|legal|privacy)\s*(notice|disclaimer|note|statement)\b|disclaimer\b|notice\s*:\s*this (e-?mail|message)|confidential(ity)?\s*[:.\-]\s*(this|the (information|content))|this (e-?mail|message|communication|transmission)( message)?,?( and| including| with)?.{0,60}(confidential|intended (only|solely)|privileged|may contain)|the (information|contents?)( contained)?( in)? (this|the) (e-?mail|message|communication).{0,60}(confidential|intended|privileged)|if you (are not|have received).{0,40}(intended recipient|in error|by mistake)|diese (e-?mail|nachricht) (und|enthält|kann|ist|ist).{0,80}(vertraulich|bestimmt)|der inhalt dieser e-?mail|vertraulichkeitshinweis|ce (message|courriel|mail|e-?mail).{0,80}(confidentiel|destin)|avis de confidentialité|este (mensaje|correo|e-?mail|email).{0,80}(confidencia|dirigid|destin)|aviso (legal|de confidencialid?ad)|est[ae] (mensagem|e-?mail).{0,80}(confidencia|destin)|dit (bericht|e-?mail|e-?mailbericht).{0,80}(vertrouwelijk|bestemd)|de informatie (verzonden )?in dit e-?mail|questo messaggio.{0,80}(riservat|confidenzial|destinat|analizzato)|le informazioni contenute (in quest[ao]|nell?[ao]? presente|nel presente)|la información contenida en (este|el presente)|as informações contidas (nest[ae]|n[ao] presente)|les informations contenues dans (ce|le présent)|die in dieser (e-?mail|nachricht) enthaltenen|avviso di riservatezza|ai sensi del)", Options);

    /// <summary>What legal notices say; one such word alone is a person's.</summary>
    private static readonly Regex Legal = new(@"confident|confidenc|vertraulich|vertrouwelijk|riservat|privileged|privileg|intended|bestimmt|bestemd|destinat|destiné|dirigid|recipient|empfänger|adressat|geadresseerde|ontvanger|addressee|in error|by mistake|irrtümlich|versehentlich|par erreur|por error|por engano|per errore|abusievelijk|onterecht|delete|lösch|vernicht|supprim|détrui|eliminar|borrar|verwijder|eliminar|cancell|apagar|apague|disclos|unauthori[sz]ed|unbefugt|prohibid|proibid|interdit|verboten|liabilit|haftung|transmitted with|footnote|virus|legally|rechtlich", Options);

    /// <summary>What nobody writes himself: what scanners of mail and friends of paper add.</summary>
    private static readonly Regex Added = new(@"^\W{0,6}(please consider the environment|think before (you )?print|bitte denken sie an die umwelt|pensez à l'environnement|this (e-?mail|message) has been (checked|scanned|swept) (for|by)|(virus-free|virenfrei|garanti sans virus|sans virus|libre de virus|virusvrij|livre de v[ií]rus|privo di virus|senza virus)\W{1,4}(www\.)?avast|diese e-?mail wurde (von|mit) .{0,40}(auf viren|virengeprüft)|l'absence de virus dans ce|este (correo|email|e-?mail).{0,40}(ha sido )?(comprobado|analizado|verificado) .{0,40}(virus|avast)|este e-?mail foi (escaneado|verificado|analisado)|questa e-?mail è stata (controllata|esaminata)|deze e-?mail is (gecontroleerd|gescand))", Options);

    /// <summary>What a gateway says above the text, whatever stands beside it.</summary>
    private static readonly Regex Banner = new(@"^\W{0,6}(this (e-?mail|message) (originated|was sent|comes|came) (from )?(outside|an external)|you don't often get (e-?mail|email) from|some people who received this message don't often|(sie erhalten|vous ne recevez pas|no suele recibir|non si ricevono|u ontvangt niet vaak|você não costuma).{0,30}(nicht (oft|häufig)|souvent|a menudo|spesso|vaak|receber).{0,30}@|die(se)? (e-?mail|nachricht) (stammt|kommt|wurde) von (außerhalb|extern|einem externen)|ce(t|tte)? (message|courriel|mail|e-?mail) (provient|vient|a été envoyé).{0,20}(extérieur|externe)|este (correo|mensaje|e-?mail|email)( electrónico)? (procede|proviene|se originó|viene|fue enviado).{0,20}(fuera|exterior|externo)|est[ae] (mensagem|e-?mail) (veio|provém|foi enviad[ao]|originou).{0,20}(fora|extern)|quest[ao] (messaggio|e-?mail|mail) (proviene|arriva|è stat[ao] inviat[ao]).{0,20}(estern)|dit? (bericht|e-?mail(bericht)?) (komt|is afkomstig|is verzonden).{0,10}(van|door) (buiten|een extern)|\[?external\]?\s*$|external (e-?mail|sender|message)\W*$)", Options);

    /// <summary>Words that people put before a warning of their own, too: with them a line is a gateway's when it speaks of mail from outside.</summary>
    private static readonly Regex Warning = new(@"^\W{0,6}((caution|warning|external( e-?mail| sender| message)?|externe[rs]? (e-?mail|nachricht|absender)|achtung|vorsicht|warnung|hinweis|attention|avertissement|atención|advertencia|atenção|cuidado|alerta|alert|aviso|attenzione|avviso|let op|waarschuwing)\s*[:!\]]\W*.{0,60}(extern|outside|originated|extérieur|außerhalb|exterior|fuera|fora d|estern|buiten)|external (e-?mail|sender|message)\b.{0,80}$)", Options);

    /// <summary>Begins with what may be the subject of a sentence: the external sender, the external message queue.</summary>
    private static readonly Regex External = new(@"^\W{0,6}external (e-?mail|sender|message)\b", Options);

    private static readonly Regex OfMail = new(@"e-?mail|\bmail|message|nachricht|courriel|correo|mensaje|mensagem|messaggio|bericht|\bsender|absender|expéditeur|remitente|remetente|mittente|afzender", Options);

    private static readonly Regex Item = new(@"^\s*(\d{1,2}[.)]|[-*\u2022])\s+\S", Options);

    private static readonly Regex Personal = new(@"\?(\s|$)|\b(i|i['’](m|ve|ll|d)|ich|je|j['’]\p{L}+|yo|ik|eu|please|bitte|por favor|s['’]il (vous|te) pla[iî]t|merci de|per favore|alstublieft|graag)\b", Options);

    /// <summary>What lists of mail and desks put below each.</summary>
    private static readonly Regex ListFooter = new(@"subscri|mailing.?list|google ?groups|you (are receiving|received) this|view it on|reply to this (e-?mail|message)|abmelden|désabonner|désinscrire|darse de baja|cancellarsi|afmelden|cancelar a inscrição|checked for viruses|sent with|sent from", Options);

    /// <summary>What a gateway asks of its reader.</summary>
    private static readonly Regex Asks = new(@"click|klick|cliq|\bclic|klik|attachment|anhänge|anlagen|pièces jointes|adjuntos|anexos|allegati|bijlagen|caution|careful|recogni[sz]e|trust|outside|originat", Options);

    /// <summary>What gateways write before a warning, and people seldom.</summary>
    private static readonly Regex GatewayLabel = new(@"^\W{0,6}(caution|warning|external|externe[rs]?|achtung|vorsicht|warnung|attention)\b", Options);

    /// <summary>A warning speaks of the mail that it stands in.</summary>
    private static readonly Regex OfItself = new(@"\b(this|diese[rsmn]?|cet|cette|ce|este|esta|dit|deze|quest[oa])\b|originat|stammt|provien|proced|afkomstig|(outside|außerhalb) (of )?(the|your|our|der|unserer|ihrer) ", Options);

    public static bool IsDelimiter(string text) => Delimiter.IsMatch(text.TrimStart());

    public static bool IsLooseDelimiter(string text) => LooseDelimiter.IsMatch(text);

    public static bool IsFromPhone(string text) => text.Length < 100 && Phone.IsMatch(text) && (Device.IsMatch(text) || text.Trim().Length < 30);

    public static bool IsClosing(string text) => text.Length < 60 && Closing.IsMatch(text);

    /// <summary>Whether a line goes on after "Thanks," instead of naming somebody.</summary>
    public static bool IsSentence(string text) => text.Trim() is var line && ((line.Length > 20 && char.IsLower(line[0]) && line[1] != '.') || (line.EndsWith('.') && Words(line) > 3 && !IsContact(line)));

    public static bool IsContact(string text) => text.Length < 160 && Contact.IsMatch(text);

    public static bool IsNotice(string text) => Notice.IsMatch(text);

    public static bool IsAdded(string text) => Added.IsMatch(text);

    /// <summary>How many words of legal notices stand in a text, none counted twice.</summary>
    public static int LegalWords(string text) => Legal.Matches(text).Select(m => m.Value.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Whether a line goes on with a gateway's warning.</summary>
    public static bool GoesOn(string text) => Asks.IsMatch(text) || (text.TrimStart() is { Length: > 0 } line && (char.IsLower(line[0]) || (!char.IsLetterOrDigit(line[^1]) && !char.IsLetterOrDigit(line[0]))));

    /// <summary>Whether somebody asks for something: signatures don't.</summary>
    public static bool IsAsked(string text) => Words(text) > 5 && Personal.IsMatch(text) && LegalWords(text) == 0 && !Added.IsMatch(text) && !ListFooter.IsMatch(text);

    /// <summary>A sentence or an item of a list, as no signature begins.</summary>
    public static bool IsProse(string text) =>
        Item.IsMatch(text) || (Words(text) > 6 && char.IsLetter(text.TrimStart()[0]) && !IsContact(text) && LegalWords(text) == 0 && !Added.IsMatch(text) && !ListFooter.IsMatch(text) && !IsFromPhone(text));

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    public static bool IsBanner(string text) => Banner.IsMatch(text) || (Warning.IsMatch(text) && OfMail.IsMatch(text) && (Asks.IsMatch(text) || !External.IsMatch(text)) && (GatewayLabel.IsMatch(text) || OfItself.IsMatch(text)));

    /// <summary>With which OpenPGP begins what it puts above and below a text that it signs (RFC 9580, 7).</summary>
    public static bool IsSeal(string text) => IsSealAbove(text) || text.Trim() == "-----BEGIN PGP SIGNATURE-----";

    public static bool IsSealAbove(string text) => text.Trim() == "-----BEGIN PGP SIGNED MESSAGE-----";

    public static bool IsSealEnd(string text) => text.Trim() == "-----END PGP SIGNATURE-----";

    /// <summary>Whether more of the sender's own follows what would end as a signature.</summary>
    public static bool IsPostscript(string text) => Postscript.IsMatch(text);

    private static string Any(IReadOnlyList<string> words) => $"({string.Join('|', words.OrderByDescending(w => w.Length).Select(Regex.Escape))})";
}
