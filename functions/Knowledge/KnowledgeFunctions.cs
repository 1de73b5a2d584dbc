using System.Text;
using Automation.Hosting;

namespace Automation.Knowledge;

/// <summary>The functions that find and show knowledge articles; tickets link to the second.</summary>
internal static class KnowledgeFunctions
{
    private const string ListPath = "/api/knowledge";
    private const int MaxQuery = 1000;

    public static void AddKnowledge(this IServiceCollection services, KnowledgeOptions options) => services
        .AddSingleton(options)
        .AddSingleton<KnowledgeLibrary>()
        .AddHostedService(static s => s.GetRequiredService<KnowledgeLibrary>());

    public static void MapKnowledge(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(ListPath, (RequestDelegate)FindKnowledgeAsync);
        endpoints.MapGet(ListPath + "/{id}", (RequestDelegate)GetKnowledgeAsync);
    }

    /// <summary>Where the text of an article is, below the address of the function app.</summary>
    public static string Address(KnowledgeArticle article) => $"{ListPath}/{article.Id}";

    private static async Task FindKnowledgeAsync(HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var (text, limit) = (reader.Text("q", MaxQuery), reader.Number("limit", 10, 1, 200));
        if (reader.Problems.Count > 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The query can't be used", Flow.Rejections.Reason(reader.Problems), reader.Problems);
            return;
        }

        var shelf = await ReadAsync(context);
        IEnumerable<KnowledgeSummary> articles = text is null
            ? shelf.Index.Articles.Take(limit).Select(KnowledgeSummary.Of)
            : shelf.Index.Find(text, [], limit).Select(KnowledgeSummary.Of);
        var page = new KnowledgePage(shelf.Index.Articles.Count, [.. articles], [.. shelf.Problems.Take(100).Select(p => p.ToString())]);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, page, KnowledgeJson.Plain.KnowledgePage);
    }

    private static async Task GetKnowledgeAsync(HttpContext context)
    {
        var id = context.GetRouteValue("id") as string ?? "";
        if ((await ReadAsync(context)).Index.Get(id.ToLowerInvariant()) is not { } article)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No such article", $"There is no knowledge article '{id[..Math.Min(id.Length, 200)]}'; GET {ListPath} lists them.");
            return;
        }

        // Markdown may hold HTML: no browser is to guess that it is a page.
        context.Response.ContentType = "text/markdown; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "sandbox";
        context.Response.Headers.ContentLanguage = article.Language;
        await context.Response.WriteAsync($"# {article.Title}\n\n{article.Markdown}\n", Encoding.UTF8, context.RequestAborted);
    }

    private static Task<KnowledgeShelf> ReadAsync(HttpContext context) => context.RequestServices.GetRequiredService<KnowledgeLibrary>().ReadAsync(context.RequestAborted);
}
