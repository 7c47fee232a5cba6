using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Casefile.Challenges;
using Throughline.Casefile.Corrections;
using Throughline.Host.Participant;
using Throughline.Host.Parts;
using Throughline.Host.Texts;

namespace Throughline.Host.Pages.Me;

/// <summary>Every line that the office has, in words, and who opened the file: role, place and reason; the name on request.</summary>
internal sealed class FileModel(Installation installation) : FullPage(installation)
{
    private const int ShownAtMost = 50;

    public IReadOnlyList<Opening> Openings { get; private set; } = [];

    /// <summary>The download has all of them.</summary>
    public bool AreMore { get; private set; }

    public HashSet<int> Struck { get; private set; } = [];

    public void OnGet()
    {
        Struck = Case.StruckLines(Mine!.Events);
        var all = Installation.Cases.Openings(Mine.State.Id);
        AreMore = all.Count > ShownAtMost;
        Openings = [.. all.Take(ShownAtMost).Select(o => new Opening(When(o.At), o.Who.Place is { } place ? NameOf(place) : Say("file.system"), RoleOf(o.Who.Role), Reason(o.Reason)))];
    }

    public IActionResult OnGetDownload() => File(System.Text.Encoding.UTF8.GetBytes(CaseExport.ToJson(Installation, Mine!, namesStaff: false, toPerson: true)), "application/json", $"{Mine!.State.Id}.json");

    /// <summary>A correction and an objection are answered by what follows them, not objected to.</summary>
    public bool MayChallenge(RecordedEvent e) => !Struck.Contains(e.Version) && e.Event is not (LineChallenged or ChallengeAnswered or RecordedInError);

    public string Words(CaseEvent e) => NoticeTexts.Say(Language, FileLines.KeyOf(e));

    public IEnumerable<string> Facts(CaseEvent e) => FileLines.Facts(e, new FileWords(NameOf, When, When, at => Say("file.until", ("day", Day(at))), born => NoticeTexts.Say(Language, "born", ("day", PersonTime.Day(Language, born, withYear: true))), Line, level => Say("level." + level)));

    /// <summary>Who wrote a line: role and place.</summary>
    public string By(Actor who) => who.Place is { } place ? $"{RoleOf(who.Role)}, {NameOf(place)}" : RoleOf(who.Role);

    /// <summary>Our reasons in the person's language; one that we have no words for as it was stated.</summary>
    private string Reason(string stated)
    {
        var key = "why." + string.Join('-', stated.ToLowerInvariant().Split([' ', ',', ':'], StringSplitOptions.RemoveEmptyEntries));
        return NoticeTexts.Has("me." + key) ? Say(key) : stated.Length == 0 ? "" : char.ToUpperInvariant(stated[0]) + stated[1..];
    }

    private string RoleOf(string role) => NoticeTexts.Has("me.role." + role.Replace(' ', '-')) ? Say("role." + role.Replace(' ', '-')) : role;

    private string NameOf(string place) =>
        Installation.Programme.Stations.GetValueOrDefault(place)?.Name ?? Installation.Programme.Offices.GetValueOrDefault(place)?.Name ?? place;
}
