using System.Diagnostics;
using Automation.Mail.Reading;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Reading;

/// <summary>Mails that are made so that reading them takes a machine's time or memory.</summary>
public sealed class HtmlBombTests
{
    private const string TooDeep = "too large or too deeply nested";

    /// <summary>How often something is repeated, by eight, and the mail.</summary>
    private static readonly Dictionary<string, (int Times, Func<int, string> Html)> Growing = new(StringComparer.Ordinal)
    {
        ["items of a list"] = (8_000, n => "<ol>" + Times("<li>x", n)),
        ["items of nested lists"] = (4_000, n => Times("<ol><li>x<ul><li>y</ul></ol>", n)),
        ["paragraphs in open fonts"] = (6_000, n => "<p>" + Each("<font size={0}>", 399) + "x" + Times("<p>x", n)),
        ["open fonts of many kinds"] = (6_000, n => Each("<p><font size={0}>x</font></p>", n)),
        ["links in links"] = (8_000, n => Times("<a href=x>x", n)),
        ["end tags of nothing"] = (12_000, n => Times("<b></x></b>", n)),
        ["end tags out of order"] = (6_000, n => Times("<b><i><p>x</b></i></p>", n)),
        ["end tags below many open elements"] = (12_000, n => "<section>" + Times("<span>", 450) + "<table>" + Times("</section></span>", n) + "</table>" + Times("</span>", 450)),
        ["paragraphs below many open elements"] = (10_000, n => "<p><button>" + Times("<span>", 450) + Times("<div></div>", n) + "</button>"),
        ["classes of an element"] = (30_000, n => "<div class=\"" + Each("c{0} ", n) + "\">x</div>"),
        ["declarations of a style"] = (12_000, n => "<div style=\"" + Times("color: red; ", n) + "\">x</div>"),
        ["attributes of an element"] = (15_000, n => "<div " + Each("a{0}=1 ", n) + ">x</div>"),
        ["attributes alike"] = (15_000, n => "<div " + Times("class=a ", n) + ">x</div>"),
        ["attributes of the body"] = (8_000, n => Each("<body a{0}=1>", n)),
        ["text beside the cells of a table"] = (8_000, n => "<table>" + Times("<b>x</b>", n) + "</table>"),
        ["empty cells"] = (15_000, n => "<table><tr><td>x" + Times("<td>", n) + "</table>"),
        ["cells without rows"] = (8_000, n => "<table>" + Times("<td>x<tbody>", n) + "</table>"),
        ["cells that span"] = (5_000, n => "<table>" + Times("<tr><td colspan=999999999 rowspan=999999999>x", n) + "</table>"),
        ["tables in tables"] = (15_000, n => Times("<table>", n) + "</table>"),
        ["bars"] = (60_000, n => "<p>x" + Times(" |", n) + "</p>"),
        ["text nodes"] = (25_000, n => Times("x<!---->", n)),
        ["dashes of a comment"] = (100_000, n => "<!--" + new string('-', n) + "x" + Times("--!", n / 10) + "-->"),
        ["comments that don't end"] = (30_000, n => Times("<!--x--", n) + ">"),
        ["conditional comments"] = (8_000, n => Times("<![if !mso]>x<![endif]>", n)),
        ["entities"] = (15_000, n => Times("&amp;&#x41;&nbsp", n)),
        ["ampersands"] = (100_000, n => Times("&", n)),
        ["names of no entity"] = (6_000, n => Times("&abcdefghijklmnopqrstuvwxyzabcdefgh", n)),
        ["digits of an entity"] = (200_000, n => "&#" + new string('9', n) + ";"),
        ["angle brackets"] = (200_000, n => new string('<', n) + " "),
        ["end tags in a style"] = (20_000, n => "<style>" + Times("</styl", n) + "</style>"),
        ["options"] = (15_000, n => "<select>" + Times("<option>x", n) + "</select>"),
        ["drawings"] = (8_000, n => Times("<svg><g/><p>x</p>", n)),
        ["formulas in drawings"] = (200, n => Times("<svg><title>x</title></svg>", n * 40)),
        ["headings"] = (10_000, n => Times("<h1>x<h2>", n)),
        ["forms"] = (10_000, n => Times("<form>x</form>", n)),
        ["line breaks"] = (20_000, n => Times("<br>", n)),
        ["lines of white space"] = (100_000, n => "<pre>" + Times(" \n", n) + "</pre>"),
        ["text without a tag"] = (200_000, n => new string('a', n) + " "),
        ["a tag's name"] = (100_000, n => "<" + new string('a', n) + ">" + "</" + new string('a', n) + ">"),
    };

    public static TheoryData<string> Names => [.. Growing.Keys];

