using System.Diagnostics;
using System.Text.RegularExpressions;
using Automation.Routing.Matching;
using FsCheck;
using FsCheck.Fluent;

namespace Automation.Tests.Routing;

public sealed class TextPatternTests
{
    /// <summary>Patterns on which backtracking engines take exponential time.</summary>
    [Theory]
    [InlineData("(a+)+")]
    [InlineData("(a|aa)+")]
    [InlineData("(a|a?)+")]
    [InlineData("(.*a){12}")]
    [InlineData("(a?){50}a{50}")]
    [InlineData("(x+x+)+y")]
    [InlineData("([a-zA-Z]+)*")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    [InlineData(".*.*.*.*.*.*=.*")]
    public void APoisonousPattern_IsDecidedInNoTime(string pattern)
    {
        var parsed = TextPattern.Parse(pattern, out var problem);
        Assert.Null(problem);
        var value = new string('a', 100_000) + "!";
        var clock = Stopwatch.StartNew();

        parsed!.IsMatch(value);
        parsed.IsMatch(new string('x', 5000) + "!");

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"{clock.Elapsed}");
    }

    [Theory]
    [InlineData("((((((a{2}){2}){2}){2}){2}){2}){2}", true)]
    [InlineData("(a?){200}a{200}", false)]
    [InlineData("[0-9a-f]{128}", true)]
    [InlineData("(((a{1,100}){1,100}){1,100}){1,100}", false)]
    [InlineData("(((.{99}){99}){99}){99}", false)]
    [InlineData("a{999999999}", false)]
    [InlineData("[a-z{9999}]{2}", true)]
    public void Repetitions_AreTakenWhileTheyStaySmall(string pattern, bool isTaken)
    {
        var clock = Stopwatch.StartNew();

        Assert.Equal(isTaken, TextPattern.Parse(pattern, out _) is not null);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"{clock.Elapsed}");
    }

    [Fact]
    public void APatternBeyondTheLimit_IsRefusedUnread()
    {
        Assert.Null(TextPattern.Parse(new string('(', 1001), out var problem));
        Assert.Equal("a pattern of 1001 characters", problem);
    }

    [Fact]
    public void WhatLiesBeyondTheBoundOfAValue_IsNotLookedAt()
    {
        var pattern = TextPattern.Parse(".*needle.*", out _)!;

        Assert.True(pattern.IsMatch(new string('x', 2000) + "needle"));
        Assert.False(pattern.IsMatch(new string('x', 5000) + "needle"));
    }

    [Theory]
    [InlineData(".*", true)]
    [InlineData("a|.*", true)]
    [InlineData(".*(a|).*", true)]
    [InlineData(".*.*", true)]
    [InlineData(".+", false)]
    [InlineData("", false)]
    public void APatternOfEverything_IsKnownAsSuch(string pattern, bool isEverything) => Assert.Equal(isEverything, TextPattern.Parse(pattern, out _)!.IsEverything);

    [Fact]
    public void AnyPattern_DecidesAsTheRegularExpressionDoes()
    {
        var piece = Gen.Elements("a", "b", "ab", "a?", "ab*", "b+", ".*", "(a|b)", "(a|b)?", "(ab)+", "[ab]", "\\.", "\\b", "a{2}", ".", "|", "(?i)a", "(?:b|)");
        var patterns = piece.ListOf(4).Select(list => string.Concat(list)).ToArbitrary();
        var values = Gen.Elements('a', 'b', 'B', '.').ListOf(5).Select(c => string.Concat(c)).ToArbitrary();
        Prop.ForAll(patterns, values, (pattern, value) =>
        {
            if (TextPattern.Parse(pattern, out _) is not { } parsed) return true;
            var expected = Regex.IsMatch(value, $@"\A(?:{pattern})\z", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return parsed.IsMatch(value) == expected;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(".*(disk|memory).*unit7.*", "unit7")]
    [InlineData("web-[0-9]+", "")]
    [InlineData("web-\\d+x", "web")]
    [InlineData("abc?d", "ab")]
    [InlineData("abc+d", "abc")]
    [InlineData("(abc)", "")]
    [InlineData("ab|cd", "")]
    [InlineData("(?x)a b", "")]
    [InlineData("\\wabc", "abc")]
    [InlineData("\\x41bc", "")]
    public void ATextThatEveryMatchHolds_IsFound(string pattern, string text) => Assert.Equal(text, RequiredText.Of(pattern));

    [Fact]
    public void APlainPattern_DecidesAsTheRegularExpressionDoes()
    {
        var beginning = Gen.Zip(Gen.Elements("", ".*"), Gen.Elements("", "a", "ab", "b\\.a", "A-", "(a|b)", "a(?:b|.*a|)b", "b.*a", "((a|b)-|.)b")).Select(p => p.Item1 + p.Item2);
        var alternative = Gen.Zip(beginning, Gen.Elements("", ".*", "\\.*", "b")).Select(p => p.Item1 + p.Item2);
        var patterns = alternative.ListOf(2).Select(list => string.Join('|', list)).ToArbitrary();
        var values = Gen.Elements('a', 'b', 'B', '.', '-', '\n').ListOf(4).Select(c => string.Concat(c)).ToArbitrary();
        Prop.ForAll(patterns, values, (pattern, value) =>
        {
            var expected = Regex.IsMatch(value, $@"\A(?:{pattern})\z", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return TextPattern.Parse(pattern, out _)!.IsMatch(value) == expected;
        }).QuickCheckThrowOnFailure();
    }
}
