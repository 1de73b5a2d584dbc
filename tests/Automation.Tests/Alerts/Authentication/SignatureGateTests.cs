using System.Text;
using Automation.Alerts;
using Automation.Alerts.Authentication;
using Automation.Alerts.Dialects;
using Automation.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using static Automation.Tests.Support.SignedText;

namespace Automation.Tests.Alerts.Authentication;

public sealed class SignatureGateTests
{
    private static readonly SignatureOptions Options =
        SignatureOptions.None with { Sources = [new SignedSource("alertmanager", SignatureSchemes.GitHub, [Encoding.UTF8.GetBytes(Secret)])] };

    [Theory]
    [InlineData("alertmanager", true)]
    [InlineData("AlertManager", true)]
    [InlineData("alertmanager ", true)]
    [InlineData("prometheus", false)]
    [InlineData(null, false)]
    public void AConfiguredSource_IsAskedForItsSignatureInAnyCase(string? source, bool isAsked)
    {
        var gate = Gate(Options);

        Assert.Equal(isAsked, gate.Check(source, Request("a"), Some.Noon).Problem is not null);
        Assert.Equal(isAsked, gate.Check(source, Request("a", ("X-Hub-Signature-256", "sha256=" + Hmac("a"))), Some.Noon).IsProven);
    }

    [Fact]
    public void TheReason_NamesTheHeaderAndNothingOfTheSignature()
    {
        var gate = Gate(Options);

        Assert.Equal("no header X-Hub-Signature-256", gate.Check("alertmanager", Request("a"), Some.Noon).Problem!.Found);
        var wrong = gate.Check("alertmanager", Request("a", ("X-Hub-Signature-256", "sha256=" + Hmac("b"))), Some.Noon).Problem!.ToString();
        Assert.DoesNotContain(Hmac("a"), wrong, StringComparison.Ordinal);
        Assert.DoesNotContain(Hmac("b"), wrong, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDialectOfAConfiguredSource_IsNotReadUnsignedUnderAnotherName()
    {
        var gate = Gate(Options);

        Assert.Contains("/api/alerts/alertmanager", gate.MissingProof(new AlertmanagerDialect())!.Accepted, StringComparison.Ordinal);
        Assert.Null(gate.MissingProof(new GenericDialect()));
        Assert.Null(gate.MissingProof((IAlertDialect?)null));
    }

    /// <summary>An envelope of one source, such as SNS or CloudEvents, with another's payload inside.</summary>
    [Theory]
    [InlineData("alertmanager|f", true)]
    [InlineData("alertmanager-group|f", true)]
    [InlineData("alertmanagers|f", false)]
    [InlineData("generic|alertmanager|f", false)]
    [InlineData("alertmanager", false)]
    public void AProblemOfAConfiguredSource_IsNotReadFromInsideAnothersPayload(string dedupKey, bool isRefused) =>
        Assert.Equal(isRefused, Gate(Options).MissingProof([Draft("generic|a"), Draft(dedupKey)]) is not null);

    [Fact]
    public void WithSignaturesRequired_NobodyElseIsRead()
    {
        var gate = Gate(Options with { IsRequired = true });

        Assert.NotNull(gate.MissingProof(new GenericDialect()));
        Assert.NotNull(gate.MissingProof((IAlertDialect?)null));
    }

    [Fact]
    public void WithTopicsOfSns_WhatComesFromSnsIsNotReadOutsideItsMessages()
    {
        var gate = Gate(SignatureOptions.None with { Sns = new SnsOptions([SnsTopic.Find(SnsStation.Topic)!], true) });

        Assert.NotNull(gate.MissingProof(new Named("cloudwatch")));
        Assert.NotNull(gate.MissingProof([Draft("cloudwatch|arn")]));
        Assert.Null(gate.MissingProof(new GenericDialect()));
        Assert.Null(Gate(SignatureOptions.None).MissingProof(new Named("cloudwatch")));
    }

    [Fact]
    public void PastTheLimitOfAMinute_RefusalsAreNotKept()
    {
        var clock = new FixedClock(Some.Noon);
        var budget = new RefusalBudget(clock, NullLogger<RefusalBudget>.Instance);

        Assert.All(Enumerable.Range(0, RefusalBudget.PerMinute), _ => Assert.True(budget.TryTake()));
        Assert.False(budget.TryTake());
        clock.Now = Some.Noon.AddMinutes(1);
        Assert.True(budget.TryTake());
    }

    private static SignatureGate Gate(SignatureOptions options) => new(options, new DialectCatalog());

    private static AlertDraft Draft(string dedupKey) => new() { DedupKey = dedupKey, Status = AlertStatus.Firing, Title = "a", Reading = [] };

    private sealed class Named(string name) : IAlertDialect
    {
        public string Name => name;

        public IReadOnlyList<string> Aliases => [];

        public bool Recognises(System.Text.Json.JsonElement root) => false;

        public void Read(System.Text.Json.JsonElement root, PayloadReading reading) => throw new NotSupportedException();
    }
}
