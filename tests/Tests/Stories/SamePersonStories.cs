using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Casework;
using Throughline.Storage.Log;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Stories;

/// <summary>Somebody was released twice, or two people have one number: work until a person has said which.</summary>
public sealed class SamePersonStories
{
    private static readonly Actor Station = TestInstallation.Station;

    [Theory]
    [InlineData("aNumber", "A012345678", "Rosa", "1990-07-08", 1)]
    [InlineData("aNumber", "A012345679", "Wilson", "1994-02-03", 1)]
    [InlineData("aNumber", "A012345679", "Wilson", "1994-02-04", 0)]
    [InlineData("aNumber", "", "Rosa", "1994-02-03", 0)]
    public async Task An_equal_number_or_an_equal_name_and_birth_date_is_work_and_never_automatic(string column, string number, string given, string born, int work)
    {
        await using var t = await TwiceAsync((column, number), ("givenName", given), ("birthDate", born));

        Assert.Equal(work, Work(t, "DEN", WorkKind.MaybeSame));
        Assert.Equal(0, Work(t, "MIA", WorkKind.MaybeSame));
        Assert.Empty(t.Case("R-1").SamePerson);
    }

    [Fact]
    public async Task The_work_ends_when_somebody_says_one_or_two_and_comes_back_when_a_link_is_undone()
    {
        await using var t = await TwiceAsync(("aNumber", "A012345678"));
        var (persons, one, other) = (new SamePersons(t.Installation), t.Case("R-1").Id, t.Case("R-2").Id);
        Assert.Equal([other], MaybeSame(t, one));

        Assert.False((await persons.LinkAsync(TestInstallation.Denver, one, other, "Same fingerprints on both papers.")).IsRefused);
        Assert.Equal(0, Work(t, "DEN", WorkKind.MaybeSame));
        await persons.UnlinkAsync(TestInstallation.Denver, other, one, "Her sister's paper.");
        Assert.Equal(1, Work(t, "DEN", WorkKind.MaybeSame));
        await persons.DifferAsync(TestInstallation.Denver, one, other, "Two sisters with one number.");
        Assert.Equal(0, Work(t, "DEN", WorkKind.MaybeSame));

        await t.Releasing.CompleteAsync(Station, other, null, t.Submission(("recordId", "R-2"), ("aNumber", "A012345678"), ("phone", "+12025550123")));
        Assert.Equal(0, Work(t, "DEN", WorkKind.MaybeSame));
    }

    [Fact]
    public async Task A_corrected_number_takes_the_work_away_and_can_make_it()
    {
        await using var t = await TwiceAsync(("aNumber", "A012345678"), ("givenName", "Rosa"));
        Assert.Equal(1, Work(t, "DEN", WorkKind.MaybeSame));

        t.Clock.Advance(Duration.FromMinutes(1));
        await t.Releasing.CompleteAsync(Station, t.Case("R-2").Id, null, t.Submission(("recordId", "R-2"), ("givenName", "Rosa"), ("aNumber", "A012345679")));
        Assert.Equal(0, Work(t, "DEN", WorkKind.MaybeSame));
        t.Clock.Advance(Duration.FromMinutes(1));
        await t.Releasing.CompleteAsync(Station, t.Case("R-2").Id, null, t.Submission(("recordId", "R-2"), ("givenName", "Rosa"), ("aNumber", "A012345678")));
        Assert.Equal(1, Work(t, "DEN", WorkKind.MaybeSame));
    }

    [Fact]
    public async Task Two_releases_of_history_are_nobodys_work_and_one_of_them_is()
    {
        await using var t = new TestInstallation();
        (string, string) long_ago = ("releasedAt", "2026-06-01T10:00:00Z");
        await t.Releasing.RecordAsync(Station, t.Submission(long_ago), sendsHandoff: true);
        await t.Releasing.RecordAsync(Station, t.Submission(("recordId", "R-2"), long_ago), sendsHandoff: true);
        Assert.Equal(0, Work(t, "DEN", WorkKind.MaybeSame));

        await t.Releasing.RecordAsync(Station, t.Submission(("recordId", "R-3")), sendsHandoff: true);
        await t.Releasing.RecordAsync(Station, t.Submission(("recordId", "R-4"), long_ago), sendsHandoff: true);
        Assert.Equal([t.Case("R-1").Id, t.Case("R-2").Id, t.Case("R-4").Id], MaybeSame(t, t.Case("R-3").Id));
    }

