using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Host.Parts;
using Throughline.Host.Participant;
using Throughline.Host.Texts;

namespace Throughline.Host.Pages.Me;

/// <summary>Every line that the office has, in words, and who opened the file: role, place and reason; the name on request.</summary>
internal sealed class FileModel(Installation installation) : FullPage(installation)
{
    public IReadOnlyList<Opening> Openings { get; private set; } = [];

    public HashSet<int> Struck { get; private set; } = [];

    public void OnGet()
    {
        Struck = Case.StruckLines(Mine!.Events);
        Openings = [.. Installation.Cases.Openings(Mine.State.Id).Take(50).Select(o => new Opening(When(o.At), o.Who.Place is { } place ? NameOf(place) : Say("file.system"), RoleOf(o.Who.Role), o.Reason.Length == 0 ? "" : char.ToUpperInvariant(o.Reason[0]) + o.Reason[1..]))];
    }

    public IActionResult OnGetDownload() => File(System.Text.Encoding.UTF8.GetBytes(CaseExport.ToJson(Installation, Mine!, namesStaff: false)), "application/json", $"{Mine!.State.Id}.json");

    public string Words(CaseEvent e) => NoticeTexts.Say(Language, FileLines.KeyOf(e));

    public IEnumerable<string> Facts(CaseEvent e) => FileLines.Facts(e, NameOf, When);

    private string RoleOf(string role) => NoticeTexts.Has("me.role." + role.Replace(' ', '-')) ? Say("role." + role.Replace(' ', '-')) : role;

    private string NameOf(string place) =>
        Installation.Programme.Stations.GetValueOrDefault(place)?.Name ?? Installation.Programme.Offices.GetValueOrDefault(place)?.Name ?? place;
}
