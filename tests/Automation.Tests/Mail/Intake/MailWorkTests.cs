using Automation.Flow;
using Automation.Mail.Intake;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Intake;

/// <summary>A message that is put off comes back, whatever the queue has seen and whatever the clock says.</summary>
public sealed class MailWorkTests
{
    /// <summary>The queue drops what has the id of a message that it has seen of late, and one put off is worked on under its id.</summary>
    [Theory]
    [InlineData("""{"message":"m1"}""", 0)]
    [InlineData("""{"message":"m1"}""", 29)]
    [InlineData("""{"message":"m1","looks":"2","tries":"3"}""", 45)]
    [InlineData("""{"release":"0123456789abcdef"}""", 600)]
    [InlineData("""{"sweep":"missed"}""", 0)]
    public void EachTimeItIsPutOff_ItHasAnotherId(string body, int secondsBehind)
    {
        var ids = new List<string>();
        var now = Some.Noon.AddSeconds(7);
        for (var i = 0; i < 5; i++)
        {
            var later = MailWork.Read(body).AsLater(now.AddSeconds(30));
            ids.Add(later.Id);
            (body, now) = (later.Body, later.NotBefore!.Value.AddSeconds(-secondsBehind));
        }

        Assert.Equal(5, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void CopiesOfAMessage_AreOneWhenTheyArePutOff()
    {
        var first = MailWork.Read("""{"message":"m1"}""").AsLater(Some.Noon.AddSeconds(31));
        var copy = MailWork.Read("""{"message":"m1"}""").AsLater(Some.Noon.AddSeconds(50));
        var again = MailWork.Read(first.Body).AsLater(Some.Noon.AddSeconds(91));
        var late = MailWork.Read("""{"message":"m1"}""").AsLater(Some.Noon.AddSeconds(110));

        Assert.Equal((first.Id, first.Body, again.Id), (copy.Id, copy.Body, late.Id));
        Assert.Equal(Some.Noon.AddSeconds(60), first.NotBefore);
    }

    [Theory]
    [InlineData("""{"message":"m1","due":"60","looks":"1","tries":"1"}""")]
    [InlineData("""{"subscription":"renew","due":"60"}""")]
    public void WhatWePutOff_IsReadAsItWas(string body) => Assert.Equal(MailWork.Read(body), MailWork.Read(MailWork.Read(body).Write()));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"due":"60"}""")]
    [InlineData("""{"message":"m1","release":"x"}""")]
    [InlineData("""{"sweep":"x","tries":"1"}""")]
    [InlineData("""{"message":"m1","other":"1"}""")]
    [InlineData("null")]
    public void WhatIsNoneOfOurs_IsRefused(string body) => Assert.Throws<PoisonMessageException>(() => MailWork.Read(body));
}
