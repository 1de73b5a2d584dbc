using Automation.Edges;
using Automation.Flow;
using Automation.Mail.Understanding;
using Automation.Mail.Understanding.Learning;
using Automation.Tickets;

namespace Automation.Commands;

/// <summary>The app's storage for the classify commands that need it: closed tickets, and the model.</summary>
internal sealed class ClassifyStorage : IAsyncDisposable
{
    private readonly ServiceProvider? services;

    private ClassifyStorage(ServiceProvider? services) => this.services = services;

    public ITrainingSource? Tickets => services?.GetRequiredService<ITrainingSource>();

    public IModelStore? Models => services?.GetRequiredService<IModelStore>();

    /// <summary>Nothing for commands that work on files alone, and for one that explains where no storage is set.</summary>
    /// <exception cref="CommandFailedException">The command needs storage, and its settings can't be used.</exception>
    public static ClassifyStorage Open(ClassifyArguments arguments, Func<string, string?> setting, TimeProvider clock)
    {
        var reader = new SettingReader(setting);
        var explains = arguments.Verb == ClassifyVerb.Explain;
        var needed = arguments.Verb == ClassifyVerb.Train && (arguments.Subject is null || arguments.Out is null);
        if (!needed && !(explains && arguments.Model is null && (reader.IsSet("Storage") || reader.IsSet("Storage__tableServiceUri")))) return new ClassifyStorage(null);
        var options = EdgeOptions.ReadStorage(reader);
        if (reader.Problems.Count > 0) throw new CommandFailedException(string.Join('\n', reader.Problems));
        return new ClassifyStorage(new ServiceCollection().AddSingleton(clock).AddStorage(options).AddSingleton<ITrainingSource, ClosedTickets>().BuildServiceProvider());
    }

    public ValueTask DisposeAsync() => services?.DisposeAsync() ?? ValueTask.CompletedTask;
}
