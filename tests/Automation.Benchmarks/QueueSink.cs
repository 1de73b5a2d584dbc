using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Automation.Benchmarks;

/// <summary>The queue at its cheapest: reads each message and answers 201. Runs as a process of its own, this program with the word <c>sink</c>.</summary>
internal sealed class QueueSink : IDisposable
{
    private readonly Process process;

    private QueueSink(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    public string ConnectionString => $"Endpoint=sb://127.0.0.1:{Port}/;SharedAccessKeyName=benchmark;SharedAccessKey=YmVuY2htYXJr;UseDevelopmentEmulator=true";

    public static async Task<QueueSink> StartAsync()
    {
        var sink = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["sink"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var line = await sink.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The sink ended before it said its port.");
        return new QueueSink(sink, int.Parse(line, CultureInfo.InvariantCulture));
    }

    /// <summary>The sink itself; prints its port.</summary>
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status201Created;
        });
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
            Console.WriteLine(new Uri(address).Port);
        });
        await app.RunAsync();
        return 0;
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
