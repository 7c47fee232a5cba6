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
/// Invented households at every stage of the story, made by acting: each goes through the same doors as a real one. On the demonstration's
/// clock they act on their own days, in the order of time; on the real clock everything happens now. The stages follow one another, so that
/// any number of people shows all of them.
/// </summary>
internal sealed class DemoHouseholds(Installation installation)
{
    /// <summary>How far back the first household was released: longer than the longest window.</summary>
    public static readonly Duration Past = Duration.FromDays(75);

    private static readonly Actor Delivery = Actor.Machine("delivery");
    private readonly Releasing _releasing = new(installation);
    private readonly Receiving _receiving = new(installation);
    private readonly Reporting _reporting = new(installation);
    private readonly Noticing _noticing = new(installation);
    private readonly Sweeping _sweeping = new(installation);
    private readonly SubmissionReader _reader = new(installation);
    private readonly PriorityQueue<Func<Task>, (Instant At, int Order)> _acts = new();
    private Instant _end;
    private int _order;

    private enum Stage { Released, Served, Sent, Waiting, Returned, Accepted, Reported, Filed }

    /// <summary>How far each household gets, one after the other. Waiting: sent days ago, so that its answer is nearly due.</summary>
    private static readonly Stage[] Stages =
    [
        Stage.Sent, Stage.Reported, Stage.Released, Stage.Filed, Stage.Waiting, Stage.Accepted, Stage.Filed, Stage.Returned, Stage.Reported, Stage.Served, Stage.Accepted,
        Stage.Filed, Stage.Reported,
    ];

    /// <param name="people">About how many; the last household is made whole.</param>
    public async Task MakeAsync(int people)
    {
        var clock = installation.Clock as DemoClock;
        _end = clock is null ? Now : Now + Past;
        var stations = installation.Programme.Stations.Values.ToList();
        for (var (made, n) = (0, 0); made < people; n++)
        {
            var (number, size, station) = (n, DemoFamilies.Sizes[n % DemoFamilies.Sizes.Length], stations[(n + n / 8) % stations.Count].Code);
            var released = ReleasedAt(n);
            At(released, () => ReleaseAsync(number, size, station, clock is null ? released : Now));
            made += size;
        }

        At(_end - Duration.FromHours(3), () => _reporting.KeepAsync(
            Officer("DEN"), new ToldReport(null, new Report(Now, "office", "DEN", false, null, null, NoticeCodes.MakeReceipt()), "Fátima", "Benali")));
        while (_acts.TryDequeue(out var act, out var when))
        {
            if (clock is not null)
            {
                // The days between pass as days do: what falls due on them is looked at on them.
                clock.MoveTo(when.At);
                await _sweeping.SweepAsync();
            }

            await act();
        }

        clock?.MoveToReal();
    }

    private Instant Now => installation.Clock.GetCurrentInstant();

    private static Actor Officer(string office) => new(Roles.CaseOfficer, "D. Whitfield", office);

    /// <summary>What lies after the end is not done: it is what the demonstration leaves to do.</summary>
    private void At(Instant at, Func<Task> act)
    {
        if (at <= _end)
        {
            _acts.Enqueue(act, (at, _order++));
        }
    }

    /// <summary>Early stages are hours old, late ones weeks; on the real clock nothing is older than what still counts as now.</summary>
    private Instant ReleasedAt(int n) => installation.Clock is not DemoClock ? _end - Duration.FromHours(2 + n % 40) : StageOf(n) switch
    {
        Stage.Released or Stage.Served => _end - Duration.FromMinutes(50 + n * 29 % 300),
        Stage.Sent => _end - Duration.FromMinutes(60 + n * 53 % 1_200),
        Stage.Waiting => _end - Duration.FromMinutes(1_500 + n * 101 % 1_500),
        Stage.Returned => _end - Duration.FromHours(24 + n * 5 % 20),
        Stage.Accepted => _end - Duration.FromHours(50 + n * 7 % 90),
        _ => _end - Duration.FromHours(600 + n * 67 % 1_150),
    };

    private static Stage StageOf(int n) => Stages[n % Stages.Length];

    private async Task ReleaseAsync(int n, int size, string station, Instant releasedAt)
    {
        var who = new Actor(Roles.IntakeOfficer, "J. Aldana", station);
        var members = Enumerable.Range(0, size).Select(i => Member(n, i, station, releasedAt)).ToList();
        await _releasing.RecordHouseholdAsync(who, members);
        var id = installation.Cases.ByRecord(members[0].Record.RecordId)!.State.Id;
        var stage = StageOf(n);
        if (stage >= Stage.Served)
        {
            At(Later(Duration.FromMinutes(20)), () => ServeAsync(who, id, members, isKnown: n % 6 != 5));
        }

        if (stage >= Stage.Sent)
        {
            At(Later(Duration.FromMinutes(35)), async () =>
            {
                await _releasing.SendAsync(who, id);
                await _receiving.DeliverAsync(Delivery, id);
                At(Later(Duration.FromMinutes(95 + n * 31 % 900)), () => AnswerAsync(id, stage, n));
            });
        }
    }

