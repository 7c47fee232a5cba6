using System.Globalization;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Releases;
using Throughline.Host.Access;
using Throughline.Host.Casework;

namespace Throughline.Host.Demonstrations;

/// <summary>
/// Invented households at every stage of the story, made by acting: each goes through the same doors as a real one. The stages follow one
/// another, so that any number of people shows all of them.
/// </summary>
internal sealed class DemoHouseholds(Installation installation)
{
    private static readonly string[] Surnames =
        ["Quispe Condori", "Pacheco Lima", "Radu", "Estimé", "Caiza Toapanta", "Hernández López", "Baptiste", "Andrade Rivas", "Choque Apaza", "Munteanu", "Salcedo Prado", "Jean-Louis"];

    private static readonly string[] GivenNames = ["Wilson", "Marisol", "Ionuț", "Darline", "Luz", "Rubén", "Mirlande", "Andrei", "Rosa", "Jean-Robert", "Elena", "Duarte"];

    private static readonly (string Language, string Nationality)[] Origins = [("spa", "ECU"), ("por", "BRA"), ("ron", "ROU"), ("hat", "HTI"), ("spa", "HND"), ("spa", "GTM")];

    private static readonly string[][] Addresses =
    [
        ["1875 Quarry Road", "", "Aurora", "CO", "80011"], ["214 Larch Street", "Apt 3", "Denver", "CO", "80219"], ["6498 Orange Way Apt", "", "Denver", "CO", "80202"],
        ["c/o Casa Vega", "", "Houston", "TX", "77060"], ["", "", "", "", ""], ["9 Palm Court", "Unit 12", "Miami", "FL", "33130"],
    ];

    private static readonly Actor Delivery = Actor.Machine("delivery");
    private readonly Releasing _releasing = new(installation);
    private readonly Receiving _receiving = new(installation);
    private readonly Reporting _reporting = new(installation);
    private readonly Noticing _noticing = new(installation);
    private readonly SubmissionReader _reader = new(installation);

    /// <param name="people">About how many; the last household is made whole.</param>
    public async Task MakeAsync(int people)
    {
        var stations = installation.Programme.Stations.Values.ToList();
        for (var (made, n) = (0, 0); made < people; n++)
        {
            var size = 1 + n % 4;
            await HouseholdAsync(n, size, stations[n % stations.Count].Code, stage: n % 8);
            made += size;
        }

        await _reporting.KeepAsync(Officer("DEN"), new ToldReport(null, new Report(Now, "office", "DEN", false, null, null, NoticeCodes.MakeReceipt()), "Fátima", "Benali"));
    }

    private Instant Now => installation.Clock.GetCurrentInstant();

    private static Actor Officer(string office) => new(Roles.CaseOfficer, "D. Whitfield", office);

    /// <summary>0 released, 1 served, 2 and 3 sent, 4 accepted, 5 reported, 6 returned, 7 reported with the notice to appear filed.</summary>
    private async Task HouseholdAsync(int n, int size, string station, int stage)
    {
        var who = new Actor(Roles.IntakeOfficer, "J. Aldana", station);
        var releasedAt = Now - Duration.FromHours(2 + n % 40);
        var members = Enumerable.Range(0, size).Select(i => Member(n, i, station, releasedAt)).ToList();
        await _releasing.RecordHouseholdAsync(who, members);
        var id = installation.Cases.ByRecord(members[0].Record.RecordId)!.State.Id;
        if (stage >= 1)
        {
            await _releasing.ServeNoticeAsync(who, id, installation.Programme.Pathways[members[0].Pathway].NoticeKind, releasedAt + Duration.FromMinutes(20), "in hand");
        }

        if (stage >= 2)
        {
            await _releasing.SendAsync(who, id);
            await _receiving.DeliverAsync(Delivery, id);
        }

        var office = installation.Cases.Load(id)!.State.Handoff.Office ?? "";
        if (stage == 6)
        {
            await _receiving.ReturnAsync(Officer(office), id, office, "MORE_INFO", "Which phone can be called in the evening?");
        }
        else if (stage >= 4)
        {
            await _receiving.AcceptAsync(Officer(office), id, office);
        }

        if (stage is 5 or 7)
        {
            await _reporting.RecordHouseholdAsync(Officer(office), id, new Report(Now, "office", office, false, Now, null, NoticeCodes.MakeReceipt()));
        }

        if (stage == 7)
        {
            await _noticing.FileAsync(Officer(office), id, NoticeKinds.ToAppear, Now, "Filed by post");
        }
    }

    private Submission Member(int n, int i, string station, Instant releasedAt)
    {
        var address = Addresses[n % Addresses.Length];
        var (language, nationality) = Origins[n % Origins.Length];
        var born = i < 2 ? 1970 + (n * 7 + i) % 30 : 2012 + (n + i) % 10;
        var fields = new Dictionary<string, string>
        {
            ["recordId"] = string.Create(CultureInfo.InvariantCulture, $"DEMO-{n:000}-{i + 1}"),
            ["familyUnitId"] = string.Create(CultureInfo.InvariantCulture, $"DEMO-F-{n:000}"),
            ["givenName"] = GivenNames[(n * 5 + i * 3) % GivenNames.Length],
            ["surname"] = Surnames[n % Surnames.Length],
            ["birthDate"] = string.Create(CultureInfo.InvariantCulture, $"{born}-0{1 + n % 9}-1{i % 9}"),
            ["aNumber"] = n % 4 == 3 ? "" : string.Create(CultureInfo.InvariantCulture, $"A2{n:00000}{i:000}"),
            ["nationality"] = nationality,
            ["language"] = language,
            ["interpreterNeeded"] = "Y",
            ["releasedAt"] = releasedAt.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["station"] = station,
            ["pathway"] = n % 3 == 0 ? "PAR" : "NTA",
            ["addressLine"] = address[0],
            ["unit"] = address[1],
            ["city"] = address[2],
            ["state"] = address[3],
            ["postalCode"] = address[4],
            ["phone"] = i == 0 ? string.Create(CultureInfo.InvariantCulture, $"+1202555{1000 + n % 9000:0000}") : "",
        };
        var (submission, fault) = _reader.Read(fields, new Source("demonstration", 0));
        return submission ?? throw new InvalidOperationException(fault!.Sentence);
    }
}
