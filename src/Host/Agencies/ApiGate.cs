using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Throughline.Casefile;
using Throughline.Storage;

namespace Throughline.Host.Agencies;

/// <summary>The scopes of which a caller needs one.</summary>
internal sealed record ScopeNeeded(IReadOnlyList<string> AnyOf);

/// <summary>A sentence for the readable page.</summary>
internal static class ApiMetadata
{
    public static RouteHandlerBuilder Scope(this RouteHandlerBuilder route, params string[] anyOf) => route.WithMetadata(new ScopeNeeded(anyOf)).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    public static RouteHandlerBuilder Says(this RouteHandlerBuilder route, string summary, int success = 200) => route.WithSummary(summary).Produces<object>(success);
}

/// <summary>The door of the machine API: a bearer key with a scope.</summary>
internal sealed class ApiGate : IEndpointFilter
{
    private const string Item = "api-key";
    private const int BodyAtMost = 1 << 20;

    // A sender that grows impatient sends the same request while the first is still under way: the second waits for its answer.
    private static readonly SemaphoreSlim[] Turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public static Actor Who(HttpContext http) => new("machine", ((ApiKey)http.Items[Item]!).Name);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Items[Item] is not ApiKey key)
        {
            return Results.Problem(detail: "Send a key made by `throughline key create` as Authorization: Bearer KEY.", type: "key-needed", title: "No valid key", statusCode: 401);
        }

        var needed = http.GetEndpoint()!.Metadata.GetMetadata<ScopeNeeded>()!;
        return needed.AnyOf.Any(key.Scopes.Contains)
            ? await next(context)
            : Results.Problem(detail: $"The key needs the scope {string.Join(" or ", needed.AnyOf)}.", type: "scope-needed", title: "Not allowed with this key", statusCode: 403);
    }

    /// <summary>Around everything under <c>/api</c>: what can't be read, what is not there and what fails is a problem, never an empty page.</summary>
    public static async Task Problems(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = BodyAtMost;
        }

        try
        {
            await next(http);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            await Problem(http, e.StatusCode, Reason(e)).ExecuteAsync(http);
        }

        if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
        {
            await Problem(http, http.Response.StatusCode, null).ExecuteAsync(http);
        }
    }

    private static IResult Problem(HttpContext http, int status, string? reason)
    {
        var (type, detail) = status switch
        {
            404 => ("no-such-address", "There is nothing at this address. /openapi/v1.json lists what there is."),
            405 => ("method-not-allowed", $"{http.Request.Method} is not understood here. Take {http.Response.Headers.Allow}."),
            413 => ("too-large", $"The body is larger than the {BodyAtMost / 1024} KB that are taken at most."),
            415 => ("json-needed", "Send the body as Content-Type: application/json."),
            _ => ("not-readable", reason ?? "The request can't be read."),
        };
        return Results.Problem(detail: detail, type: type, title: "The request can't be taken", statusCode: status);
    }

    /// <summary>Where the body stops being what is asked for; what stands there may name a person and is not repeated.</summary>
    private static string Reason(BadHttpRequestException e) => e.InnerException switch
    {
        UnreadableTextException text => text.Message,
        JsonException { LineNumber: { } line, BytePositionInLine: { } at } json => $"The body is not the JSON that is asked for, at line {line + 1}, byte {at + 1}{(json.Path is { Length: > 1 and < 100 } path ? $", in {path[2..]}" : "")}.",
        _ => "The body or a value in the address is not what is asked for.",
    };

    /// <summary>Before any body is bound: whose key it is, and whether this very request was answered already.</summary>
    public static async Task Keys(HttpContext http, RequestDelegate next, Installation installation, ApiKeyring keyring)
    {
        const string Bearer = "Bearer ";
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && keyring.Find(header[Bearer.Length..].Trim()) is { } key)
        {
            http.Items[Item] = key;
            var once = http.Request.Headers["Idempotency-Key"].ToString();
            if (HttpMethods.IsPost(http.Request.Method) && once.Length > 0)
            {
                await OnceAsync(http, next, installation, key, once);
                return;
            }
        }

        await next(http);
    }

    /// <summary>The same key and the same request give the same answer; the same key for another request is a mistake worth telling.</summary>
    private static async Task OnceAsync(HttpContext http, RequestDelegate next, Installation installation, ApiKey key, string once)
    {
        http.Request.EnableBuffering();
        using var copy = new MemoryStream();
        await http.Request.Body.CopyToAsync(copy);
        http.Request.Body.Position = 0;
        var id = SHA256.HashData(Encoding.UTF8.GetBytes(key.Name + "\n" + once));
        var request = SHA256.HashData([.. Encoding.UTF8.GetBytes(http.Request.Method + http.Request.Path + "\n"), .. copy.ToArray()]);
        var turn = Turns[id[0] % Turns.Length];
        await turn.WaitAsync(http.RequestAborted);
        try
        {
            await AnswerOnceAsync(http, next, installation, id, request);
        }
        finally
        {
            turn.Release();
        }
    }

    private static async Task AnswerOnceAsync(HttpContext http, RequestDelegate next, Installation installation, byte[] id, byte[] request)
    {
        if (Answers.Find(installation.Store, id) is { } known)
        {
            if (known.Request.AsSpan().SequenceEqual(request))
            {
                http.Response.StatusCode = known.Status;
                http.Response.ContentType = "application/json; charset=utf-8";
                http.Response.Headers["Idempotent-Replay"] = "true";
                await http.Response.Body.WriteAsync(known.Body);
                return;
            }

            await Results.Problem(
                detail: "This Idempotency-Key was used for another request. Take a new one.", type: "idempotency-key-used", title: "Another request has this key", statusCode: 422).ExecuteAsync(http);
            return;
        }

        var original = http.Features.Get<IHttpResponseBodyFeature>()!;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await next(http);
        }
        finally
        {
            // Also when it failed: the page that says so must reach the caller.
            http.Features.Set(original);
        }

        // Only what was recorded is kept: a refusal changed nothing, and what it lacked (a scope, a field) may be there the next time.
        if (http.Response.StatusCode is >= 200 and < 300)
        {
            Answers.Keep(installation.Store, id, request, http.Response.StatusCode, answer.ToArray(), installation.Clock.GetCurrentInstant());
        }

        if (answer.Length > 0)
        {
            await http.Response.Body.WriteAsync(answer.ToArray());
        }
    }
}
