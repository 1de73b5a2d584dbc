namespace Automation.Local.Commands;

/// <summary>The text of <c>--help</c>.</summary>
internal static class Help
{
    public const string Text = """
        Runs the whole system on this machine, driven the way Azure Functions drives it.

        Usage: dotnet run --project local [-- OPTIONS]

          --port N             port of the function app (default 7071, 0 = any free one)
          --servicebus-port N  port of the Service Bus stand-in (default: any free one)
          --sink-port N        port of the page that shows what people were told (default: any free one)
          --graph-port N       port of the Graph stand-in and its mailbox page (default: any free one)
          --app DIR            app root to run, such as the output of 'dotnet publish functions -o out'
          --state DIR          folder of keys, queues and storage (default: .automation in the repository)
          --reset              empty the state first
          --no-demo            start without the demo
          --exit               end after the demo; exit code 0 only if every outcome was right
          --no-storage         start no storage emulator; the setting 'Storage' comes from local.settings.json
          --max-crashes N      exits of the handler within 30 minutes that end the host (default 3)
          --faults LIST        what to break, with its probability (0 to 1), and the seed that repeats it:
                               duplicates=0.2,reorder=0.3,lostlocks=0.1,crash=0.05,missedtimers=0.5,seed=42
                               and of Graph: lostnotices=0.2,doublenotices=0.1,throttle=0.05

        Usage: dotnet run --project local -- queues [COMMAND] [--state DIR]

          queues                                 list the queues with their counts
          queues peek QUEUE [--dead] [--top N]   show waiting messages without taking them
          queues dead QUEUE [--top N]            show dead letters with their reasons
          queues resubmit QUEUE --id SEQ         send one dead letter back to its queue
          queues resubmit QUEUE --all            send all dead letters back to their queue

        The queue commands work whether or not the host is running.
        """;
}
