namespace Throughline.Host;

/// <summary>A strict policy on every answer: nothing inline, nothing from elsewhere, no page in a frame, nothing personal in a cache.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IConfiguration settings)
{
    private const string Policy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; img-src 'self' data:";

    /// <summary>Only where an administrator names a server of map tiles may a page ask anybody else, and that one only.</summary>
    private readonly string _policy = Uri.TryCreate(settings["Map:Tiles"], UriKind.Absolute, out var tiles) && tiles.Scheme == Uri.UriSchemeHttps
        ? $"{Policy}; connect-src 'self' {tiles.GetLeftPart(UriPartial.Authority)}" : Policy;

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        context.Response.OnStarting(() =>
        {
            if (!headers.ContainsKey("Cache-Control"))
            {
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
