using Throughline.Casefile;
using Throughline.Casefile.Handoffs;
using Throughline.Storage.Reading;

namespace Throughline.Host.Access;

/// <summary>A page of one case: opened under the rule of who sees what, with a line in the access record.</summary>
internal abstract class CasePage(Installation installation) : DeskPage(installation)
{
    private const string Refusal = "Asked for a case of another place";

    public CaseFile Opened { get; private set; } = null!;

    public Sight Sight { get; private set; }

    public string Name => CaseCard.From(Opened.State).FullName;

    public string Reason { get; private set; } = "";

    /// <summary>False: not found for this desk. Without a <paramref name="reason"/> nothing of the file is shown, and only a refusal is recorded.</summary>
    /// <param name="isMine">False: this page is never this desk's, whatever it may see of the case.</param>
    protected async Task<bool> OpenAsync(string id, Sight atLeast, string? reason, bool isMine = true)
    {
        if (!CaseId.TryParse(id, out var number) || Installation.Cases.Load(number) is not { } file)
        {
            return false;
        }

        (Opened, Reason, Sight) = (file, reason ?? "", Sights.Of(Who.Role, Place, file.State));
        var may = Sight >= atLeast && isMine;
        if (reason is not null || !may)
        {
            await Accesses.RecordAsync(Installation, Who, [number], may ? char.ToUpperInvariant(reason![0]) + reason[1..] : Refusal, HttpContext.Request.Path);
        }

        return may;
    }

    /// <summary>
    /// The reason of the work item that led here, or null. The address alone is no reason, since anybody can write one: the work must
    /// exist for this reader now, or the list that shows the name must have been opened today.
    /// </summary>
    protected string? ReasonOfWork(string id, string? work)
    {
        // An inspector states a purpose whatever led to the file.
        if (User.RoleName() == Roles.Inspector || Purposes.Of(work) is not { } reason || !CaseId.TryParse(id, out var number) || Installation.Cases.Load(number) is not { State: var state })
        {
            return null;
        }

        var sight = Sights.Of(Who.Role, Place, state);
        return work switch
        {
            "hand-off" => sight == Sight.Act && (IsStation || state.Handoff.State is HandoffState.Sent or HandoffState.Delivered || state.Notices.Values.Any(n => n is { Served: not null, Known: null })),
            "review" => sight == Sight.Act && state.Obligations.Any(o => o.IsMissed),
            "walk-in" => sight == Sight.Standing || state.Slot is { } slot && slot.Office == Place && slot.Day == Now.InZone(Zone).Date
                || ListedToday(number, "To match a walk-in") || ListedToday(number, "Mark as reported: the person is standing here") || ListedToday(number, "Found in a search", "/desk/walk-in"),
            "balance" => ListedToday(number, "The names behind the balance"),
            "quality" => ListedToday(number, "A name behind a count of data quality"),
            "household" => state.Release?.Household is { } h && Installation.Cases.Household(h.Number).Any(c => c.Id != number && StatedToday(c.Id.ToString()) is not null),
            _ => false,
        } ? reason : null;
    }

    private bool ListedToday(CaseId number, string list, string? route = null)
    {
        var (who, today) = (Who, Now.InZone(Zone).Date);
        return Installation.Cases.Openings(number).Any(o => o.Who == who && o.At.InZone(Zone).Date == today && o.Reason == list && (route ?? o.Route) == o.Route);
    }

    /// <summary>What this reader stated today for this file, or null: a reason holds for one case and one day.</summary>
    protected string? StatedToday(string id)
    {
        if (!CaseId.TryParse(id, out var number))
        {
            return null;
        }

        var (who, today) = (Who, Now.InZone(Zone).Date);
        var stated = Installation.Cases.Openings(number).FirstOrDefault(o =>
            o.Who == who && o.At.InZone(Zone).Date == today && o.Reason != Refusal && o.Route.StartsWith($"/desk/cases/{number}", StringComparison.OrdinalIgnoreCase));
        return stated is null ? null : char.ToLowerInvariant(stated.Reason[0]) + stated.Reason[1..];
    }
}
