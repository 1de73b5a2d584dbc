using System.Text.RegularExpressions;

namespace Automation.Mail.Reading;

/// <summary>Recognises signatures, the lines that phones add, legal notices and warnings of the gateway.</summary>
internal static class SignatureMarks
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    /// <summary>RFC 3676 names "-- "; programs lose its space.</summary>
    private static readonly Regex Delimiter = new(@"^(--|—|–{1,2})\s?$", Options);

    private static readonly Regex LooseDelimiter = new(@"^\s*(__+|--+|==+|\*\*+)\s*$", Options);

    private static readonly Regex Phone = new($@"^[\s(<\[*_]{{0,5}}({Any(MailWords.SentFrom)})\b.{{0,160}}$|^[\s(<\[]{{0,5}}.{{0,20}}(iPhone|iPad|Android|BlackBerry|Outlook).{{0,12}}(傳送|发送|送信|보냄).{{0,10}}$|^[從从]?我的.{{1,20}}(傳送|发送|发出).{{0,10}}$", Options);

    private static readonly Regex Device = new(@"iphone|ipad|ipod|android|phone|mobile|mobil|handy|galaxy|samsung|htc|huawei|xiaomi|pixel|blackberry|outlook|windows|mail|yahoo|gmail|gmx|tablet|nokia|device|cell|móvil|cellulare|portable|telefo|smartphone|airmail|spark|thunderbird|proton|galaxy|aol|web\.de|ti-\d+|alcatel|gerät|iphone|appareil|toestel|dispositivo|aparelho", Options);

    private static readonly Regex Closing = new(@"^\s*((kind|best|warm|many)?\s*(regards|wishes|thanks)|(yours\s+)?(sincerely|faithfully|truly)|thank you|cheers|mit freundlichen gr(ü|ue)(ß|ss)en|(viele|beste|liebe|freundliche|schöne)\s+gr(ü|ue)(ß|ss)e|freundlichst|mfg|lg|vg|cordialement|bien cordialement|bien à vous|salutations( distinguées)?|cdlt|(un )?(cordial )?saludos?( cordiales)?|atentamente|met vriendelijke groet(en)?|vriendelijke groet(en)?|mvg|groet(en|jes)?|atenciosamente|(com os )?(melhores )?cumprimentos|abraços|att|cordiali saluti|distinti saluti|saluti|grazie|merci|danke|vielen dank|gracias|obrigad[oa]|bedankt)[\s,.!]*$", Options);

    private static readonly Regex Contact = new(@"(\+|00)\d[\d\s()./-]{6,}|\b(tel|phone|fon|telefon|fax|mobile?|mob|cell|office|direct|t|m|f|p|tél|móvil|telefoon)\b\s*[.:]\s*[+(\d]|https?://|\bwww\.|[\w.+-]+@[\w-]+\.\w+|\b(gmbh|ltd|inc|llc|s\.?a\.?|b\.?v\.?|ag|plc)\b\.?", Options);

    private static readonly Regex Notice = new(
        @"^\W{0,6}((important|confidentiality|legal|privacy)?\s*(notice|disclaimer|confidential(ity)?( notice| note| statement)?)\s*[:.\-]|this (e-?mail|message|communication|transmission)( message)?,?( and| including| with)?.{0,60}(confidential|intended (only|solely)|privileged|may contain)|the (information|contents?)( contained)?( in)? (this|the) (e-?mail|message|communication).{0,60}(confidential|intended|privileged)|if you (are not|have received).{0,40}(intended recipient|in error|by mistake)|please consider the environment|think before (you )?print|diese (e-?mail|nachricht) (und|enthält|kann|ist|ist).{0,80}(vertraulich|bestimmt)|der inhalt dieser e-?mail|vertraulichkeitshinweis|bitte denken sie an die umwelt|ce (message|courriel|mail|e-?mail).{0,80}(confidentiel|destin)|avis de confidentialité|pensez à l'environnement|este (mensaje|correo|e-?mail|email).{0,80}(confidencial|dirigid|destinat)|aviso (legal|de confidencialid?ad)|esta mensagem.{0,80}(confidencial|destinat)|dit (bericht|e-?mail|e-?mailbericht).{0,80}(vertrouwelijk|bestemd)|de informatie (verzonden )?in dit e-?mail|questo messaggio.{0,80}(riservat|confidenzial|destinat|analizzato)|le informazioni contenute in questa?|avviso di riservatezza|ai sensi del)", Options);

    /// <summary>Stands above the text.</summary>
    private static readonly Regex Banner = new(@"^\W{0,6}((caution|warning|external( e-?mail| sender| message)?|achtung|vorsicht|attention)\s*[:!\]]\s*.{0,40}(external|outside|originated|extern|externe)|external (e-?mail|sender|message)\b.{0,80}$|this (e-?mail|message) (originated|was sent|comes|came) from (outside|an external)|you don't often get (e-?mail|email) from|some people who received this message don't often|diese e-?mail (stammt|kommt) von (außerhalb|extern)|\[?external\]?\s*$)", Options);

    public static bool IsDelimiter(string text) => Delimiter.IsMatch(text.TrimStart());

    public static bool IsLooseDelimiter(string text) => LooseDelimiter.IsMatch(text);

    public static bool IsFromPhone(string text) => text.Length < 100 && Phone.IsMatch(text) && (Device.IsMatch(text) || text.Trim().Length < 30);

    public static bool IsClosing(string text) => text.Length < 60 && Closing.IsMatch(text);

    public static bool IsContact(string text) => text.Length < 160 && Contact.IsMatch(text);

    public static bool IsNotice(string text) => Notice.IsMatch(text);

    public static bool IsBanner(string text) => Banner.IsMatch(text);

    private static string Any(IReadOnlyList<string> words) => $"({string.Join('|', words.OrderByDescending(w => w.Length).Select(Regex.Escape))})";
}
