using Microsoft.AspNetCore.Mvc.RazorPages;
using Throughline.Host.Agencies;

namespace Throughline.Host.Pages;

/// <summary>The machine API for readers, from the same routes that answer and that /openapi/v1.json describes.</summary>
internal sealed class MachinesModel(EndpointDataSource endpoints, PublicUrl publicUrl, Installation installation) : PageModel
{
    public bool IsDemonstration => installation.Programme.IsDemonstration;

    public string Address => publicUrl.Address;

    public IEnumerable<(string Method, string Path, string Summary, string Scopes)> Routes() =>
        from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
        let scope = endpoint.Metadata.GetMetadata<ScopeNeeded>()
        where scope is not null
        orderby endpoint.RoutePattern.RawText
        select (
            endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0], endpoint.RoutePattern.RawText!.Replace(":regex(^(served|filed|known)$)", "", StringComparison.Ordinal),
            endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IEndpointSummaryMetadata>()?.Summary ?? "", string.Join(" or ", scope.AnyOf));
}