    [Fact]
    public async Task The_search_shows_the_cases_of_one_person_together_and_figures_still_count_releases()
    {
        await using var t = await TwiceAsync(("givenName", "Vilson"), ("surname", "Kispe"), ("aNumber", "A012345678"));
        t.Installation.Search.CatchUp(CancellationToken.None);
        var finding = new Finding(t.Installation);
        Assert.Equal(["R-1"], finding.Find("Condori").Found.Select(c => c.Card.RecordId));
        var before = Releases(t);

        await new SamePersons(t.Installation).LinkAsync(TestInstallation.Denver, t.Case("R-1").Id, t.Case("R-2").Id, "She showed both papers.");

        Assert.Equal(["R-1", "R-2"], finding.Find("Condori").Found.Select(c => c.Card.RecordId));
        Assert.Equal(["R-2", "R-1"], finding.Find("R-2").Found.Select(c => c.Card.RecordId));
        Assert.Equal((2, before), (Releases(t), Releases(t)));
    }

    [Fact]
    public async Task A_rebuild_finds_the_same_pairs_and_the_same_times()
    {
        await using var t = await TwiceAsync(("aNumber", "A012345678"));
        await t.Releasing.RecordAsync(Station, t.Submission(("recordId", "R-3"), ("givenName", "Rosa"), ("aNumber", "A012345670")), sendsHandoff: true);
        t.Clock.Advance(Duration.FromMinutes(3));
        await t.Releasing.CompleteAsync(Station, t.Case("R-1").Id, null, t.Submission(("aNumber", "A012345670"), ("givenName", "Ana")));
        await new SamePersons(t.Installation).DifferAsync(TestInstallation.Denver, t.Case("R-1").Id, t.Case("R-3").Id, "No.");
        t.Clock.Advance(Duration.FromMinutes(3));
        await t.Releasing.CompleteAsync(Station, t.Case("R-2").Id, null, t.Submission(("recordId", "R-2"), ("aNumber", "A012345670")));
        var before = Pairs(t);
        Assert.Equal(2, before.Count);

        Rebuilding.Run(t.Installation.Store, _ => { });

        Assert.Equal(before, Pairs(t));
    }

    private static List<string> Pairs(TestInstallation t)
    {
        t.Installation.Search.CatchUp(CancellationToken.None);
        using var db = t.Installation.Store.OpenReader();
        return [.. Dapper.SqlMapper.Query<string>(db, "select low || ' ' || high || ' ' || kind || ' ' || at from maybe_same order by 1")];
    }

    /// <summary>Pairs come behind the log, with the search index.</summary>
    private static int Work(TestInstallation t, string place, string kind)
    {
        t.Installation.Search.CatchUp(CancellationToken.None);
        return TransferStories.Work(t, place, kind);
    }

    private static IEnumerable<CaseId> MaybeSame(TestInstallation t, CaseId id)
    {
        t.Installation.Search.CatchUp(CancellationToken.None);
        return t.Installation.Cases.MaybeSame(id);
    }

    private static long Releases(TestInstallation t)
    {
        using var db = t.Installation.Store.OpenReader();
        return Dapper.SqlMapper.ExecuteScalar<long>(db, "select count(distinct case_id) from figures");
    }

    /// <summary>Wilson with A012345678, and a second release that differs as named. Both are sent to Denver.</summary>
    private static async Task<TestInstallation> TwiceAsync(params (string, string)[] second)
    {
        var t = new TestInstallation();
        await t.Releasing.RecordAsync(Station, t.Submission(("aNumber", "A012345678")), sendsHandoff: true);
        await t.Releasing.RecordAsync(Station, t.Submission([("recordId", "R-2"), .. second]), sendsHandoff: true);
        await t.Receiving.AcceptAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN");
        return t;
    }
}
