using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Throughline.Host.Imports;

namespace Throughline.Host.Access;

/// <summary>
/// Texts of every form are held to what a sender's file is held to. The fields themselves say how much they take; this is for what no
/// page of ours would send. A form that no handler takes is not taken.
/// </summary>
internal sealed class FormGuard : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        // The page that says so gets the same form, and must be shown.
        var request = context.HttpContext.Request;
        var isAnswered = context.HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null;
        // A page that takes no such form would be drawn with nothing loaded.
        if (!isAnswered && context.HandlerMethod is null && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            context.Result = new NotFoundResult();
            return;
        }

        if (!isAnswered && HttpMethods.IsPost(request.Method) && request.HasFormContentType && (await request.ReadFormAsync()).Any(f => f.Value.Any(IsUnfit)))
        {
            context.Result = new BadRequestResult();
            return;
        }

        await next();
    }

    private static bool IsUnfit(string? text) => text is not null && (text.Length > CsvRows.ValueAtMost || text.Any(c => char.IsControl(c) && c is not ('\r' or '\n' or '\t')));
}
