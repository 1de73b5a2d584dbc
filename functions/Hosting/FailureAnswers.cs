using System.Globalization;
using Automation.Flow;

namespace Automation.Hosting;

/// <summary>
/// Outermost layer of the HTTP functions: whatever fails becomes an answer that makes the sender come again. Monitoring
/// tools repeat on 503 and many give up on 500 (Azure Monitor's action groups repeat on 408, 429, 503 and 504 only).
/// </summary>
internal static class FailureAnswers
{
    /// <summary>Seconds after which to come again.</summary>
    public const int RetryAfter = 10;

    public static void UseFailureAnswers(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer, and nothing was answered as accepted.
            context.Abort();
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await Problem.WriteAsync(context, e.StatusCode, "The request can't be read", e.Message);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Http");
            logger.LogError(e, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            context.Response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
            var what = e is DependencyUnavailableException unavailable ? $"The {unavailable.Dependency} is unavailable" : "The request could not be carried out";
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, what, $"Repeat the request after {RetryAfter} seconds; repeating is safe.");
        }
    });
}
