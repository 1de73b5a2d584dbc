using Automation.Mail.Reading;

namespace Automation.Tests.Mail.Reading;

/// <summary>Two mails that say the same are told by what they say, not by what was hung onto it.</summary>
public sealed class GistTests
{
    [Theory]
    [InlineData("Re: AW: SV: Printer broken")]
    [InlineData("Printer [#482-913-077] broken")]
    [InlineData("Printer broken [#482-913-077] [#113-913-076]")]
    [InlineData("[#482-913-077] Re[12]: Fwd: printer   BROKEN")]
    [InlineData("Printer broken Re: Re: AW:")]
    [InlineData("Antw: 7 Printer broken 42")]
    [InlineData("P\u200brin\u00adter\u2060 bro\u034fken")]
    [InlineData("\uff30rinter \uff42roken (2/9)")]
    [InlineData("回复：Printer broken 回覆: ")]
    [InlineData("RE:RE:RE:[EXTERNAL] Printer -- broken!!!")]
    [InlineData("Rép : Réf: Továbbítás: Printer broken")]
    [InlineData("회신: 답장: Printer broken \ud83d\udda8")]
    [InlineData("\ud83dRe: Printer broken\ude00")]
    public void ASubject_IsTheSameWhateverIsHungOntoIt(string subject) => Assert.Equal("printer broken", Gist.OfSubject(subject));

    [Theory]
    [InlineData("Printer on floor", "printer on floor")]
    [InlineData("Remote: access", "remote access")]
    [InlineData("[#482-913-077] 12", "")]
    [InlineData("", "")]
    public void OtherWords_StayOtherWords(string subject, string gist) => Assert.Equal(gist, Gist.OfSubject(subject));

    [Fact]
    public void AText_IsItsWords() => Assert.Equal("thank you for your mail no", Gist.OfText("Thank you for your mail,\nNo. 4711."));
}
