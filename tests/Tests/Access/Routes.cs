using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Throughline.Tests.Access;

/// <summary>One way to ask the site for something, as its own endpoints say it: a method, an address with holes, a handler of a page.</summary>
internal sealed partial record Route(string Method, string Path, string? Handler)
{
    public string Row => $"{Method} {Path}{(Handler is null ? "" : "?handler=" + Handler)}";

    public bool IsApi => Path.StartsWith("/api", StringComparison.Ordinal);

    public bool TakesCase => Path.Contains("{id}", StringComparison.Ordinal) && !IsApi;

    /// <summary>Every handler of every page and every other endpoint; an alternative in an address is a row of its own.</summary>
    public static async Task<IReadOnlyList<Route>> AllAsync(IServiceProvider services)
    {
        var found = new List<Route>();
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var paths = Alternatives("/" + endpoint.RoutePattern.RawText!.TrimStart('/')).ToList();
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await services.GetRequiredService<PageLoader>().LoadAsync(page, EndpointMetadataCollection.Empty);
                var handlers = compiled.HandlerMethods.Where(h => h.HttpMethod != "GET").Select(h => (h.HttpMethod.ToUpperInvariant(), h.Name)).Prepend(("GET", null));
                found.AddRange(paths.SelectMany(p => handlers.Select(h => new Route(h.Item1, p, h.Item2))));
            }
            else
            {
                var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
                found.AddRange(paths.SelectMany(p => methods.Select(m => new Route(m, p, null))));
            }
        }

        return [.. found.Distinct().OrderBy(r => r.Path, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal).ThenBy(r => r.Handler, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Alternatives(string path) =>
        Choice().Match(path) is { Success: true } choice
            ? choice.Groups["words"].Value.Split('|').SelectMany(word => Alternatives(path.Replace(choice.Value, word, StringComparison.Ordinal)))
            : [Constraint().Replace(path, "{$1}")];

    [GeneratedRegex(@"\{\w+:regex\(\^\((?<words>[\w|-]+)\)\$\)\}")]
    private static partial Regex Choice();

    [GeneratedRegex(@"\{(\w+):int\}")]
    private static partial Regex Constraint();
}
