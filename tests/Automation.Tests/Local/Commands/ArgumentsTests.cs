using Automation.Local.Commands;
using Automation.Local.Faults;

namespace Automation.Tests.Local.Commands;

/// <summary>What the command line accepts, and what it says about the rest.</summary>
public sealed class ArgumentsTests
{
    [Fact]
    public void NoArguments_MeanTheDefaults() => Assert.Equal(new Arguments(), Arguments.Parse([]));

    [Fact]
    public void RunOptions_AreRead()
    {
        var arguments = Arguments.Parse(["--port", "8080", "--servicebus-port=9090", "--sink-port", "7073", "--graph-port", "7074", "--app", "out", "--state=s", "--reset", "--exit", "--no-storage",
            "--max-crashes", "50", "--faults", "duplicates=0.2,reorder=0.3,lostlocks=0.1,crash=0.05,missedtimers=0.5,lostnotices=0.4,doublenotices=0.3,throttle=0.2,seed=42"]);
        Assert.Equal(
            new Arguments
            {
                Port = 8080,
                ServiceBusPort = 9090,
                SinkPort = 7073,
                GraphPort = 7074,
                AppRoot = "out",
                State = "s",
                Reset = true,
                Exit = true,
                NoStorage = true,
                MaxCrashes = 50,
                Faults = new FaultOptions(0.2, 0.3, 0.1, 0.05, 0.5, 42) { LostNotices = 0.4, DoubleNotices = 0.3, Throttle = 0.2 },
            },
            arguments);
    }

    [Theory]
    [InlineData("queues", Verb.Queues, null)]
    [InlineData("queues list", Verb.Queues, null)]
    [InlineData("queues peek alerts --dead --top 5", Verb.Peek, "alerts")]
    [InlineData("queues dead alerts", Verb.Dead, "alerts")]
    [InlineData("queues resubmit alerts --id 7 --state s", Verb.Resubmit, "alerts")]
    [InlineData("queues resubmit alerts --all", Verb.Resubmit, "alerts")]
    [InlineData("queues peek alerts --help", Verb.Help, "alerts")]
    [InlineData("-h", Verb.Help, null)]
    public void Commands_AreRead(string line, object verb, string? queue)
    {
        var arguments = Arguments.Parse(line.Split(' '));
        Assert.Equal((verb, queue), ((object)arguments.Verb, arguments.Queue));
    }

    [Theory]
    [InlineData("--prot 1", "'--prot' isn't known")]
    [InlineData("stray", "'stray' isn't known")]
    [InlineData("--port", "--port needs a value")]
    [InlineData("--port --reset", "--port needs a value")]
    [InlineData("--port 70000", "from 0 to 65535, but '70000' was given")]
    [InlineData("--port=", "--port needs a value")]
    [InlineData("--max-crashes 0", "--max-crashes must be")]
    [InlineData("--reset=yes", "--reset takes no value")]
    [InlineData("--exit --no-demo", "can't go with --no-demo")]
    [InlineData("--faults duplicates=2", "duplicates must be a number from 0 to 1")]
    [InlineData("--faults fire=1", "'fire' isn't a fault")]
    [InlineData("--faults seed=x", "seed must be a whole number")]
    [InlineData("queues burn alerts", "no command 'queues burn'")]
    [InlineData("queues peek", "needs the name of a queue")]
    [InlineData("queues resubmit alerts", "either --id SEQUENCE or --all")]
    [InlineData("queues resubmit alerts --all --id 1", "either --id SEQUENCE or --all")]
    [InlineData("queues --port 1", "'--port' isn't known here")]
    public void WrongArguments_AreExplained(string line, string expected)
    {
        var wrong = Assert.Throws<CommandLineException>(() => Arguments.Parse(line.Split(' ')));
        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }
}
