using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Hearings;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Releases;
using Throughline.Storage.Log;

namespace Throughline.Tests.Corrections;

public sealed class CorrectionRulesTests
{
    [Fact]
    public void A_report_in_error_takes_out_what_it_met_gave_back_and_ended()
    {
        var reported = Given.ReleasedPerson().Sent().Accepted().Reported();

        var struck = reported.After(Duration.FromDays(1)).RecordedInError(reported.Line<CheckedIn>()).Then("recorded-in-error", "recorded-in-error", "recorded-in-error", "recorded-in-error");

        Assert.Equal((ObligationState.Running, false), (struck.Duty.State, struck.State.OrderHasEnded));
        Assert.NotNull(struck.State.Slot);
        Assert.Empty(struck.State.CheckIns);
    }

    [Fact]
    public void A_correction_in_error_brings_back_all_that_it_took_out_and_can_be_made_again()
    {
        var reported = Given.ReleasedPerson().Sent().Accepted().Reported();
        var struck = reported.After(Duration.FromDays(1)).RecordedInError(reported.Line<CheckedIn>());

        var undone = struck.After(Duration.FromDays(1)).RecordedInError(struck.Line<RecordedInError>());

        Assert.Equal(Text(reported.State), Text(undone.State));
        Assert.Equal(ObligationState.Running, undone.After(Duration.FromDays(1)).RecordedInError(reported.Line<CheckedIn>()).Duty.State);
    }

    [Fact]
    public void A_line_is_taken_out_once()
    {
        var reported = Given.ReleasedPerson().Reported();
        var struck = reported.After(Duration.FromHours(1)).RecordedInError(reported.Line<CheckedIn>());

        struck.RecordedInError(reported.Line<CheckedIn>()).ThenNothing();
    }

    [Fact]
    public void A_birth_date_corrected_in_error_gives_the_duty_back()
    {
        var child = Given.ReleasedPerson().After(Duration.FromHours(1)).Completed(s => s.Born(2010, 1, 1));

        var struck = child.After(Duration.FromHours(1)).RecordedInError(child.Line<ReleaseCorrected>());

        Assert.Equal((ObligationState.Running, false), (struck.Duty.State, struck.State.OrderHasEnded));
        Assert.NotNull(struck.State.Slot);
    }

    [Fact]
    public void A_sending_in_error_takes_its_receipt_along_and_the_station_can_send_again()
    {
        var delivered = Given.ReleasedPerson().Sent().After(Duration.FromSeconds(2)).Delivered();

        var struck = delivered.After(Duration.FromHours(1)).RecordedInError(delivered.Line<HandoffSent>());

        Assert.Equal((HandoffState.Draft, "EPT-ELPASO"), (struck.State.Handoff.State, struck.State.Responsible));
        struck.Sent("MIA").Then("handoff-sent", "slot-given-back");
    }

    [Fact]
    public void Each_kind_of_line_out_of_effect_leaves_the_file_as_it_was_before()
    {
        var before = Given.ReleasedPerson().Sent();
        var hour = Duration.FromHours(1);
        var hearing = new HearingSet("H-1", Instant.FromUtc(2021, 9, 1, 15, 0), "America/Denver", "Denver", null);
        var acts = new Dictionary<string, Func<Given, Given>>
        {
            ["delivered"] = g => g.Delivered(),
            ["accepted"] = g => g.Accepted(),
            ["accepted elsewhere"] = g => g.Accepted("MIA"),
            ["returned"] = g => g.Returned(),
            ["withdrawn"] = g => g.Withdrawn(),
            ["served"] = g => g.Served(NoticeKinds.ToAppear),
            ["reported"] = g => g.Reported(),
            ["reported before"] = g => g.Reported(at: Given.Released - hour),
            ["attempted"] = g => g.When(x => CheckInRules.Attempt(x.State, "web", x.Now)),
            ["moved"] = g => g.When(x => MoveRules.Report(x.State, Address.None, AddressGrade.Blank, new(2021, 4, 6), x.Now)),
            ["hearing"] = g => g.When(x => HearingRules.Set(x.State, hearing, x.Now)),
            ["corrected"] = g => g.Completed(s => s.Born(2010, 1, 1)),
            ["corrected later"] = g => g.Completed(s => s.At(Given.Released + Duration.FromMinutes(30))),
        };

        Assert.All(acts, act =>
        {
            var after = act.Value(before.After(hour));
            Assert.NotEmpty(after.Answer.Events);
            var line = before.Files[Given.Person].Length + 1;

            var struck = after.After(hour).RecordedInError(line);

            Assert.Null(struck.Answer.Refused);
            Assert.Equal(Text(before.State), Text(struck.State));
            Assert.Equal(after.Files[Given.Person].Length + struck.Answer.Events.Length, struck.Files[Given.Person].Length);
        });
    }

    [Fact]
    public void No_line_that_opens_a_file_is_taken_out()
    {
        Given.ReleasedPerson().RecordedInError(1).ThenRefused(CorrectionRules.OpensTheCase);
        new Given().KeptWalkIn().RecordedInError(1, Given.Kept).ThenRefused(CorrectionRules.OpensTheCase);
        WalkIns.WalkInRulesTests.Returned().RecordedInError(1, Given.Row).ThenRefused(CorrectionRules.OpensTheCase);
        RefusalsTests.Declared().RecordedInError(1, Given.Ledger).ThenRefused(CorrectionRules.OpensTheCase);
    }

    [Fact]
    public void Every_other_line_of_a_file_can_be_taken_out_alone_and_somebody_stays_responsible()
    {
        var given = Given.ReleasedPerson().Served().Sent().After(Duration.FromHours(1)).Delivered().After(Duration.FromHours(1)).Returned().After(Duration.FromHours(1)).Sent("MIA", Given.Place(5, 3, office: "MIA"))
            .After(Duration.FromHours(1)).Accepted("MIA").After(Duration.FromHours(1)).Reported().After(Duration.FromHours(1));

        Assert.All(Enumerable.Range(2, given.Files[Given.Person].Length - 1), line =>
        {
            var struck = given.RecordedInError(line);
            Assert.Null(struck.Answer.Refused);
            Assert.NotEmpty(struck.State.Responsible);
        });
    }

    /// <summary>All of a state but the count of its lines.</summary>
    internal static string Text(Case state) => System.Text.Json.JsonSerializer.Serialize(state with { Version = 0 }, EventJson.Readable);
}
