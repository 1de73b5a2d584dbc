using Automation.Flow;

namespace Automation.Tests.Flow;

public sealed class RejectionsTests
{
    private const string Secret = "s3cr3t-value";

    [Fact]
    public void SecretsBesideTheBody_AreMasked()
    {
        FieldProblem[] errors = [new("severity", $"\"token={Secret}\"", "critical"), new("labels.password", $"\"{Secret}\"", "a text")];

        var rejection = Rejections.AtIntake("1", DateTimeOffset.UnixEpoch, $"a?code={Secret}", 400, errors, $"text/plain; token={Secret}", "{}"u8, 2);

        Assert.DoesNotContain(Secret, System.Text.Json.JsonSerializer.Serialize(rejection), StringComparison.Ordinal);
        Assert.Equal("severity: found \"token=***\"; accepted: critical (and 1 more)", rejection.Reason);
    }

    [Fact]
    public void LongTexts_AreCut()
    {
        var rejection = Rejections.AtIntake(
            "1", DateTimeOffset.UnixEpoch, new string('s', 5000), 400, [new("severity", new string('f', 5000), "critical")], new string('c', 5000), "{}"u8, 2);

        Assert.Equal(256, rejection.Source!.Length);
        Assert.Equal(256, rejection.ContentType!.Length);
        Assert.Equal(512, rejection.Errors[0].Found.Length);
        Assert.InRange(rejection.Reason.Length, 1, 2100);
    }

    [Fact]
    public void AQueueReason_IsMasked()
    {
        var rejection = Rejections.FromQueue("1", DateTimeOffset.UnixEpoch, "alerts", $"no JSON: password={Secret}", "{}");

        Assert.Equal("no JSON: password=***", rejection.Reason);
    }
}
