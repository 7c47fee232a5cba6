using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Throughline.Host.Bridges;
using Throughline.Host.Texts;
using Throughline.Monitoring.Zones;

namespace Throughline.Host.Participant;

/// <summary>A page that shows or takes more than what is due: it asks for the second fact first.</summary>
internal abstract class FullPage(Installation installation) : MePage(installation)
{
    /// <summary>Hours of a week in the manner of the page's language.</summary>
    public string HoursOf(WeekHours? hours) => ZoneHours.Words(hours, Say("device.always"), days => PersonTime.Weekdays(Language, days), time => PersonTime.Clock(Language, time, true));

    [NonHandler]
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        await OpenAsync();
        if (Mine is null)
        {
            context.Result = new RedirectResult("/me");
        }
        else if (!IsFull)
        {
            context.Result = new RedirectResult("/me/year?then=" + Uri.EscapeDataString(HttpContext.Request.Path));
        }
        else
        {
            await next();
        }
    }
}
