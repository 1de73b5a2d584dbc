using Automation.Mail;
using Automation.Mail.Intake;
using Automation.Tests.Support;

namespace Automation.Tests.Mail.Intake;

/// <summary>A silence is an outage when canaries were sent and none was seen; health says so.</summary>
public sealed class CanaryRulesTests
{
    private static readonly DateTimeOffset Now = Some.Noon;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData(-600, -20, -100, true)]
    [InlineData(-600, -20, -50, false)]
    [InlineData(-600, -20, null, true)]
    [InlineData(-40, -10, null, false)]
    [InlineData(-40, -10, -600, false)]
    [InlineData(-90_000, -80_000, -80_000, false)]
    [InlineData(-90_000, -61, -90_000, false)]
    [InlineData(null, null, -90_000, false)]
    public void ASilenceOfTwoPeriods_IsAnOutageOnlyWhileCanariesAreSent(int? began, int? last, int? seen, bool isMissing)
    {
        var first = CanaryRules.First(At(began), At(last), Now, Every);
        Assert.Equal(isMissing, CanaryRules.Missing(first, At(seen), Now, Every) is not null);
    }

    [Fact]
    public void CanariesOfOneMinute_AreASeriesThoughTheTimerComesLate()
    {
        var (began, every) = (Now.AddHours(-1), TimeSpan.FromMinutes(1));

        Assert.Equal(began, CanaryRules.First(began, Now.AddSeconds(-125), Now, every));
        Assert.Equal(Now, CanaryRules.First(began, Now.AddMinutes(-5), Now, every));
    }

    [Theory]
    [InlineData(-2, "active", null, null, 600, "")]
    [InlineData(-12, "active", null, null, 600, "not looked through")]
    [InlineData(-300, "active", null, null, 1, "")]
    [InlineData(-300, "active", null, null, 3, "not looked through")]
    [InlineData(null, "active", null, null, 9, "")]
    [InlineData(null, "active", null, null, 600, "not looked through")]
    [InlineData(null, "none", null, null, 5, "")]
    [InlineData(-2, "none", null, null, 600, "no subscription")]
    [InlineData(-2, "active", -1, null, 600, "no subscription")]
    [InlineData(-2, "unknown", null, "gone", 600, "can't be asked")]
    [InlineData(-2, "off", null, null, 600, "")]
    public void TheMailbox_IsUnhealthyByAReason(int? swept, string state, int? expires, string? problem, int runningFor, string said)
    {
        var view = MailboxHealthRules.Of(At(swept), new SubscriptionView(state, At(expires), problem), null, TimeSpan.Zero, Now.AddMinutes(-runningFor), Now);

        Assert.Equal(said.Length == 0, view.Healthy);
        Assert.Contains(said, string.Join(';', view.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-10, -40, "")]
    [InlineData(-10, -200, "seen since")]
    [InlineData(-90, null, "was sent")]
    public void TheCanary_CountsForHealth(int sent, int? missing, string said)
    {
        var canary = new CanaryStatus(At(sent), null, null, missing < -60 ? At(missing) : null);
        var view = MailboxHealthRules.Of(Now, new SubscriptionView("off", null, null), canary, Every, Now.AddHours(-5), Now);

        Assert.Equal(said.Length == 0, view.Healthy);
        Assert.Contains(said, string.Join(';', view.Problems), StringComparison.Ordinal);
    }

    private static DateTimeOffset? At(int? minutes) => minutes is { } m ? Now.AddMinutes(m) : null;
}
