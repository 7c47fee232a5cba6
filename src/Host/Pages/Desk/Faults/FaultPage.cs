using NodaTime;
using Throughline.Casefile.Faults;
using Throughline.Host.Access;

namespace Throughline.Host.Pages.Desk.Faults;

/// <summary>What the pages of the ledger share: who may write into it, and its times.</summary>
internal abstract class FaultPage(Installation installation) : DeskPage(installation)
{
    /// <summary>An office declares what happened at the office; the rest is for those who run the system.</summary>
    public bool MayDeclare => !IsStation && Place.Length > 0 && User.RoleName() is Roles.CaseOfficer or Roles.Supervisor;

    /// <summary>Another office's fault is that office's to end.</summary>
    public bool MayChange(Fault fault) => MayDeclare && fault is { IsWithdrawn: false, OfCase: null } && (fault.Office ?? Place) == Place;

    public string When(Fault fault) => $"{DeskTime.At(fault.From, Zone, Now)} to {(fault.Until is { } until ? DeskTime.At(until, Zone, Now) : "now")}";

    protected Instant? At(string? day, string? time, string field)
    {
        if (DeskTime.Read(day ?? "", time ?? "") is { } at)
        {
            return at.InZoneLeniently(Zone).ToInstant();
        }

        ModelState.AddModelError(field, "Give the day and the time, as 2026-11-24 and 08:00.");
        return null;
    }
}
