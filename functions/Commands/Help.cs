namespace Automation.Commands;

/// <summary>The text of <c>--help</c>.</summary>
internal static class Help
{
    public const string Text = """
        Without arguments: the handler that the Functions host starts.

        Usage: automation routes COMMAND
               automation classify COMMAND
               automation mail COMMAND

          routes check FILE                 every problem of a routing file, with line and column
          routes show [FILE]                the tree of routes with what each decides
          routes test FILE PAYLOAD...       which way the alerts of payload files would take, and why
          routes replay FILE --since 7d     decides stored alerts with the app's own file and with FILE,
                                            and shows what would differ

          classify evaluate FILE.csv        how well the classifier does on labelled texts, by cross-validation
          classify train [FILE.csv]         makes a model from labelled texts, or from closed tickets
          classify explain TEXT             what rules and model make of a text, and the words that decided

          mail held                         mails that are held, with the reason
          mail release ID                   has a held mail taken in as an ordinary one; safe to repeat

        Options of routes
          --teams FILE        teams file (default: teams.yaml beside FILE, else the app's own)
          --json              one JSON document on standard output
          --source NAME       test: name in the address that the payloads are posted to
          --at TIME           test: time of the decision, such as 2026-12-24T23:00:00Z (default: now)
          --fact NAME=VALUE   test: a further fact, such as host.criticality=high; can be repeated
          --since TIME        replay: alerts received since then; a time, or an age such as 12h or 7d

        Options of classify
          --text COLUMN       evaluate, train: column that holds the texts
          --label COLUMN      evaluate, train: column that holds the labels
          --folds N           evaluate: from 2 to 20 (default: 5)
          --out FILE          train: file that gets the model (default: the app's storage)
          --force             train: replace a model that does better
          --model FILE        explain: model file (default: the app's own)
          --json              one JSON document on standard output

        Options of mail
          --limit N           held: from 1 to 1000 (default: 50)
          --json              one JSON document on standard output

        FILE of routes defaults to the app's own (setting Routing__File). Settings are read from the environment;
        replay, mail, and train without FILE.csv or --out, need Storage or Storage__tableServiceUri, mail release also
        ServiceBus; explain reads Mail__RulesFile and Mail__ModelFile, and the stored model where storage is set.

        Exit codes: 0 done, 1 problems, 2 wrong arguments.
        """;
}
