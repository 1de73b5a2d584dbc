using System.Collections.Frozen;

namespace Automation.Knowledge;

/// <summary>Words that say nothing of a problem, and words that say little of it; folded as <see cref="Letters"/> does.</summary>
internal static class StopWords
{
    /// <summary>Left out of articles and queries: the glue of English and German.</summary>
    public static readonly FrozenSet<string> All = Set(
        """
        a about above after again all also always am an and any are as at be because been before being below between both but by can cant could did do does doesnt doing dont each every few for from get gets got greater had has have he her
        here him his how if in into is isnt it its just less many may me more most my no nor not of off on once only or other our out over own please same several she should so some such than that
        the their them then there these they this those to too under unexpectedly until up very was we were what when where which while who why will with would you your
        aber alle als am an auch auf aus bei beim bin bis bitte da dann das dass dem den der des die dies diese dieser dieses doch du durch ein eine einem einen einer eines er es
        euch fur haben hat hatte hier ich ihr ihre im in ins ist ja jetzt kann kein keine konnen man mehr mein meine mich mir mit nach nicht noch nur oder ohne sein seine seit sich
        sie sind so soll uber um und uns unser unter vom von vor war waren warum was wegen weil wenn wer werden wie wieder wir wird wo zu zum zur
        """);

    /// <summary>
    /// Everyday words of alerts. They count for the order of articles, but they are no reason to offer one.
    /// In the singular, as they are compared.
    /// </summary>
    public static readonly FrozenSet<string> Everyday = Set(
        """
        access alarm alert application app availability available behind broken change check client com computer connect connection core critical customer data database default detected device disabled down error event
        exceeded fail failed failing failure fatal file firing found free full help high home host hour http https incident info instance internal issue job large limit local log long low
        machine major metric minor minute missing monitor name need net network new node number office old open org page pending percent port problem process prod production queue reached read ready
        remaining request resolved resource response restart running second server service site slow staging start started state status system target task test threshold
        time timeout total triggered type unavailable unhealthy up usage used user value version warning web work working write
        ausfall benutzer dienst fehler funktioniert geht gerat hilfe hoch kritisch langsam meldung neu netz problem rechner storung system warnung zeit
        """);

    private static FrozenSet<string> Set(string words) => words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
}
