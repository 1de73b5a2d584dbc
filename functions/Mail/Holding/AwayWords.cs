using System.Text.RegularExpressions;

namespace Automation.Mail.Holding;

/// <summary>How people and their machines say, in whatever order a language puts it, that somebody is away, and what comes beside it. In lower case.</summary>
internal static partial class AwayWords
{
    public static string? Find(Regex words, string text) => words.Match(text) is { Success: true } found ? found.Value : null;

    /// <summary>That the writer is away.</summary>
    [GeneratedRegex(@"\bi('m| am| will be)( \w+)? (away|off|abroad|absent|unavailable|travelling|traveling|attending)\b|\b(our|the|unser|das|notre|le|nuestra|la|ons|nosso|il nostro|o nosso) (office|company|büro|betrieb|unternehmen|bureau|oficina|kantoor|ufficio|escritório)\b[^?!\n]{0,60}\b(closed|geschlossen|fermée?|cerrad[oa]|gesloten|chius[oa]|fechad[oa])\b|\bbetriebsferien\b|\bich (bin|befinde)\b[^?!\n]{0,60}\b(nicht (erreichbar|da|am platz|im (büro|haus|hause|dienst))|abwesend|verreist|dienstreise|elternzeit|urlaub|erkrankt)\b|\bbin ich\b[^?!\n]{0,60}\b(nicht (erreichbar|im (büro|haus|hause|dienst))|abwesend|im urlaub)\b|\bje (suis|serai)\b[^?!\n]{0,40}\b(absente?|en congés?|en déplacement|en vacances|injoignable)\b|\bactuellement (absente?|en congés?|en déplacement)\b|\b(estoy|estaré|me encuentro|me encontraré)\b[^?!\n]{0,40}\b(ausente|de vacaciones|de viaje|de baja|fuera)\b|\bik ben\b[^?!\n]{0,40}\b(afwezig|met verlof|met vakantie|op vakantie|niet (aanwezig|bereikbaar|op kantoor))\b|\b(estou|estarei|encontro-me)\b[^?!\n]{0,40}\b(ausente|de férias|de licença|em viagem|fora)\b|\b(sono|sarò)\b[^?!\n]{0,40}\b(assente|in ferie|fuori (ufficio|sede)|in trasferta|in congedo)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    public static partial Regex Absent();

    /// <summary>Whom to turn to when it can't wait, that nobody reads or passes on what comes, and who stands in.</summary>
    [GeneratedRegex(@"\b(for|in|if|bei|für|pour|cas|por|para|caso|em|per|in|voor|bij|con)\b[^.!?\n]{0,25}\b(urg[eê]n\w+|emerg[eê]nc\w+|dringend\w*|eilige\w*|notf[aä]ll\w*|spoed\w*)\b|\bplease (direct|redirect) (your|all|any)\b|\bplease (write|send|address|direct|redirect|e-?mail)\b[^!?\n]{0,60}@|\b(anything|everything) urgent\b|\bdringendes\b|\bnot be(en)? (automatically )?forwarded\b|\b(not|un)(able)?( be| to)?( \w+)? (check|read|answer|monitor)(ing)? (my |your )?(\w+ )?(inbox|mail|e-?mails?|messages?)\b|\blese (ich )?(meine|ihre) (e-?)?mails?\b|\bconsulte(r|rai)? (pas )?(ma|mes) (messagerie|mails|messages)\b|\b(meine )?vertretung (übernimmt|hat|ist|habe\w*)\b|\bno leo (el|mi) correo\b|\blees (ik )?(mijn|geen) (e-?)?mails?\b|\bnão (leio|consulto)\b|\bnon (leggo|consulto|leggerò)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    public static partial Regex Besides();

    /// <summary>That it is somebody else who is away, or that it is over: what stands before the words that say away, within their sentence.</summary>
    [GeneratedRegex(@"\b(is|isn't|are|was|were|ist|sind|war|est|était|está|estaba|estava|è|era)\b[^.!?\n]{0,30}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    public static partial Regex OfOthers();

    [GeneratedRegex(@"\b(until|till|through|returning|bis|jusqu\w*|hasta|tot|t/m|até|fino)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    public static partial Regex Until();

    /// <summary>Who names nobody else can be reached after all: a person says so too.</summary>
    [GeneratedRegex(@"\b(contact|call|reach|ring|phone|text) me\b|\b(erreichen sie|erreicht ihr|rufen sie|ruft) mich\b|\bm['’](appeler|envoyer|écrire|contacter)\b|\bappelez-moi\b|\bll[aá]m[ae]n?me\b|\bme (pueden?|podéis) llamar\b|\bbel me\b|\bligue-me\b|\bmi (chiami|chiamate|contatti|contatt\w+)\b|\bchiamatemi\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    public static partial Regex Myself();

    /// <summary>What a machine knows nothing of: that a thing is broken, still or again, or that its owner needs something.</summary>
    [GeneratedRegex(@"\b(i need|need help|help me|stolen|lost|locked out|hacked|phishing|gestohlen|verloren|gehackt|perdu|perdido|kwijt|perso|ich brauche|brauche hilfe|volé|j'ai besoin|robado|necesito|gestolen|ik heb nodig|roubado|preciso|rubato|ho bisogno|still|again|not yet|broken|error|fails?|failing|crash\w*|drops|hangs?|wrong|cannot be|can't be|blocked|falsch|(does not|doesn't|won't|will not) (start|work|print|open|connect|load|respond|boot|save)|not working|immer noch|noch immer|nach wie vor|weiterhin|kaputt|fehler|(geht|klappt|funktioniert|startet) (\w+ )?nicht|komme nicht|gesperrt|toujours|encore|panne|erreur|bloquée?|ne (marche|fonctionne|démarre)|todavía|sigue|aún|bloquead[oa]|no (arranca|funciona|puedo)|steeds|kapot|storing|geblokkeerd|(werkt|start) niet|ainda|avaria|não (funciona|consigo|sincroniza|arranca)|ancora|guasto|bloccat[oa]|non (funziona|riesco|parte))\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    public static partial Regex Trouble();
}
