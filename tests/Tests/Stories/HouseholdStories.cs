using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Host.Casework;
using Throughline.Storage.Log;

namespace Throughline.Tests.Stories;

/// <summary>A household splits, lives apart, and comes together again; the calendar counts the same people throughout.</summary>
public sealed class HouseholdStories
{
    [Fact]
    public async Task Apart_each_side_has_its_own_day_and_together_again_one_for_all()
    {
        await using var t = new TestInstallation();
        await ProtectionStories.MakeAsync(t);
        var (householding, booking) = (new Householding(t.Installation), new Booking(t.Installation));
        var (place, office) = (t.Case("R-1").Slot!, t.Installation.Programme.Offices["DEN"]);
        Assert.Equal(3, Taken(t, place.Day));

        Assert.False((await householding.SplitAsync(TestInstallation.Denver, t.Case("R-1").Id, [t.Case("R-2").Id, t.Case("R-3").Id], Adult(t, "R-2"), "They live apart.")).IsRefused);
        Assert.Equal(3, Taken(t, place.Day));
        var day = booking.FreeDays(t.Case("R-2"), office, 2)[3];
        Assert.False((await booking.RebookAsync(TestInstallation.Denver, t.Case("R-2").Id, office, day)).IsRefused);
        Assert.Equal((1, 2), (Taken(t, place.Day), Taken(t, day)));
        Assert.Equal(place, t.Case("R-1").Slot);

        Assert.False((await householding.JoinAsync(TestInstallation.Denver, t.Case("R-2").Id, t.Case("R-1").Id, Adult(t, "R-1"), "Together again.")).IsRefused);
        Assert.Equal((3, 0), (Taken(t, place.Day), Taken(t, day)));
        Assert.All(new[] { "R-1", "R-2", "R-3" }, r => Assert.Equal(place.At, t.Case(r).Slot!.At));

        Rebuilding.Run(t.Installation.Store, _ => { });
        Assert.Equal((3, 0), (Taken(t, place.Day), Taken(t, day)));
    }

    [Fact]
    public async Task The_adult_with_whom_the_child_is_reports_for_it()
    {
        await using var t = new TestInstallation();
        await ProtectionStories.MakeAsync(t);
        await new Householding(t.Installation).SplitAsync(TestInstallation.Denver, t.Case("R-1").Id, [t.Case("R-2").Id, t.Case("R-3").Id], Adult(t, "R-2"), "They live apart.");

        await t.Reporting.RecordHouseholdAsync(TestInstallation.Denver, t.Case("R-1").Id, new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null));
        Assert.Empty(t.Case("R-3").CheckIns);
        await t.Reporting.RecordHouseholdAsync(TestInstallation.Denver, t.Case("R-2").Id, new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null));
        Assert.Single(t.Case("R-3").CheckIns);
    }

    [Fact]
    public async Task The_sweep_books_each_side_anew_for_itself()
    {
        await using var t = new TestInstallation();
        await ProtectionStories.MakeAsync(t);
        await new Householding(t.Installation).SplitAsync(TestInstallation.Denver, t.Case("R-1").Id, [t.Case("R-2").Id, t.Case("R-3").Id], Adult(t, "R-2"), "They live apart.");
        await t.Reporting.RecordHouseholdAsync(TestInstallation.Denver, t.Case("R-1").Id, new Report(t.Clock.GetCurrentInstant(), "office", "DEN", false, null, null));
        t.Clock.Reset(t.Case("R-2").Slot!.At + Duration.FromDays(1));
        var unused = t.Case("R-2").Slot;

        await t.Sweeping.SweepAsync();

        Assert.NotEqual(unused, t.Case("R-2").Slot);
        Assert.Equal(t.Case("R-2").Slot, t.Case("R-3").Slot);
        Assert.Null(t.Case("R-1").Slot);
    }

    private static Dictionary<CaseId, CaseId> Adult(TestInstallation t, string adult) => new() { [t.Case("R-3").Id] = t.Case(adult).Id };

    private static int Taken(TestInstallation t, LocalDate day) => t.Installation.Cases.PlacesTaken("DEN", day, day).GetValueOrDefault(day);
}
