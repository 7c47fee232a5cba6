using Throughline.Casefile;
using Throughline.Casefile.Protections;
using Throughline.Storage.Reading;

namespace Throughline.Host.Access;

/// <summary>A page of one case: opened under the rule of who sees what, with a line in the access record.</summary>
internal abstract class CasePage(Installation installation) : DeskPage(installation)
{
    private const string Refusal = "Asked for a case of another place";

    public CaseFile Opened { get; private set; } = null!;

    public Sight Sight { get; private set; }

    public string Name => CaseCard.From(Opened.State).FullName;

    /// <summary>Protected, and this reader is not named: the file stands here without address, phone and household.</summary>
    public bool IsShielded => Opened.State.Protection is { } p && !p.MaySee(Who);

    public string Reason { get; private set; } = "";

    /// <summary>False: not found for this desk. Without a <paramref name="reason"/> nothing of the file is shown, and only a refusal is recorded.</summary>
    /// <param name="isMine">False: this page is never this desk's, whatever it may see of the case.</param>
    protected async Task<bool> OpenAsync(string id, Sight atLeast, string? reason, bool isMine = true)
    {
        if (!CaseId.TryParse(id, out var number) || Installation.Cases.Load(number) is not { } file)
        {
            return false;
        }

        (Opened, Reason, Sight) = (Shield.For(file, Who), reason ?? "", Sights.Of(Who.Role, Place, file.State));
        var may = Sight >= atLeast && isMine;
        if (reason is not null || !may)
        {
            await Accesses.RecordAsync(Installation, Who, [number], may ? char.ToUpperInvariant(reason![0]) + reason[1..] : Refusal, Route);
        }

        return may;
    }

    /// <summary>A form says so: what was sent on purpose is told from what an address alone can ask for.</summary>
    private string Route => HttpMethods.IsPost(HttpContext.Request.Method) ? "POST " + HttpContext.Request.Path : HttpContext.Request.Path.ToString();

    /// <summary>What this reader stated today for this file, or null: a reason holds for one case and one day, and no link states one.</summary>
    protected string? StatedToday(string id)
    {
        if (!CaseId.TryParse(id, out var number))
        {
            return null;
        }

        var (who, today) = (Who, Now.InZone(Zone).Date);
        var stated = Installation.Cases.Openings(number).FirstOrDefault(o =>
            o.Who == who && o.At.InZone(Zone).Date == today && o.Reason != Refusal && o.Route.StartsWith($"POST /desk/cases/{number}", StringComparison.OrdinalIgnoreCase));
        return stated is null ? null : char.ToLowerInvariant(stated.Reason[0]) + stated.Reason[1..];
    }
}
