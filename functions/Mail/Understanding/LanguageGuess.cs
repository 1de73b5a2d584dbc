using System.Collections.Frozen;

namespace Automation.Mail.Understanding;

/// <summary>
/// Tells in which of our languages a text is written: by the words that hold sentences together, by endings, and by the
/// terms of the rules that stand in it. Good for a line or two; for less it says nothing rather than something wrong.
/// </summary>
internal static class LanguageGuess
{
    /// <summary>Points that the first language needs, and by how much it must lead.</summary>
    private const double Needed = 1;

    private const double Lead = 1.15;
    private const double EndingPoints = 0.25;
    private const double TermPoints = 0.35;

    private static readonly FrozenDictionary<string, string[]> ByWord = Words(
        ("en", "the and is are was were not to of my i we you it this that with have has had for on in at from can could would please hello hi dear thanks thank regards when how but does doesn t cannot working need since be been an me our there which any all will just get your"),
        ("de", "der die das und ist nicht ich wir sie es ein eine einen mein meine meinem mit auf fur von zu im in den dem bei seit kann konnen bitte hallo liebe guten tag danke grusse freundlichen wie wenn aber auch nur noch mehr wird werden habe haben hat sich mir uns als nach heute morgen kein keine an oder zum zur gruss"),
        ("fr", "le la les et est ne pas je nous vous il elle un une mon ma mes avec sur pour de des du dans ce cette que qui bonjour merci cordialement plus depuis peux pouvez bien mais aussi au aux en se s l d j n c ai a sont etes matin jour salut tout"),
        ("es", "el la los las y es no yo nosotros un una mi mis con en para de del que por se me lo hola gracias saludos favor buenos dias tardes desde puedo pueden pero tambien muy mas al ha he esta este cuando como tengo necesito su nos sin hoy ayer"),
        ("nl", "de het een en is niet ik wij we jullie mijn met op voor van te in dit dat die bij sinds kan kunnen graag hallo beste dank bedankt groet groeten maar ook nog meer wordt heb heeft hebben zijn er om aan als wel naar vandaag geen mij ons uw je goedemorgen goedemiddag alvast"),
        ("pt", "o a os as e nao eu nos um uma meu minha com em no na para de do da dos das que por se me ola obrigado obrigada cumprimentos bom dia boa tarde desde consigo podem mas tambem muito mais ao foi esta este isso quando como tenho preciso atenciosamente hoje ja sem voces pelo pela"),
        ("it", "il lo la i gli le e non io noi un una mio mia con su per di del della dei che da si mi ci ciao buongiorno grazie saluti cordiali salve favore posso potete ma anche molto piu al ha ho sono questo questa quando come nel nella alla dal oggi stamattina gentili ed ai l d c in a un"));

    private static readonly (string Ending, string Language)[] Endings =
    [
        ("ing", "en"), ("ght", "en"), ("tion", "fr"), ("ung", "de"), ("keit", "de"), ("lich", "de"), ("cht", "de"), ("eux", "fr"), ("ent", "fr"), ("eur", "fr"), ("ez", "fr"), ("cion", "es"), ("dad", "es"), ("ado", "es"), ("ito", "es"),
        ("ijk", "nl"), ("aar", "nl"), ("oor", "nl"), ("eer", "nl"), ("ijn", "nl"), ("cao", "pt"), ("coes", "pt"), ("dade", "pt"), ("ou", "pt"), ("zione", "it"), ("tta", "it"), ("tto", "it"), ("are", "it"), ("ione", "it"),
    ];

    /// <summary>Null when it can't be told.</summary>
    /// <param name="termLanguages">Of each of the rules' terms that stand in the text.</param>
    public static string? Of(FoldedText text, IEnumerable<IReadOnlyList<string>> termLanguages)
    {
        var points = MailRules.Languages.ToDictionary(l => l, _ => 0.0, StringComparer.Ordinal);
        foreach (var word in text.Words)
        {
            if (ByWord.TryGetValue(word, out var languages))
            {
                // "un" is French, Spanish, Italian: a word of many languages tells less.
                foreach (var language in languages) points[language] += 1.0 / languages.Length;
            }
            else if (word.Length > 4)
            {
                foreach (var (ending, language) in Endings)
                {
                    if (word.EndsWith(ending, StringComparison.Ordinal)) points[language] += EndingPoints;
                }
            }
        }

        foreach (var languages in termLanguages)
        {
            foreach (var language in languages.Where(points.ContainsKey)) points[language] += TermPoints / languages.Count;
        }

        var order = points.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).ToList();
        return order[0].Value >= Needed && order[0].Value >= Lead * order[1].Value ? order[0].Key : null;
    }

    private static FrozenDictionary<string, string[]> Words(params (string Language, string Words)[] rows) =>
        rows.SelectMany(r => r.Words.Split(' ').Select(w => (Word: FoldedText.Of(w).Words[0], r.Language)))
            .GroupBy(w => w.Word, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.Select(w => w.Language).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
}
