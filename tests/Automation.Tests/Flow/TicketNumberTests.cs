using Automation.Flow;

namespace Automation.Tests.Flow;

public sealed class TicketNumberTests
{
    [Fact]
    public void TheSameEpisode_AlwaysGetsTheSameNumber()
    {
        Assert.Equal(TicketNumber.Of("episode", 0), TicketNumber.Of("episode", 0));
        Assert.NotEqual(TicketNumber.Of("episode", 0), TicketNumber.Of("episode", 1));
    }

    [Fact]
    public void Numbers_HaveThreeGroupsOfThreeDigits() =>
        Assert.All(Enumerable.Range(0, 500), i => Assert.Matches("^[1-9][0-9]{2}-[0-9]{3}-[0-9]{3}$", TicketNumber.Of($"episode{i}", 0)));

    [Fact]
    public void EverySingleWrongDigit_IsFound()
    {
        var number = TicketNumber.Of("episode", 0);
        foreach (var at in Enumerable.Range(0, number.Length).Where(i => number[i] != '-'))
        {
            foreach (var digit in "0123456789".Where(d => d != number[at]))
            {
                Assert.False(TicketNumber.TryParse(number[..at] + digit + number[(at + 1)..], out _));
            }
        }
    }

    [Fact]
    public void EverySwapOfNeighbours_IsFound()
    {
        foreach (var digits in Enumerable.Range(0, 200).Select(i => TicketNumber.Of($"episode{i}", 0).Replace("-", "", StringComparison.Ordinal)))
        {
            for (var at = 0; at < 8; at++)
            {
                if (digits[at] == digits[at + 1]) continue;
                Assert.False(TicketNumber.TryParse(digits[..at] + digits[at + 1] + digits[at] + digits[(at + 2)..], out _));
            }
        }
    }

    [Fact]
    public void ANumber_IsReadAsPeopleTypeIt()
    {
        var number = TicketNumber.Of("episode", 0);
        var digits = number.Replace("-", "", StringComparison.Ordinal);
        Assert.All(new[] { number, digits, $"[#{number}]", number.Replace('-', ' '), number.Replace('-', '.') }, text =>
        {
            Assert.True(TicketNumber.TryParse(text, out var read), text);
            Assert.Equal(number, read);
        });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("abc-def-ghi")]
    [InlineData("٣٣٣-٣٣٣-٣٣٣")]
    public void WhatIsNoNumber_IsRefused(string? text) => Assert.False(TicketNumber.TryParse(text, out _));
}
