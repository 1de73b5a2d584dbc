using System.Text.Json;
using Automation.Edges;
using Automation.Flow;
using Automation.Mail;
using Automation.Mail.Intake;

namespace Automation.Commands;

/// <summary>The <c>mail</c> commands: list what is held in quarantine, and have one taken in as an ordinary mail.</summary>
internal static class MailCommands
{
    /// <param name="edges">Puts other edges in place of the app's own; null in use.</param>
    public static async Task<int> RunAsync(
        MailArguments arguments, TextWriter output, TextWriter errors, Func<string, string?> setting, TimeProvider clock, Action<IServiceCollection>? edges, CancellationToken cancellationToken)
    {
        await using var services = Services(arguments, setting, clock, edges);
        try
        {
            return await (arguments.Verb == MailVerb.Held
                ? HeldAsync(arguments, output, services.GetRequiredService<IMailLog>(), cancellationToken)
                : ReleaseAsync(arguments, output, errors, services, cancellationToken));
        }
        catch (DependencyUnavailableException e)
        {
            throw new CommandFailedException($"The mails can't be reached: {e.Message}");
        }
    }

    private static async Task<int> HeldAsync(MailArguments arguments, TextWriter output, IMailLog log, CancellationToken cancellationToken)
    {
        var held = await log.ListAsync(MailState.Held, null, arguments.Limit, cancellationToken);
        if (arguments.Json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(new HeldMails([.. held.Select(m => new HeldMailView(m.Key, m.ReceivedAt, m.From, m.Subject, m.Reason))]), CommandJson.Plain.HeldMails));
            return 0;
        }

        foreach (var mail in held) await output.WriteLineAsync($"{mail.Key}  {UtcTimeConverter.Text(mail.ReceivedAt)}  {PlainText.Line(mail.From ?? "-", 60)}  {mail.Subject}\n    {mail.Reason}");
        await output.WriteLineAsync(held.Count == 0 ? "No mail is held." : $"{held.Count} held{(held.Count == arguments.Limit ? "; --limit shows more" : "")}");
        return 0;
    }

    /// <summary>A mail that is not held needs nothing: asking twice does no harm.</summary>
    private static async Task<int> ReleaseAsync(MailArguments arguments, TextWriter output, TextWriter errors, ServiceProvider services, CancellationToken cancellationToken)
    {
        var id = arguments.Id!;
        if (await services.GetRequiredService<IMailLog>().FindAsync(id, cancellationToken) is not { } mail)
        {
            await errors.WriteLineAsync($"There is no mail '{id}'.");
            return CommandLine.Problems;
        }

        var isHeld = mail.State == MailState.Held;
        if (isHeld) await services.GetRequiredService<IQueue>().SendAsync(QueueNames.Mail, [new MailWork(null, Release: id).AsMessage(services.GetRequiredService<TimeProvider>().GetUtcNow())], cancellationToken);
        await output.WriteLineAsync(arguments.Json
            ? JsonSerializer.Serialize(new ReleasedView(id, isHeld, mail.Ticket?.Number), CommandJson.Plain.ReleasedView)
            : isHeld ? $"Mail {id} is released: the app takes it in now."
            : mail.Ticket is { } ticket ? $"Mail {id} is not held: it is on ticket {ticket.Number}."
            : $"Mail {id} is not held, and it is on no ticket: {mail.State.ToString().ToLowerInvariant()}.");
        return 0;
    }

    /// <summary>A list needs no queue.</summary>
    private static ServiceProvider Services(MailArguments arguments, Func<string, string?> setting, TimeProvider clock, Action<IServiceCollection>? edges)
    {
        var reader = new SettingReader(setting);
        var options = arguments.Verb == MailVerb.Held ? EdgeOptions.ReadStorage(reader) : EdgeOptions.Read(reader);
        if (reader.Problems.Count > 0) throw new CommandFailedException(string.Join('\n', reader.Problems));
        var services = new ServiceCollection().AddSingleton(clock);
        services.AddEdges(options);
        edges?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
