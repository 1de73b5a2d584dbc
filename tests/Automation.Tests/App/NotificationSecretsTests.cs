using System.Text;
using Automation.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Automation.Tests.App;

/// <summary>The addresses of channels are passwords: whatever fails, no part of them reaches a log, a table, a message or an answer.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class NotificationSecretsTests(AzuriteFixture azurite)
{
    private static readonly string[] Secrets = [NotificationApp.Token, NotificationApp.Signature, NotificationApp.Key];

    public static TheoryData<string> Failures => ["echo400", "echo500", "429", "redirect", "broken", "closed", "nohost", "nothttps", "fine"];

    [Theory, MemberData(nameof(Failures))]
    public async Task WhateverFails_NoSecretLeavesTheSettings(string failure)
    {
        var logs = new LogLines();
        await using var app = await NotificationApp.StartAsync(azurite.ConnectionString, coalesceAbove: 2, services: s => s.AddLogging(l => l.AddProvider(logs).SetMinimumLevel(LogLevel.Trace).AddFilter(null, LogLevel.Trace).AddFilter("Automation.Knowledge", LogLevel.None)), address: Address(failure));
        app.Receiver.Answer = (post, context) => AnswerAsync(failure, post, context);
        await app.TellAsync([.. Enumerable.Range(1, 4).SelectMany(i => new[] { app.Notification(i), app.Notification(i, "ops-teams") })]);

        await app.DrainAsync();
        await app.DrainAsync(TimeSpan.FromMinutes(2));
        await app.DrainAsync(TimeSpan.FromMinutes(2));

        foreach (var rejected in await app.PutAsideAsync()) await app.ReplayAsync(rejected);
        var texts = new List<string>(logs.Lines);
        texts.AddRange(app.App.Queue.Notifications.Select(m => m.Body));
        texts.AddRange((await app.PutAsideAsync()).Select(r => r.ToJsonString()));
        for (var i = 1; i <= 4; i++) texts.AddRange((await app.ListAsync(i)).Select(l => l!.ToJsonString()));
        foreach (var table in new[] { "Effects", "Digests", "Rejected" }) texts.AddRange(await RowsAsync(table));
        Assert.Equal(failure == "fine", logs.Lines.IsEmpty);
        Assert.All(texts, text => Assert.DoesNotContain(Secrets, secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private static string? Address(string failure) => failure switch
    {
        "closed" => $"http://127.0.0.1:{ClosedPort.Find()}/{NotificationApp.Token}?sig={NotificationApp.Signature}",
        "nohost" => $"https://receiver.invalid/{NotificationApp.Token}?sig={NotificationApp.Signature}",
        "nothttps" => $"http://receiver.example.com/{NotificationApp.Token}?sig={NotificationApp.Signature}",
        _ => null,
    };

    private static Task AnswerAsync(string failure, ReceivedPost post, HttpContext context)
    {
        switch (failure)
        {
            case "echo400" or "echo500":
                return Receiver.StatusAsync(context, failure == "echo400" ? 400 : 500, $"{{\"error\":\"http://{context.Request.Host}{post.Path} with {(post.Header("X-Automation-Signature") is null ? "" : NotificationApp.Key)} and {Uri.EscapeDataString(post.Path)}\"}}");
            case "429":
                return Receiver.StatusAsync(context, 429, post.Path, ("Retry-After", post.Path));
            case "redirect":
                return Receiver.StatusAsync(context, 307, "", ("Location", $"http://{context.Request.Host}{post.Path}"));
            case "broken":
                context.Abort();
                return Task.CompletedTask;
            default:
                return Receiver.StatusAsync(context, 202);
        }
    }

    private async Task<List<string>> RowsAsync(string table)
    {
        var texts = new List<string>();
        await azurite.Service.GetTableClient(table).CreateIfNotExistsAsync();
        await foreach (var row in azurite.Service.GetTableClient(table).QueryAsync<Automation.Edges.Tables.TableEntity>())
        {
            texts.AddRange(row.Values.Select(v => v switch { byte[] bytes => Encoding.UTF8.GetString(bytes), var other => other?.ToString() ?? "" }));
        }

        return texts;
    }
}