    private async Task ServeAsync(Actor who, CaseId id, List<Submission> members, bool isKnown)
    {
        var kind = installation.Programme.Pathways[members[0].Pathway].NoticeKind;
        await _releasing.ServeNoticeAsync(who, id, kind, Now, "in hand, read aloud");
        if (isKnown)
        {
            HashSet<CaseId> everybody = [.. members.Select(m => installation.Cases.ByRecord(m.Record.RecordId)!.State.Id)];
            await _releasing.KnowNoticeAsync(who, id, everybody, kind, members[0].Record.Language ?? "eng", null, "said back where and when");
        }
    }

    private async Task AnswerAsync(CaseId id, Stage stage, int n)
    {
        var office = installation.Cases.Load(id)!.State.Handoff.Office ?? "";
        if (stage == Stage.Returned)
        {
            await _receiving.ReturnAsync(Officer(office), id, office, "MORE_INFO", "Which phone can be called in the evening?");
        }
        else if (stage >= Stage.Accepted)
        {
            await _receiving.AcceptAsync(Officer(office), id, office);
        }

        if (stage >= Stage.Reported)
        {
            // On the booked day when it has come, else now: any day counts.
            var slot = installation.Cases.Load(id)!.State.Slot?.At;
            At(slot is { } at && at < _end && installation.Clock is DemoClock ? at + Duration.FromMinutes(n * 7 % 45) : Later(Duration.FromMinutes(30)), () => ReportAsync(id, office, n, isFiled: stage == Stage.Filed));
        }
    }

    /// <summary>Every adult for themselves, the first one for the children too. Of some households the second adult has not come yet.</summary>
    private async Task ReportAsync(CaseId id, string office, int n, bool isFiled)
    {
        var adults = Household(id).Where(f => f.State.Release is { IsMinor: false }).Select(f => f.State.Id).ToList();
        foreach (var adult in n % 5 == 4 ? adults.Take(1) : adults)
        {
            await _reporting.RecordHouseholdAsync(Officer(office), adult, new Report(Now, "office", office, false, n % 7 == 6 ? null : Now, null, NoticeCodes.MakeReceipt()));
        }

        if (isFiled)
        {
            At(Later(Duration.FromHours(26)), () => _noticing.FileAsync(Officer(office), id, NoticeKinds.ToAppear, Now, "Filed by post"));
        }
    }

    private IEnumerable<CaseFile> Household(CaseId id) => installation.Cases.Load(id)! is { State.Release.Household: { } household }
        ? installation.Cases.Household(household.Number).Select(c => installation.Cases.Load(c.Id)!)
        : [installation.Cases.Load(id)!];

    private Instant Later(Duration after) => installation.Clock is DemoClock ? Now + after : _end;

    private Submission Member(int n, int i, string station, Instant releasedAt)
    {
        var address = DemoFamilies.Addresses[n % DemoFamilies.Addresses.Length];
        var family = DemoFamilies.All[(n + n / Stages.Length * 4) % DemoFamilies.All.Length];
        var born = i < 2 ? 1970 + (n * 7 + i * 3) % 30 : 2012 + (n + i * 4) % 12;
        var fields = new Dictionary<string, string>
        {
            ["recordId"] = string.Create(CultureInfo.InvariantCulture, $"DEMO-{n:000}-{i + 1}"),
            ["familyUnitId"] = string.Create(CultureInfo.InvariantCulture, $"DEMO-F-{n:000}"),
            ["givenName"] = family.Given[i],
            ["surname"] = family.Surname,
            ["birthDate"] = string.Create(CultureInfo.InvariantCulture, $"{born}-0{1 + n % 9}-1{i % 9}"),
            ["aNumber"] = n % 4 == 3 ? "" : string.Create(CultureInfo.InvariantCulture, $"A2{n:00000}{i:000}"),
            ["nationality"] = family.Nationality,
            ["language"] = family.Language,
            ["interpreterNeeded"] = n % 3 == 1 ? "N" : "Y",
            ["releasedAt"] = releasedAt.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["station"] = station,
            ["pathway"] = n % 3 == 0 ? "PAR" : "NTA",
            ["addressLine"] = string.Format(CultureInfo.InvariantCulture, address[0], 214 + n * 17),
            ["unit"] = address[1],
            ["city"] = address[2],
            ["state"] = address[3],
            ["postalCode"] = address[4],
            ["phone"] = i == 0 ? string.Create(CultureInfo.InvariantCulture, $"+1202555{100 + n % 100:0000}") : "",
        };
        var (submission, fault) = _reader.Read(fields, new Source("demonstration", 0));
        return submission ?? throw new InvalidOperationException(fault!.Sentence);
    }
}
