using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Automation.Local.Host;

/// <summary>A Kestrel server on the loopback addresses without the parts of the generic host that would act by themselves.</summary>
internal static class LocalServer
{
    /// <param name="port">0 takes any free port of 127.0.0.1; another one is bound on 127.0.0.1 and [::1].</param>
    /// <param name="largestBody">Larger request bodies are answered 413; null means no limit.</param>
    /// <param name="headers">
    /// How header values become text and text becomes header values: Latin-1 keeps every byte as it is, for a server that passes
    /// them on; null is Kestrel's UTF-8, which refuses other bytes, for one that reads them.
    /// </param>
    public static WebApplication Create(int port, long? largestBody, Encoding? headers = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        // Signals are handled once for all servers and processes, by the run command.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = largestBody;
            kestrel.Limits.MinRequestBodyDataRate = null;
            if (headers is not null)
            {
                kestrel.RequestHeaderEncodingSelector = _ => headers;
                kestrel.ResponseHeaderEncodingSelector = _ => headers;
            }

            if (port == 0) kestrel.Listen(IPAddress.Loopback, 0);
            else kestrel.ListenLocalhost(port);
        });
        return builder.Build();
    }

    /// <returns>The port that was bound.</returns>
    /// <exception cref="LocalHostException">The port is taken.</exception>
    public static async Task<int> StartAsync(WebApplication app, int port, string option, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException taken)
        {
            throw new LocalHostException($"Port {port} is taken by another program: stop it, or choose a port with {option}.", taken);
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        return new Uri(addresses.First()).Port;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
