using Automation.Knowledge;
using Automation.Tests.Support;

namespace Automation.Tests.Knowledge;

public sealed class KnowledgeIndexTests
{
    private static readonly KnowledgeIndex Shipped = KnowledgeIndex.Of(KnowledgeFolder.Read(Path.Combine(RepositoryRoot.Path, "functions", "Knowledge", "articles")).Articles);

    [Theory]
    [InlineData("Filesystem /var on db01 has only 4 % left: no space left on device", "disk-full-linux", "space filesystem device")]
    [InlineData("NodeFilesystemAlmostOutOfSpace", "disk-full-linux", "nodefilesystemalmostoutofspace")]
    [InlineData("DiskFull", "disk-full-linux", "diskfull disk")]
    [InlineData("node ran out of inodes", "disk-full-linux", "inodes")]
    [InlineData("CPU above 90 percent on web01", "high-cpu", "cpu")]
    [InlineData("Percentage CPU GreaterThan 95 vm-sql-02", "high-cpu", "cpu percentage")]
    [InlineData("SSL certificate of shop.example.com expires in 6 days", "certificate-expiry", "certificate ssl")]
    [InlineData("x509: certificate has expired or is not yet valid", "certificate-expiry", "x509 certificate")]
    [InlineData("Zertifikat läuft ab", "certificate-expiry", "zertifikat")]
    [InlineData("The Print Spooler service terminated unexpectedly", "printer-queue", "spooler print")]
    [InlineData("Service MSSQLSERVER stopped on win-db-01", "windows-service-down", "service stopped")]
    [InlineData("Windows service W3SVC is down", "windows-service-down", "windows service")]
    [InlineData("start failed with 0x80070005", "windows-service-down", "0x80070005")]
    [InlineData("CoreDNS pods answer SERVFAIL", "dns-failure", "coredns servfail")]
    [InlineData("could not resolve host: repo.example.com", "dns-failure", "resolve")]
    [InlineData("My VPN does not connect at home", "vpn-problems", "vpn")]
    [InlineData("Der Drucker im 3. Stock druckt nicht", "printer-queue", "drucker druckt")]
    [InlineData("I have a new phone and the authenticator shows no code", "password-and-mfa", "authenticator phone")]
    [InlineData("Passwort vergessen", "password-and-mfa", "passwort vergessen")]
    [InlineData("Konto gesperrt", "password-and-mfa", "konto gesperrt")]
    public void TheArticleThatHelps_ComesFirstWithTheWordsThatMatched(string query, string article, string words)
    {
        var best = Shipped.Find(query, [], 3)[0];

        Assert.Equal(article, best.Article.Id);
        Assert.All(words.Split(' '), word => Assert.Contains(word, best.Words));
        Assert.InRange(best.Words.Count, 1, KnowledgeIndex.MaxWords);
    }

    [Theory]
    [InlineData("Payment queue consumer lag above 10000")]
    [InlineData("Elasticsearch cluster is yellow")]
    [InlineData("Host web01 is down")]
    [InlineData("critical alert: threshold exceeded, error in production")]
    [InlineData("HTTP 500 rate of checkout-api is high")]
    [InlineData("Ping to switch core-sw1 failed")]
    [InlineData("Database connection pool exhausted")]
    [InlineData("I need access to the shared folder Finance")]
    [InlineData("Laptop screen is broken")]
    [InlineData("Memory usage above 95 percent")]
    [InlineData("Network latency between sites is high")]
    [InlineData("Outlook is slow")]
    [InlineData("WLAN im 2. Stock geht nicht")]
    [InlineData("")]
    [InlineData("%%% --- \0")]
    public void AnAlertThatNoArticleIsAbout_GetsNone(string query) => Assert.Empty(Shipped.Find(query, [], 3));

    [Fact]
    public void AServiceThatAnArticleNames_IsReasonEnough()
    {
        var index = Index(Article("orders", "Queue of orders grows", services: ["order-intake"]), Article("other", "Queue of invoices grows"));

        var hit = Assert.Single(index.Find("Consumer lag is high", ["order-intake"], 3));
        Assert.Equal("orders", hit.Article.Id);
        Assert.Contains("order-intake", hit.Words);
    }

    [Fact]
    public void AWordOfTheBodyAlone_OffersNothing() => Assert.Empty(Index(Article("a", "Backup", body: "mentions kerberos once")).Find("kerberos ticket", [], 3));

    [Fact]
    public void TheTitle_CountsMoreThanTheBody()
    {
        var index = Index(Article("body", "Something else about tape", body: "tape tape kerberos kerberos kerberos kerberos"), Article("title", "Kerberos tape"));

        Assert.Equal("title", index.Find("kerberos tape", [], 1)[0].Article.Id);
    }

    [Fact]
    public void AnArticleFarBehindTheBest_IsNotOfferedAsFiller()
    {
        var index = Index(
            [Article("best", "Kerberos ticket rejected by domain controller", symptoms: ["kerberos ticket rejected"]), Article("far", "Controller", symptoms: ["tape"], tags: ["tape"]), .. Enumerable.Range(0, 20).Select(i => Article($"n{i}", $"Controller of tape {i}"))]);

        Assert.Equal(["best"], index.Find("kerberos ticket rejected by controller", [], 3).Select(h => h.Article.Id));
    }

    [Fact]
    public void EqualArticles_StandInTheOrderOfTheirIds()
    {
        var index = Index(Article("b", "Kerberos"), Article("a", "Kerberos"), Article("c", "Kerberos"));

        Assert.Equal(["a", "b"], index.Find("kerberos", [], 2).Select(h => h.Article.Id));
    }

    [Fact]
    public void AMegabyteOfText_IsSearchedByItsFirstWords() =>
        Assert.Equal("high-cpu", Shipped.Find("cpu load " + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"w{i} ")), [], 3)[0].Article.Id);

    [Fact]
    public void AnEmptyFolder_FindsNothing() => Assert.Empty(Index().Find("disk full", ["disk"], 3));

    private static KnowledgeIndex Index(params KnowledgeArticle[] articles) => KnowledgeIndex.Of(articles);

    private static KnowledgeArticle Article(string id, string title, string[]? services = null, string[]? symptoms = null, string[]? tags = null, string body = "") =>
        new(id, title, tags ?? [], symptoms ?? [], services ?? [], [], "en", null, body);
}
