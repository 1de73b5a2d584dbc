using Automation.Routing.Matching;
using Automation.Routing.Priorities;
using Automation.Tests.Support;

namespace Automation.Tests.Routing;

public sealed class MatcherTests
{
    [Theory]
    [InlineData("host = web-1", "host=web-1", true)]
    [InlineData("host = web-1", "host=WEB-1", true)]
    [InlineData("HOST = web-1", "host=web-1", true)]
    [InlineData("host=web-1", "host=web-1", true)]
    [InlineData("host = web-1", "host=web-10", false)]
    [InlineData("host = web-1", "", false)]
    [InlineData("host != web-1", "host=web-2", true)]
    [InlineData("host != web-1", "", true)]
    [InlineData("title = \"disk full\"", "title=Disk_full", true)]
    [InlineData("title = disk full", "title=Disk_full", true)]
    [InlineData("title = \"a \\\"b\\\" \\d\"", "title=a_\"b\"_\\d", true)]
    [InlineData("host = \"\"", "", true)]
    [InlineData("host = \"\"", "host=web-1", false)]
    [InlineData("host != \"\"", "host=web-1", true)]
    [InlineData("host != \"\"", "", false)]
    [InlineData("\"labels.a b\" = c", "labels.ab=c", false)]
    [InlineData("labels.kubernetes.io/name = x", "labels.kubernetes.io/name=x", true)]
    [InlineData("host =~ \"web-.*\"", "host=web-17", true)]
    [InlineData("host =~ web-.*", "host=web-17", true)]
    [InlineData("host =~ \"web\"", "host=web-17", false)]
    [InlineData("host =~ \"web-\\d+\"", "host=web-17", true)]
    [InlineData("host =~ \"a|web-\\d+\"", "host=web-17x", false)]
    [InlineData("host =~ \".*\"", "", true)]
    [InlineData("host =~ \".+\"", "", false)]
    [InlineData("environment !~ \"dev|test\"", "environment=prod", true)]
    [InlineData("environment !~ \"dev|test\"", "environment=Test", false)]
    [InlineData("environment !~ \"dev|test\"", "", true)]
    [InlineData("environment = prod", "host.environment=prod", true)]
    [InlineData("service in [orders, \"web, old\"]", "service=web,_old", true)]
    [InlineData("service in [orders, billing]", "service=Billing", true)]
    [InlineData("service in [orders, billing]", "service=mail", false)]
    [InlineData("service in [orders, billing]", "", false)]
    [InlineData("service in [orders, \"\"]", "", true)]
    [InlineData("service not in [orders, billing]", "service=mail", true)]
    [InlineData("service not in [orders, billing]", "", true)]
    [InlineData("affected > 10", "affected=11", true)]
    [InlineData("affected > 10", "affected=10", false)]
    [InlineData("affected >= 10", "affected=10", true)]
    [InlineData("affected < 10.5", "affected=10", true)]
    [InlineData("affected <= 9", "affected=10", false)]
    [InlineData("affected > 10", "affected=many", false)]
    [InlineData("affected < 10", "", false)]
    [InlineData("severity >= error", "severity=critical", true)]
    [InlineData("severity >= error", "severity=ERROR", true)]
    [InlineData("severity >= error", "severity=warning", false)]
    [InlineData("severity < warning", "severity=info", true)]
    [InlineData("severity > info", "severity=loud", false)]
    [InlineData("changes > 0", "changes=2", true)]
    [InlineData("history.times >= 3", "history.times=2", false)]
    [InlineData("host.onCall =~ \"ada.*\"", "host.onCall=ada@example.org", true)]
    [InlineData("runbook = \"\"", "", true)]
    [InlineData("knowledge = disk-full-linux", "knowledge=disk-full-linux", true)]
    [InlineData("azure.tags.env = prod", "azure.tags.env=prod", true)]
    [InlineData("azure.resourceGroup != shop", "azure.resourceGroup=shop", false)]
    [InlineData("priority >= P2", "severity=critical", true)]
    [InlineData("priority >= P2", "severity=warning", false)]
    [InlineData("impact = medium", "", true)]
    [InlineData("urgency = high", "severity=error", true)]
    public void AMatcher_IsMetByWhatItSays(string matcher, string facts, bool isMet) => Assert.Equal(isMet, IsMet(matcher, facts));

    [Theory]
    [InlineData("service = billing", true)]
    [InlineData("service =~ \"bill.*\"", true)]
    [InlineData("service in [mail, billing]", true)]
    [InlineData("service != billing", false)]
    [InlineData("service != mail", true)]
    [InlineData("service !~ \"bill.*\"", false)]
    [InlineData("service not in [mail, orders]", false)]
    public void OfSeveralValues_AnyMeetsAndNegationsWantNone(string matcher, bool isMet) => Assert.Equal(isMet, IsMet(matcher, "service=orders service=billing"));

    [Theory]
    [InlineData("", "''", "FACT OPERATOR VALUE")]
    [InlineData("host", "'host'", "FACT OPERATOR VALUE")]
    [InlineData("host web-1", "'host web-1'", "FACT OPERATOR VALUE")]
    [InlineData("host = ", "'host ='", "FACT OPERATOR VALUE")]
    [InlineData("host = \"web", "'host = \"web'", "FACT OPERATOR VALUE")]
    [InlineData("host == web", "'host == web'", "FACT OPERATOR VALUE")]
    [InlineData("sevrity = error", "the unknown fact 'sevrity'; did you mean 'severity'?", "labels.NAME")]
    [InlineData("labels. = x", "the unknown fact 'labels.'", "labels.NAME")]
    [InlineData("severity >= loud", "'loud', which has no order", "a severity (info, warning, error, critical)")]
    [InlineData("service in orders", "'service in orders'", "in brackets")]
    [InlineData("service in []", "'service in []'", "1 to 500 values")]
    [InlineData("service in [a,,b]", "'service in [a,,b]'", "in brackets")]
    [InlineData("host =~ \"(web\"", "no regular expression", "a regular expression")]
    [InlineData("host =~ \"web(?=1)\"", "lookaround", "a regular expression without lookaround")]
    [InlineData("host =~ \"(a)\\1\"", "a backreference", "a regular expression without lookaround")]
    [InlineData("host =~ \"a)|(b\"", "no regular expression", "a regular expression")]
    [InlineData("host =~ \"((a{50}){50}){50}\"", "repetitions multiply out beyond 200", "at most 200")]
    public void WhatIsNoMatcher_IsToldWithWhatIsAccepted(string text, string found, string accepted)
    {
        Assert.Null(MatcherText.Parse(text, out var wasFound, out var isAccepted));
        Assert.Contains(found, wasFound, StringComparison.Ordinal);
        Assert.Contains(accepted, isAccepted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host=web-1", "host = web-1")]
    [InlineData("service   in [b,a , A]", "service in [a, b]")]
    [InlineData("title = disk full", "title = \"disk full\"")]
    [InlineData("severity>=error", "severity >= error")]
    public void TheSameCondition_HasTheSameText(string written, string text) => Assert.Equal(text, MatcherText.Parse(written, out _, out _)!.Text);

    private static bool IsMet(string matcher, string facts)
    {
        var set = SomeRules.Facts(facts);
        var parsed = MatcherText.Parse(matcher, out var found, out _);
        Assert.True(parsed is not null, found);
        return parsed.IsMet(new RoutingFacts(set, SomeRules.Of(SomeRules.Root).Priority.Decide(set)));
    }
}
