using Automation.Knowledge;

namespace Automation.Tests.Knowledge;

public sealed class WordsTests
{
    [Theory]
    [InlineData("Disk full", "disk full")]
    [InlineData("disk-full", "diskfull disk full")]
    [InlineData("DiskFull", "diskfull disk full")]
    [InlineData("disk_full", "diskfull disk full")]
    [InlineData("CrashLoopBackOff", "crashloopbackoff crash loop back")]
    [InlineData("HTTPServer", "httpserver http server")]
    [InlineData("0x80070005", "0x80070005")]
    [InlineData("db01.example.com:9100", "db01examplecom db01 example com 9100")]
    [InlineData("/var/log/syslog", "var log syslog")]
    [InlineData("disks, queues and batteries", "disk queue battery")]
    [InlineData("Boxes processes switches", "box process switch")]
    [InlineData("status bus analysis access", "status bus analysis access")]
    [InlineData("Störung im Gebäude", "storung gebaude")]
    [InlineData("Sto\u0308rung Straße", "storung strasse")]
    [InlineData("can't won\u2019t", "wont")]
    [InlineData("Дискове сховище", "дискове сховище")]
    [InlineData("a 1 % -- ... '' _", "")]
    [InlineData("", "")]
    public void Texts_BecomeWordsThatCompare(string text, string terms) => Assert.Equal(terms, string.Join(' ', Words.Of(text).Select(w => w.Term)));

    [Fact]
    public void AWord_IsShownAsItWasWritten() => Assert.Equal(["störungen", "disk-full"], Words.Of("Störungen disk-full").Select(w => w.Shown).Where(s => s.Length > 4));

    [Fact]
    public void KeysAndLongChains_AreNoWords()
    {
        Assert.Empty(Words.Of(new string('x', Words.MaxLength + 1)));
        Assert.DoesNotContain(Words.Of("one-two-three-four-five-six-seven-eight-nine"), w => w.Shown.Contains('-', StringComparison.Ordinal));
    }

    [Fact]
    public void HalfOfAPairAndControlCharacters_SplitWordsAndNothingElse() => Assert.Equal(["disk", "full"], Words.Of("disk\ud83d\0full\u0007").Select(w => w.Term));
}
