using Throughline.Casefile;

namespace Throughline.Host.Access;

/// <summary>A page of one case: opened under the rule of who sees what, with a line in the access record.</summary>
internal abstract class CasePage(Installation installation) : DeskPage(installation)
{
    public CaseFile Opened { get; private set; } = null!;

    public Sight Sight { get; private set; }

    public string Name => Storage.Reading.CaseCard.From(Opened.State).FullName;

    public string Reason { get; private set; } = "";

    /// <summary>False: not found for this desk.</summary>
    protected async Task<bool> OpenAsync(string id, Sight atLeast, string reason)
    {
        if (!CaseId.TryParse(id, out var number) || Installation.Cases.Load(number) is not { } file)
        {
            return false;
        }

        (Opened, Reason, Sight) = (file, reason, Sights.Of(Who.Role, Place, file.State));
        var may = Sight >= atLeast;
        await Accesses.RecordAsync(Installation, Who, [number], may ? char.ToUpperInvariant(reason[0]) + reason[1..] : "Asked for a case of another place", HttpContext.Request.Path);
        return may;
    }

    protected static string ReasonOf(string? work) => work switch
    {
        "hand-off" => "answer a hand-off",
        "walk-in" => "meet the person, who is standing here",
        "balance" => "find a name behind the balance",
        "find" => "find a person",
        "quality" => "mend the record",
        _ => "look at the case",
    };
}
