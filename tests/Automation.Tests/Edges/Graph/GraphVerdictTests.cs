using Automation.Edges.Graph;
using Automation.Flow;

namespace Automation.Tests.Edges.Graph;

public sealed class GraphVerdictTests
{
    [Theory]
    [InlineData(404, "ErrorItemNotFound", "Gone")]
    [InlineData(404, "ResourceNotFound", "Gone")]
    [InlineData(404, "ErrorInvalidUser", "Closed")]
    [InlineData(404, "MailboxNotEnabledForRESTAPI", "Closed")]
    [InlineData(410, "SyncStateNotFound", "Expired")]
    [InlineData(400, "syncStateInvalid", "Expired")]
    [InlineData(429, null, "Unavailable")]
    [InlineData(408, null, "Unavailable")]
    [InlineData(409, "ErrorIrresolvableConflict", "Unavailable")]
    [InlineData(500, null, "Unavailable")]
    [InlineData(503, null, "Unavailable")]
    [InlineData(400, "ErrorInvalidIdMalformed", "Gone")]
    [InlineData(401, null, "Closed")]
    [InlineData(403, "ErrorAccessDenied", "Closed")]
    [InlineData(400, "ErrorInvalidRequest", "Refused")]
    [InlineData(400, "ErrorInvalidRecipients", "Refused")]
    [InlineData(413, null, "Refused")]
    public void EachAnswer_HasOneMeaning(int status, string? code, string outcome) => Assert.Equal(outcome, GraphVerdict.Of(status, code, isMailbox: true).ToString());

    [Fact]
    public void WhatTheDirectoryDoesNotHave_IsGone() => Assert.Equal(GraphOutcome.Gone, GraphVerdict.Of(404, "Request_ResourceNotFound", isMailbox: false));

    [Theory]
    [InlineData(429, 5, 0, false, 5)]
    [InlineData(429, 0, 0, false, 1)]
    [InlineData(429, null, 3, false, 8)]
    [InlineData(429, null, 40, false, 30)]
    [InlineData(503, null, 0, true, 1)]
    [InlineData(503, 7, 0, false, null)]
    [InlineData(504, null, 0, false, null)]
    [InlineData(500, 1, 0, true, null)]
    public void OnlyWhatWasNotDone_IsAskedAgain(int status, int? retryAfter, int attempt, bool isSafe, int? seconds) =>
        Assert.Equal(seconds, (int?)GraphVerdict.Wait(status, retryAfter is { } s ? TimeSpan.FromSeconds(s) : null, attempt, isSafe)?.TotalSeconds);

    [Theory]
    [InlineData("http://localhost:7075/v1.0", "a-token-of-the-standin", null)]
    [InlineData("", "", null)]
    [InlineData("https://graph.microsoft.us/v1.0", "", null)]
    [InlineData("https://graph.microsoft.us/v1.0", "a-token-of-the-standin", "Graph__Token: found a token for another machine's Graph")]
    [InlineData("http://graph.example.org/v1.0", "", "Graph__BaseAddress: found")]
    [InlineData("http://localhost:7075/v1.0", "", "Graph__Token: found nothing")]
    [InlineData("", "short", "Graph__Token: found a value of 5 characters (not shown)")]
    public void ATokenFromTheSettings_IsForThisMachineOnly(string address, string token, string? problem)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["Graph__BaseAddress"] = address, ["Graph__Token"] = token };
        var settings = new SettingReader(values.GetValueOrDefault);

        GraphOptions.Read(settings);

        if (problem is null) Assert.Empty(settings.Problems);
        else Assert.Contains(settings.Problems, p => p.StartsWith(problem, StringComparison.Ordinal));
        Assert.DoesNotContain(settings.Problems, p => p.Contains("a-token-of", StringComparison.Ordinal));
    }
}
