using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Transfers;
using Throughline.Host;
using Throughline.Host.Casework;
using Throughline.Storage.Log;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Stories;

/// <summary>A household moves from one office to another, and at no moment is nobody responsible.</summary>
public sealed class TransferStories
{
    private static readonly Actor Losangeles = new("case officer", "M. Okafor", "LOS");

    [Fact]
    public async Task A_household_is_sent_on_taken_over_and_booked_anew_as_one()
    {
        await using var t = await FamilyAsync();
        var transferring = new Transferring(t.Installation);
        var (old, closes) = (t.Case("R-1").Slot!, t.Case("R-1").Running!.Closes);

        Assert.False((await transferring.SendAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN", "LOS", "They live with an uncle in Los Angeles.")).IsRefused);
        Assert.All(Family(t), c => Assert.Equal(("DEN", TransferState.Sent), (c.Responsible, c.Transfer!.State)));
        Assert.Equal(2, Taken(t, "DEN", old.Day));

        Assert.False((await transferring.AcceptAsync(Losangeles, t.Case("R-2").Id, "LOS")).IsRefused);

        Assert.All(Family(t), c => Assert.Equal(("LOS", "LOS"), (c.Responsible, c.Slot!.Office)));
        Assert.Equal((0, 2), (Taken(t, "DEN", old.Day), Taken(t, "LOS", t.Case("R-1").Slot!.Day)));
        Assert.Equal(closes, t.Case("R-1").Running!.Closes);
        Assert.Equal(t.Case("R-1").Slot!.At, t.Case("R-1").Running!.Due);
        Assert.True(t.Case("R-1").Slot!.Day >= new LocalDate(2026, 11, 17), "There is a week to hear of it.");
    }

    [Fact]
    public async Task The_person_is_told_by_a_message_and_the_old_reminders_are_withdrawn()
    {
        await using var t = await FamilyAsync();
        var transferring = new Transferring(t.Installation);
        await transferring.SendAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN", "LOS", "Moved.");
        await transferring.AcceptAsync(Losangeles, t.Case("R-1").Id, "LOS");

        using var db = t.Installation.Store.OpenReader();
        var waiting = Dapper.SqlMapper.Query<(long Case, string Kind)>(db, "select case_id, kind from outbox where withdrawn_at is null and sent_at is null and kind <> 'hand-off' and kind <> 'transfer'").ToList();

        Assert.Contains((t.Case("R-1").Id.Number, MessageRules.Transferred), waiting);
        Assert.Equal(3, waiting.Count(w => w.Case == t.Case("R-1").Id.Number && w.Kind == MessageRules.Reminder));
        Assert.True(MessageRules.IsStillTrue(t.Case("R-1"), MessageRules.Transferred, t.Case("R-1").Transfer!.AnsweredAt!.Value));
        Assert.False(MessageRules.IsStillTrue(t.Case("R-2"), MessageRules.Transferred, t.Case("R-2").Transfer!.AnsweredAt!.Value));
    }

    [Fact]
    public async Task No_answer_in_twenty_four_open_hours_is_work_for_both_offices()
    {
        await using var t = await FamilyAsync();
        await new Transferring(t.Installation).SendAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN", "LOS", "Moved.");
        var answerBy = t.Case("R-1").Transfer!.AnswerBy!.Value;

        t.Clock.Reset(answerBy);
        Assert.Equal((1, 0), (Work(t, "LOS", WorkKind.Transfer), Work(t, "DEN", WorkKind.TransferLate)));
        t.Clock.Reset(answerBy + Duration.FromMinutes(1));
        Assert.Equal((1, 1), (Work(t, "LOS", WorkKind.Transfer), Work(t, "DEN", WorkKind.TransferLate)));
        Assert.Equal(0, Work(t, "MIA", WorkKind.Transfer));
    }

    [Fact]
    public async Task A_return_is_the_sending_offices_work_until_it_is_decided()
    {
        await using var t = await FamilyAsync();
        var transferring = new Transferring(t.Installation);
        await transferring.SendAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN", "LOS", "Moved.");
        await transferring.ReturnAsync(Losangeles, t.Case("R-1").Id, "LOS", "WRONG_OFFICE", "Not ours.");

        Assert.Equal((1, 0), (Work(t, "DEN", WorkKind.TransferReturned), Work(t, "LOS", WorkKind.Transfer)));
        await transferring.WithdrawAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN", "They stay.");
        Assert.Equal(0, Work(t, "DEN", WorkKind.TransferReturned));
        Assert.All(Family(t), c => Assert.Equal("DEN", c.Responsible));
    }

    [Fact]
    public async Task A_move_into_another_area_is_work_and_moves_nothing()
    {
        await using var t = await FamilyAsync();
        var place = t.Case("R-1").Slot;

        await new Addressing(t.Installation).ReportAsync(new Actor("person", t.Case("R-1").Id.ToString()), t.Case("R-1").Id, new Address("210 Spring Street", "", "Los Angeles", "CA", "90012"), new LocalDate(2026, 11, 10));

        Assert.All(Family(t), c => Assert.Equal(("DEN", TransferState.Proposed, "LOS"), (c.Responsible, c.Transfer!.State, c.Transfer.To)));
        Assert.Equal(place, t.Case("R-1").Slot);
        Assert.Equal(1, Work(t, "DEN", WorkKind.TransferProposed));
        await new Transferring(t.Installation).DeclineAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN", "She asked to stay with us.");
        Assert.Equal(0, Work(t, "DEN", WorkKind.TransferProposed));
    }

    [Fact]
    public async Task The_balance_of_transfers_is_exact_at_each_step_and_that_of_releases_does_not_move()
    {
        await using var t = await FamilyAsync();
        var (transferring, id) = (new Transferring(t.Installation), t.Case("R-1").Id);
        var day = t.Clock.GetCurrentInstant().InUtc().Date;
        var releases = Releases(t, day);

        async Task Step(Func<Task<Outcome>> act, long sent, long accepted, long waiting, long returned, long withdrawn)
        {
            t.Clock.Advance(Duration.FromMinutes(1));
            var outcome = await act();
            Assert.True(outcome.Refused is null, outcome.Refused?.Sentence);
            var b = TransferFigures.At(t.Installation.Store, day);
            Assert.Equal((sent, accepted, waiting, returned, withdrawn, 0), (b.Sent, b.Accepted, b.Waiting, b.Returned, b.Withdrawn, b.Difference));
            Assert.Equal(sent, TransferFigures.Lines(t.Installation.Store, day).Count);
            Assert.Equal(releases, Releases(t, day));
        }

        await Step(() => transferring.SendAsync(TestInstallation.Denver, id, "DEN", "LOS", "Moved."), 2, 0, 2, 0, 0);
        await Step(() => transferring.ReturnAsync(Losangeles, id, "LOS", "WRONG_OFFICE", null), 2, 0, 0, 2, 0);
        await Step(() => transferring.SendAsync(TestInstallation.Denver, id, "DEN", "LOS", "She does live there."), 2, 0, 2, 0, 0);
        await Step(() => transferring.WithdrawAsync(TestInstallation.Denver, id, "DEN", "Moved back."), 2, 0, 0, 0, 2);
        await Step(() => transferring.SendAsync(TestInstallation.Denver, id, "DEN", "LOS", "And again."), 2, 0, 2, 0, 0);
        await Step(() => transferring.AcceptAsync(Losangeles, id, "LOS"), 2, 2, 0, 0, 0);
        await Step(() => transferring.SendAsync(Losangeles, id, "LOS", "MIA", "To Miami."), 4, 2, 2, 0, 0);
        Assert.Equal((4, 2), (TransferFigures.At(t.Installation.Store, day, "LOS").Sent, TransferFigures.At(t.Installation.Store, day, "DEN").Sent));
        Assert.Equal(2, Assert.Single(TransferFigures.Lines(t.Installation.Store, day, "MIA").GroupBy(l => l.Standing)).Count());

        Rebuilding.Run(t.Installation.Store, _ => { });
        Assert.Equal(4, TransferFigures.At(t.Installation.Store, day).Sent);
        Assert.Equal(releases, Releases(t, day));
    }

    [Fact]
    public async Task What_waits_for_review_goes_to_the_office_that_took_the_case_over()
    {
        await using var t = await FamilyAsync();
        var transferring = new Transferring(t.Installation);
        t.Clock.Reset(t.Case("R-1").Running!.Closes);
        await t.Sweeping.SweepAsync();
        await t.CaseActs.ChallengeAsync(new Actor("person", "x"), t.Case("R-1").Id, 1, "My name is wrong.");
        Assert.Equal((1, 1), (Work(t, "DEN", WorkKind.Review), Work(t, "DEN", WorkKind.Challenge)));

        await transferring.SendAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN", "LOS", "Moved.");
        await transferring.AcceptAsync(Losangeles, t.Case("R-1").Id, "LOS");

        Assert.Equal((0, 0, 1, 1), (Work(t, "DEN", WorkKind.Review), Work(t, "DEN", WorkKind.Challenge), Work(t, "LOS", WorkKind.Review), Work(t, "LOS", WorkKind.Challenge)));
    }

    internal static async Task<TestInstallation> FamilyAsync(params (string, string)[] adult)
    {
        var t = new TestInstallation();
        await AcceptedFamilyAsync(t, adult);
        return t;
    }

    /// <summary>An adult and a child whom Denver has accepted.</summary>
    internal static async Task AcceptedFamilyAsync(TestInstallation t, params (string, string)[] adult)
    {
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission([("familyUnitId", "F-1"), ("phone", "+12025550123"), .. adult]), sendsHandoff: true);
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", "R-2"), ("familyUnitId", "F-1"), ("givenName", "Inés"), ("birthDate", "2018-05-06")), sendsHandoff: true);
        await t.Releasing.ServeNoticeAsync(TestInstallation.Station, t.Case("R-1").Id, "notice-to-report", t.Clock.GetCurrentInstant() - Duration.FromMinutes(10), "in hand");
        await t.Receiving.AcceptAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEN");
        Assert.Equal(HandoffState.Accepted, t.Case("R-2").Handoff.State);
    }

    internal static int Work(TestInstallation t, string? office, string kind) => new Worklists(t.Installation.Store).Counts(new WorkQuestion(
        office, false, true, t.Clock.GetCurrentInstant(), Duration.FromHours(24), Duration.FromHours(72))).SingleOrDefault(c => c.Kind == kind)?.Items ?? 0;

    private static (long, long, long, long, long, long) Releases(TestInstallation t, LocalDate day)
    {
        var b = BalanceFigures.At(t.Installation.Store, day);
        Assert.Equal(b.Sent, BalanceFigures.Lines(t.Installation.Store, day).Count);
        return (b.Sent, b.Accepted, b.Waiting, b.Returned, b.Withdrawn, b.Unsent);
    }

    private static IEnumerable<Case> Family(TestInstallation t) => [t.Case("R-1"), t.Case("R-2")];

    private static int Taken(TestInstallation t, string office, LocalDate day) => t.Installation.Cases.PlacesTaken(office, day, day).GetValueOrDefault(day);
}
