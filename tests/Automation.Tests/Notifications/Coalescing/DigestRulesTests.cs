using Automation.Notifications;
using Automation.Notifications.Coalescing;
using Automation.Tests.Support;

namespace Automation.Tests.Notifications.Coalescing;

public sealed class DigestRulesTests
{
    [Fact]
    public void TheFirstOfAMinute_GoSinglyAndTheOthersTogether() =>
        Assert.Equal([-1, -1, -1, 0, 0], Digests(Some.NotificationOptions(3, 2), Enumerable.Repeat(Some.Notification(), 5)));

    [Fact]
    public void AP1_HasRoomOfItsOwn() =>
        Assert.Equal([-1, 0, -1, -1, 0], Digests(Some.NotificationOptions(1, 2), [Some.Notification(), Some.Notification(), P1(), P1(), P1()]));

    [Fact]
    public void AP1ThatIsOver_CountsWithTheOthers() =>
        Assert.Equal([-1, 0], Digests(Some.NotificationOptions(1, 2), [Some.Notification(), P1() with { Reason = NotificationReason.Resolved }]));

    [Fact]
    public void ALimitOfZero_IsNone() =>
        Assert.All(Digests(Some.NotificationOptions(0, 0), Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? P1() : Some.Notification())), d => Assert.Equal(DigestRules.None, d));

    [Fact]
    public void AClosedDigest_IsFollowedByTheNext()
    {
        var closed = DigestRules.Close(new DigestState(10, 0, 0), 0)!;

        Assert.Equal(1, DigestRules.Place(closed, Some.Notification(), Some.NotificationOptions(10, 50)).Digest);
        Assert.Null(DigestRules.Close(closed, 0));
    }

    [Theory]
    [InlineData(0, 65)]
    [InlineData(59, 65)]
    [InlineData(64, 65)]
    [InlineData(65, 125)]
    [InlineData(3600, 3665)]
    public void ASummary_IsDueAfterItsMinuteAndALateOneAfterTheMinuteThatRuns(int now, int due) =>
        Assert.Equal(Some.Noon.AddSeconds(due), DigestRules.DueAt(new DigestPlace("t", "c", Some.Noon), Some.Noon.AddSeconds(now)));

    [Fact]
    public void Places_NeverMeet() =>
        Assert.NotEqual(new DigestPlace("a/b", "c", Some.Noon).Key, new DigestPlace("a", "b/c", Some.Noon).Key);

    private static Notification P1() => Some.Notification() with { Priority = "P1" };

    private static List<int> Digests(NotificationOptions options, IEnumerable<Notification> notifications)
    {
        var (state, digests) = (DigestState.Empty, new List<int>());
        foreach (var notification in notifications)
        {
            (state, var digest) = DigestRules.Place(state, notification, options);
            digests.Add(digest);
        }

        return digests;
    }
}
