using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Throughline.Casefile;
using Throughline.Host.Accounts;

namespace Throughline.Host.Access;

/// <summary>Which roles a folder of the desk is for. A folder that is not named belongs to the one around it.</summary>
internal static class Doors
{
    private static readonly string[] Files = [Roles.IntakeOfficer, Roles.CaseOfficer, Roles.Supervisor, Roles.Inspector];

    private static readonly (string Folder, IReadOnlyList<string> Roles)[] All =
    [
        ("/Desk/Users/", [Roles.Administrator]),
        ("/Desk/Devices/Add", [Roles.Administrator]),
        ("/Desk/Devices/Proposal", [Roles.Administrator]),
        // Units and models, never who wears one: whoever gives them out, and the analyst who judges them.
        ("/Desk/Devices/", Roles.Staff),
        ("/Desk/Outreach/", [Roles.CaseOfficer, Roles.Supervisor]),
        ("/Desk/Letters/", [Roles.CaseOfficer, Roles.Supervisor]),
        ("/Desk/Retention", [Roles.Administrator, Roles.Inspector]),
        ("/Desk/Cases/", Files),
        ("/Desk/Case", Files),
        ("/Desk/Releases/", Files),
        ("/Desk/WalkIn/", Files),
        ("/Desk/Alerts/Figures", [Roles.CaseOfficer, Roles.Supervisor, Roles.Inspector, Roles.Analyst, Roles.Administrator]),
        ("/Desk/Alerts/", [Roles.CaseOfficer, Roles.Supervisor, Roles.Inspector]),
        ("/Desk/Feeds", [Roles.CaseOfficer, Roles.Supervisor, Roles.Inspector, Roles.Administrator]),
        // Numbers without names are the analyst's work.
        ("/Desk/Handoffs/Balance", [.. Files, Roles.Analyst]),
        ("/Desk/Handoffs/", Files),
        ("/Desk/Quality", [.. Files, Roles.Analyst]),
        ("/Desk/", Roles.Staff),
    ];

    public static bool IsOpen(string page, string role) =>
        All.Where(d => page.StartsWith(d.Folder, StringComparison.Ordinal)).Select(d => d.Roles).FirstOrDefault(Roles.Staff).Contains(role);
}

/// <summary>
/// Sits on the folders of the staff. Asks who you are before anything of a page runs: on a demonstration anybody may say so, on a real
/// store it takes an account. A page that is not for the role is not found.
/// </summary>
internal sealed class DeskGuard(Installation installation, SecurityLog log) : IAsyncAuthorizationFilter
{
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var page = ((PageActionDescriptor)context.ActionDescriptor).ViewEnginePath;
        var (http, user) = (context.HttpContext, context.HttpContext.User);
        if (installation.Mode() == StoreMode.Undecided)
        {
            context.Result = new RedirectResult("/");
        }
        else if (user.Identity?.IsAuthenticated != true || !Roles.Staff.Contains(user.RoleName()))
        {
            context.Result = new RedirectResult("/sign-in?then=" + Uri.EscapeDataString(HttpMethods.IsGet(http.Request.Method) ? http.Request.Path + http.Request.QueryString : "/desk"));
        }
        else if (!Doors.IsOpen(page, user.RoleName()))
        {
            log.Shut(Sessions.AccountOf(user) ?? "demonstration", user.RoleName(), context.ActionDescriptor.AttributeRouteInfo?.Template ?? page);
            if (CaseId.TryParse(context.RouteData.Values["id"] as string, out var asked) && installation.Cases.Load(asked) is not null)
            {
                await Accesses.RecordAsync(installation, user.ToActor(), [asked], "Asked for a case that is not for this role", http.Request.Path);
            }

            context.Result = new NotFoundResult();
        }
    }
}
