using Dapper;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Releases;
using Throughline.Host.Imports;
using Throughline.Storage;
using Throughline.Storage.Log;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Imports;

/// <summary>The 2021 cohort, imported once for all of these tests.</summary>
public sealed class Cohort : IAsyncLifetime
{
    internal TestInstallation Installation { get; } = new(Instant.FromUtc(2026, 11, 10, 15, 0));

    internal ImportSummary Releases { get; private set; } = null!;

    internal ImportSummary Reports { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var importing = new Importing(Installation.Installation, Actor.Machine("test"));
        Releases = await importing.ReleasesAsync(Copy("releases.csv.gz"));
        Installation.Clock.AdvanceHours(1);
        Reports = await new Importing(Installation.Installation, Actor.Machine("test")).ReportsAsync(Copy("reports.csv.gz"));
        Checkpoints.Make(Installation.Installation.Store, Installation.Clock);
    }

    public ValueTask DisposeAsync() => Installation.DisposeAsync();

    private string Copy(string name)
    {
        var copy = Path.Combine(Installation.Folder, name);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "examples", "cohort-2021", name), copy);
        return copy;
    }
}

public sealed class Cohort2021Tests(Cohort cohort) : IClassFixture<Cohort>
{
    private static readonly Instant FirstLetter = Instant.FromUtc(2021, 10, 15, 0, 0);

    private Store Store => cohort.Installation.Installation.Store;

    private CohortQuestion Question(Instant asOf) =>
        new(new LocalDate(2021, 3, 21), new LocalDate(2021, 8, 31), "NTR", 60, asOf, cohort.Installation.Clock.GetCurrentInstant());

    [Fact]
    public void The_published_figures_of_the_first_letter_come_out_exactly()
    {
        var counts = CohortFigures.Total(Store, Question(FirstLetter));

        Assert.Equal((104171, 49859, 47705, 6607, 16296), (counts.Released, counts.ReportedInWindow, counts.NotReported, counts.WindowOpen, counts.NoticeToAppearServed));
    }

    [Fact]
    public void The_published_figure_of_families_comes_out_exactly()
    {
        var counts = CohortFigures.Total(Store, Question(Instant.FromUtc(2022, 3, 1, 0, 0)) with { FamilyOnly = true });

        Assert.Equal((88000, 66000), (counts.Released, counts.ReportedEver));
    }

    [Fact]
    public void What_was_not_known_yet_is_not_counted()
    {
        var between = TestInstallation.Start + Duration.FromMinutes(30);

        Assert.Equal(0, CohortFigures.Total(Store, Question(Instant.FromUtc(2022, 3, 1, 0, 0)) with { KnownAt = between }).ReportedEver);
    }

    [Fact]
    public void Repeats_and_unmatched_reports_are_counted_and_none_is_lost()
    {
        Assert.Equal((104589, 104171, 418, 0), (cohort.Releases.Rows, cohort.Releases.Accepted, cohort.Releases.Repeated, cohort.Releases.Rejected));
        Assert.Equal((1200, 0), (cohort.Reports.Unmatched, cohort.Reports.Rejected));
        Assert.Equal(cohort.Reports.Rows, cohort.Reports.Accepted);
    }

    [Fact]
    public void History_has_no_effects_and_nobody_is_without_an_office()
    {
        using var db = Store.OpenReader();

        Assert.Equal(0, db.ExecuteScalar<long>("select (select count(*) from outbox) + (select count(*) from bookings) + (select count(*) from cases where obligation is not null)"));
        Assert.Equal(0, db.ExecuteScalar<long>("select count(*) from cases where kind = 'release' and (office is null or office = '')"));
        var balance = BalanceFigures.At(Store, cohort.Installation.Clock.GetCurrentInstant().InUtc().Date);
        Assert.Equal((104171, 0, 0), (balance.BeforeThisSystem, balance.Sent, balance.Difference));
    }

    [Fact]
    public void The_figures_equal_a_replay_of_the_log_that_knows_nothing_of_the_tables()
    {
        var window = Duration.FromDays(60);
        long released = 0, inWindow = 0, not = 0, served = 0;
        foreach (var file in Files())
        {
            if (file.Events[0].Event is not PersonReleased e)
            {
                continue;
            }

            var at = e.ReleasedAt.ToInstant();
            var reported = file.Events.Where(x => x.Event is CheckedIn { BeforeRelease: false } && x.OccurredAt <= FirstLetter).Select(x => (Instant?)x.OccurredAt).Min();
            released++;
            inWindow += reported <= at + window ? 1 : 0;
            not += !(reported <= at + window) && at + window <= FirstLetter ? 1 : 0;
            served += reported <= at + window && file.Events.Any(x => x.Event is NoticeServed { Kind: NoticeKinds.ToAppear } && x.OccurredAt <= FirstLetter) ? 1 : 0;
        }

        var counts = CohortFigures.Total(Store, Question(FirstLetter));
        Assert.Equal((counts.Released, counts.ReportedInWindow, counts.NotReported, counts.NoticeToAppearServed), (released, inWindow, not, served));
    }

    [Fact]
    public void The_whole_log_verifies_and_a_rebuild_gives_the_same_tables()
    {
        Assert.Empty(Verification.Run(Store).Breaks);
        var before = Tables();
        Rebuilding.Run(Store, _ => { });

        Assert.Equal(before, Tables());
    }

    private List<string> Tables()
    {
        using var db = Store.OpenReader();
        return
        [
            .. db.Query<string>("select address_grade || count(*) || '/' || sum(sent_twice) || '/' || count(place) || '/' || count(reported_at) || sum(version) from cases group by address_grade order by 1"),
            .. db.Query<string>("select kind || ':' || count(*) || ':' || sum(occurred_at / 1000000) || ':' || sum(recorded_at / 1000000) from facts group by kind order by 1"),
            .. db.Query<string>("select day || station || office || part || code || was_sent || ':' || people from standings order by 1"),
            .. db.Query<string>("select station || office || count(*) || sum(released_at / 1000000) || sum(recorded_at / 1000000) || coalesce(sum(reported_at / 1000000), 0) || coalesce(sum(to_appear_filed_at / 1000000), 0) from figures group by station, office order by 1"),
        ];
    }

    private IEnumerable<CaseFile> Files()
    {
        using var db = Store.OpenReader();
        using var sql = new Statements(db);
        var log = new CaseLog(sql, Store.Key);
        foreach (var id in db.Query<long>("select case_id from person_keys order by case_id").ToList())
        {
            yield return log.Load(new CaseId(id), out _)!;
        }
    }
}