    public static TheoryData<string> Deep => new()
    {
        Times("<div>", 300_000) + "needle",
        Times("<b><i>", 200_000) + "needle",
        Times("<b></x>", 59_000) + "needle",
        Times("<div><object></div>", 50_000) + "needle",
        Times("<table><tr><td>", 100_000) + "needle",
        Times("<ol><li>", 100_000) + "needle",
        Times("<blockquote>", 100_000) + "needle",
        Times("<template>", 100_000) + "needle",
        "needle<ol>" + Times("<li>x", 60_000) + "</ol>",
        Each("<p><font size={0}>x</p>", 5_000) + "needle",
        Times("<svg>", 200_000) + "needle",
        Times("<math><mi>", 100_000) + "needle",
        Times("<select><object>", 100_000) + "needle",
        "<p>needle</p>" + new string('a', 5_000_000),
        "needle" + Times("<p>x</p>", 250_000) + new string('a', 25_000_000),
        "needle<style>a {}</style><script>alert(1)</script>" + Times("<i>", 501),
    };

    /// <summary>Beside a harmless mail in the same run, since the machine may be busy.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void AMailThatIsMadeToBeDear_CostsLittleMoreThanAHarmlessOneAndKeepsItsText(string name)
    {
        var (times, html) = Growing[name];
        var harmless = "<p>needle</p>" + Times("<p class=\"MsoNormal\">Good <b>morning</b>, all is well.</p>", 6_000) + "<p>thread</p>";
        var dear = $"<p>needle</p>{html(8 * times)}<p>thread</p>";
        Took(harmless);

        var (usual, took) = (Took(harmless) + Took(harmless), Took(dear));

        Assert.InRange(took / usual, 0, 40);

        static TimeSpan Took(string html)
        {
            var watch = Stopwatch.StartNew();
            Assert.Contains("needle", MailReader.Read(SomeMail.Of(html, isHtml: true)).New, StringComparison.Ordinal);
            return watch.Elapsed;
        }
    }

    [Theory]
    [MemberData(nameof(Deep))]
    public void AMailThatIsTooLargeOrTooDeep_KeepsItsTextAndSaysSo(string html)
    {
        var watch = Stopwatch.StartNew();
        var read = MailReader.Read(SomeMail.Of(html, isHtml: true));

        Assert.Contains("needle", read.New, StringComparison.Ordinal);
        Assert.Contains(read.Remarks, r => r.Contains(TooDeep, StringComparison.Ordinal));
        Assert.DoesNotContain("alert(1)", read.New, StringComparison.Ordinal);
        Assert.InRange(read.New.Length, 0, MailReader.MaxPart);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    /// <summary>Where a tag ends is decided once: what a parser may see otherwise is not in what it gets.</summary>
    [Theory]
    [InlineData("<a =\"><!--")]
    [InlineData("<a x=y=\"><!--")]
    [InlineData("<a x='\"><!--")]
    [InlineData("<a/=\"><!--")]
    [InlineData("<svg><style/><!--")]
    [InlineData("<textarea><!--")]
    [InlineData("<xmp><!--")]
    [InlineData("<svg><xmp><!--")]
    [InlineData("<select><xmp><!--")]
    [InlineData("<math><title/><!--")]
    [InlineData("<![CDATA[<!--")]
    [InlineData("<b<!--")]
    public void ADearComment_NeverReachesTheParser(string before) =>
        Assert.Contains("needle", MailReader.Read(SomeMail.Of($"<p>needle</p>{before}{Times("--!", 200_000)}", isHtml: true)).New, StringComparison.Ordinal);

    [Theory]
    [InlineData("<div style=\"display:none\">no</div>", "")]
    [InlineData("<div style = 'display:none'>no</div>", "")]
    [InlineData("<div style=display:none>no</div>", "")]
    [InlineData("<p title=\"a > b\">yes</p>", "yes")]
    [InlineData("<svg><title/><text>yes</text></svg>", "yes")]
    [InlineData("1 < 2 and 3 > 2", "1 < 2 and 3 > 2")]
    [InlineData("<script>if (a < b) alert('</p>')</script>yes", "yes")]
    [InlineData("<img alt='the \"best\" one'>", "[image: the \"best\" one]")]
    [InlineData("&lt;b&gt; &amp;amp;", "<b> &amp;")]
    [InlineData("<textarea>one\ntwo</textarea>", "one\ntwo")]
    [InlineData("<!--[if mso]>no<![endif]-->yes<!-- x --!>, too", "yes, too")]
    public void WhatIsWrittenAnew_ShowsTheSame(string html, string text) => Assert.Equal(text, MailReader.Read(SomeMail.Of(html, isHtml: true)).New);

    [Theory]
    [InlineData("<div><span><div><span>", 100)]
    [InlineData("<table><tr><td><blockquote>", 100)]
    public void AsManyOpenElementsAsLongThreadsHave_AreReadWhole(string tags, int times) =>
        Assert.DoesNotContain(MailReader.Read(SomeMail.Of(Times(tags, times) + "needle", isHtml: true)).Remarks, r => r.Contains(TooDeep, StringComparison.Ordinal));

    private static string Times(string part, int times) => string.Concat(Enumerable.Repeat(part, times));

    private static string Each(string part, int times) => string.Concat(Enumerable.Range(0, times).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, part, i)));
}
