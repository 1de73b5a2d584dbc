using System.Text;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace Automation.Hosting;

/// <summary>
/// Addresses of the next page: the same query with the position of the last row, opaque to clients. A client may follow
/// the whole address or hand it, or only its token, back as parameter <c>next</c>.
/// </summary>
internal static class PageAddress
{
    private const string Parameter = "next";

    public static string Next(HttpRequest request, string path, string position)
    {
        var query = new QueryBuilder(Query(request, path)
            .Where(q => !string.Equals(q.Key, Parameter, StringComparison.OrdinalIgnoreCase) && !string.Equals(q.Key, "code", StringComparison.OrdinalIgnoreCase))
            .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? "")))
        {
            { Parameter, WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(position)) },
        };
        return path + query.ToQueryString();
    }

    /// <summary>The request's query, or the one inside <c>next</c> when that holds a whole address.</summary>
    public static IQueryCollection Query(HttpRequest request, string path)
    {
        var next = request.Query[Parameter].ToString();
        return next.StartsWith(path + "?", StringComparison.Ordinal) ? new QueryCollection(QueryHelpers.ParseQuery(next[path.Length..])) : request.Query;
    }

    public static string? Position(QueryReader reader)
    {
        if (reader.Text(Parameter, 1024) is not { } token) return null;
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token));
        }
        catch (FormatException)
        {
            reader.Refuse(Parameter, token, "the next of the page before, unchanged");
            return null;
        }
    }
}
