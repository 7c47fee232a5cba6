using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Participant;

namespace Throughline.Host.Pages.Me;

internal sealed class CalendarModel(Installation installation) : MePage(installation)
{
    public IActionResult OnGet() => Mine?.State is { Slot: { } slot, Id: var id }
        ? Content(DayModel.Calendar($"{id}@throughline", Now, slot.At, Say("due.title"), $"{Office.Name}, {Office.AddressLine}, {Office.City}"), "text/calendar; charset=utf-8")
        : Redirect("/me");
}
