using Automation.Tests.Support;

namespace Automation.Tests.App;

/// <summary>Who writes in one of the seven languages is answered in it, and told as what the mail was understood.</summary>
[Collection(MailAzuriteCollection.Name)]
public sealed class MailLanguageTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("My printer on the third floor does not print since this morning.", "<p>Hello,</p>", "understood it as a <strong>fault</strong> (printing)")]
    [InlineData("Could you please install Visio on my laptop? My manager approved it.", "<p>Hello,</p>", "understood it as a <strong>request</strong> (software)")]
    [InlineData("Der Drucker im zweiten Stock druckt seit heute Morgen nicht mehr, bitte helfen Sie.", "<p>Guten Tag,</p>", "als <strong>Störung</strong> verstanden")]
    [InlineData("Ich möchte gern einen zweiten Bildschirm für meinen Arbeitsplatz bestellen.", "<p>Guten Tag,</p>", "als <strong>Anfrage</strong> verstanden")]
    [InlineData("L'imprimante du deuxième étage n'imprime plus depuis ce matin, bourrage papier en permanence.", "<p>Bonjour,</p>", "compris comme un <strong>incident</strong>")]
    [InlineData("Je souhaite commander un nouveau clavier ergonomique pour mon bureau, merci.", "<p>Bonjour,</p>", "compris comme une <strong>demande</strong>")]
    [InlineData("La impresora de la segunda planta no imprime desde esta mañana, dice atasco de papel.", "<p>Hola,</p>", "entendido como una <strong>incidencia</strong>")]
    [InlineData("Quisiera pedir un ratón inalámbrico nuevo para mi puesto, por favor.", "<p>Hola,</p>", "entendido como una <strong>solicitud</strong>")]
    [InlineData("De printer op de tweede verdieping doet het niet meer, steeds een papierstoring.", "<p>Goedendag,</p>", "begrepen als een <strong>storing</strong>")]
    [InlineData("Ik zou graag een nieuw toetsenbord bestellen, dit is erg versleten.", "<p>Goedendag,</p>", "begrepen als een <strong>aanvraag</strong>")]
    [InlineData("A impressora do segundo andar não imprime desde esta manhã, está sempre com papel encravado.", "<p>Olá,</p>", "como uma <strong>avaria</strong>")]
    [InlineData("Gostaria de pedir um teclado novo para o meu posto de trabalho, se faz favor.", "<p>Olá,</p>", "como um <strong>pedido</strong>")]
    [InlineData("La stampante al secondo piano non stampa più da questa mattina, la carta è sempre inceppata.", "<p>Buongiorno,</p>", "inteso come un <strong>guasto</strong>")]
    [InlineData("Vorrei ordinare una nuova tastiera per la mia postazione di lavoro, grazie.", "<p>Buongiorno,</p>", "inteso come una <strong>richiesta</strong>")]
    public async Task TheAnswer_IsInTheLanguageOfTheMailAndSaysWhatWasUnderstood(string text, string greeting, string understood)
    {
        using var app = new MailApp(azurite.ConnectionString);

        await app.ReceiveAsync(SomeMail.Of(text, "Support"));

        var answer = Assert.Single(app.Mailbox.Sent).Html;
        Assert.StartsWith(greeting, answer, StringComparison.Ordinal);
        Assert.Contains(understood, answer, StringComparison.Ordinal);
    }
}
