using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Automation.Local.Host;

/// <summary>What can be said about a route template before it is served: whether it parses, and which others it clashes with.</summary>
internal static class RouteTemplate
{
    private static readonly DefaultInlineConstraintResolver Constraints = CreateResolver();

    public static string Join(string prefix, string route) => prefix.Length == 0 ? route : $"{prefix}/{route}";

    /// <summary>Why the template can't be used, or null.</summary>
    public static string? Problem(string template)
    {
        try
        {
            foreach (var policy in RoutePatternFactory.Parse(template).ParameterPolicies.Values.SelectMany(policies => policies))
            {
                if (policy.Content is { } content && Constraints.ResolveConstraint(content) is null)
                    return $"the constraint '{content}' isn't known";
            }

            return null;
        }
        catch (Exception wrong) when (wrong is RoutePatternException or RouteCreationException)
        {
            return wrong.Message.ReplaceLineEndings(" ");
        }
    }

    /// <summary>The template without what matching ignores: letter case of literals, names of parameters.</summary>
    public static string Shape(string template) =>
        string.Join('/', RoutePatternFactory.Parse(template).PathSegments.Select(segment => string.Concat(segment.Parts.Select(Shape))));

    private static string Shape(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.ToLowerInvariant(),
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter =>
            $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Join(':', parameter.ParameterPolicies.Select(policy => policy.Content).Order(StringComparer.Ordinal))}}}",
        _ => throw new InvalidOperationException($"A route part of kind {part.PartKind} isn't known."),
    };

    private static DefaultInlineConstraintResolver CreateResolver()
    {
        var services = new ServiceCollection().AddRouting().BuildServiceProvider();
        return new DefaultInlineConstraintResolver(services.GetRequiredService<IOptions<RouteOptions>>(), services);
    }
}
