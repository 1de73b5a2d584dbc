using Automation.Knowledge;
using Automation.Tests.Support;

namespace Automation.Tests.Knowledge;

public sealed class KnowledgeFolderTests : IDisposable
{
    private const string Good = "---\ntitle: t\n---\ntext";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheShippedArticles_AreAllRead()
    {
        var (articles, problems) = KnowledgeFolder.Read(Path.Combine(AppContext.BaseDirectory, "knowledge"));

        Assert.Empty(problems);
        Assert.Equal(
            ["certificate-expiry", "disk-full-linux", "dns-failure", "high-cpu", "password-and-mfa", "printer-queue", "vpn-problems", "windows-service-down"],
            articles.Select(a => a.Id).Order(StringComparer.Ordinal));
        Assert.All(articles, a => Assert.NotEmpty(a.Symptoms));
    }

    [Fact]
    public void ABadFile_CostsItsOwnArticleOnly()
    {
        folder.Write("good.md", "\uFEFF" + Good);
        folder.Write("sub/Über Drucker.MD.md", Good);
        folder.Write("bad.md", "no front matter");
        folder.Write("notes.txt", "not read");
        File.WriteAllBytes(folder.File("latin.md"), [0x2D, 0xE4, 0x2D]);
        File.WriteAllBytes(folder.File("huge.md"), new byte[KnowledgeFolder.MaxFileBytes + 1]);

        var (articles, problems) = KnowledgeFolder.Read(folder.Path);

        Assert.Equal(["good", "sub-ber-drucker-md"], articles.Select(a => a.Id));
        Assert.Equal(["bad.md", "huge.md", "latin.md"], problems.Select(p => p.File));
        Assert.All(problems, p => Assert.True(p.LeftOut));
    }

    [Fact]
    public void TwoFilesWithOneId_LeaveTheSecondOut()
    {
        folder.Write("disk-full.md", Good);
        folder.Write("disk_full.md", Good);

        var (articles, problems) = KnowledgeFolder.Read(folder.Path);

        Assert.Single(articles);
        Assert.Equal("disk_full.md", Assert.Single(problems).File);
    }

    [Fact]
    public void AFolderThatIsNotThere_IsSaid() => Assert.Contains("found no such folder", Assert.Single(KnowledgeFolder.Read(folder.File("gone")).Problems).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("Linux/Disk full.md", "linux-disk-full")]
    [InlineData("--.md", "")]
    [InlineData("a..b.md", "a-b")]
    public void TheId_IsThePathInLettersDigitsAndDashes(string file, string id) => Assert.Equal(id, KnowledgeFolder.Id(file));

    [Fact]
    public void MarkdownGivesItsWords_WithoutAddressesAndHtml() =>
        Assert.Equal(
            ["Head x", "Text em link & line", "item", "df -h"],
            MarkdownText.Of("# Head `x`\n\nText *em* [link](http://a.example/secret) <b id=\"no\">&amp;</b>\nline\n\n<div>no</div>\n\n- item\n\n```sh\ndf -h\n```\n")
                .Replace("\nline", " line", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
