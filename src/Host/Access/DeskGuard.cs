using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Throughline.Host.Access;

/// <summary>Sits on the whole desk folder: shut on a store that is not for demonstration, until accounts exist; and asks who you are.</summary>
internal sealed class DeskGuard(Installation installation) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (installation.Mode() != StoreMode.Demonstration)
        {
            context.Result = new RedirectResult(installation.Mode() == StoreMode.Real ? "/shut" : "/");
        }
        else if (context.HttpContext.User.Identity?.IsAuthenticated != true || !Roles.Staff.Contains(context.HttpContext.User.RoleName()))
        {
            context.Result = new RedirectResult("/sign-in?then=" + Uri.EscapeDataString(context.HttpContext.Request.Path + context.HttpContext.Request.QueryString));
        }
        else
        {
            await next();
        }
    }
}
