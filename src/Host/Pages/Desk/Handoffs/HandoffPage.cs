using Throughline.Casefile;
using Throughline.Casefile.Protections;
using Throughline.Host.Access;

namespace Throughline.Host.Pages.Desk.Handoffs;

/// <summary>
/// A page about hand-offs. An office answers what was sent to it, a station sends and withdraws its own; nobody acts for another place,
/// and what belongs to one is not found.
/// </summary>
internal abstract class HandoffPage(Installation installation) : DeskPage(installation)
{
    /// <summary>The inspector reads every place and changes nothing.</summary>
    public bool IsInspector => User.RoleName() == Roles.Inspector;

    public bool IsOffice => User.RoleName() is Roles.CaseOfficer or Roles.Supervisor;

    /// <summary>The place whose work this is; null for every place.</summary>
    public string? Whose => IsInspector ? null : Place;

    public int AnswerHours => Installation.Programme.Settings.HandoffAnswerOpenHours;

    public string LanguageOf(string? code) =>
        code is null ? "language not asked" : Installation.Programme.Settings.Languages.FirstOrDefault(l => l.Code == code)?.Name ?? code;

    public string ReasonOf(string? code) => Installation.Programme.ReasonCodes.HandoffReturned.FirstOrDefault(r => r.Code == code)?.Words ?? code ?? "";

    protected bool MayAnswer(Case state) => IsOffice && state.Release is not null && state.Handoff.Office == Place;

    protected bool MaySend(Case state) => IsStation && state.Release?.Station == Place;

    /// <summary>A row without a known station is the intake desk's.</summary>
    protected bool MaySettle(Case state) => (IsStation || IsOffice) && state.Returned is not null && state.Responsible == Place;

    /// <summary>The file when it is this place's to act on. Asking for another place's is answered as for none, and recorded.</summary>
    protected async Task<CaseFile?> MineAsync(string? id, Func<Case, bool> isMine)
    {
        if (!CaseId.TryParse(id, out var number) || Installation.Cases.Load(number) is not { State.Erased: null } file)
        {
            return null;
        }

        if (isMine(file.State))
        {
            return Shield.For(file, Who);
        }

        await Accesses.RecordAsync(Installation, Who, [number], "Asked for a hand-off of another place", HttpContext.Request.Path);
        return null;
    }

    /// <summary>What was done, as it stands in the address of the next page: a word of ours, never a sentence of the address.</summary>
    protected static string? DoneSentence(string? done) => done switch
    {
        "accepted" => "Accepted. This office is responsible from here on. The household keeps its place in your calendar.",
        "returned" => "Returned. It is the station’s open work now.",
        "sent" => "Sent. Until the office accepts you are responsible.",
        "withdrawn" => "Withdrawn. The case stays with the station.",
        "closed" => "The row is closed with your reason.",
        _ => null,
    };
}
