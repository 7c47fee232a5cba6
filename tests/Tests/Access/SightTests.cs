using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Transfers;
using Throughline.Host.Access;

namespace Throughline.Tests.Access;

/// <summary>Who sees what: every role before every situation of a case of El Paso whose hand-off went to Denver.</summary>
public sealed class SightTests : IAsyncLifetime
{
    private static readonly string[] Situations = ["draft", "sent", "delivered", "accepted", "returned", "withdrawn", "inherited", "walk-in"];

    private readonly TestInstallation _t = new();
    private Case _released = null!, _walkIn = null!;

    /// <summary>In the order of the situations: N nothing, s standing here, o state only, R read, A act.</summary>
    [Theory]
    [InlineData(Roles.IntakeOfficer, "EPT-ELPASO", "AAAoAAoN")]
    [InlineData(Roles.IntakeOfficer, "RGV-MCALLEN", "NNNNNNNN")]
    [InlineData(Roles.IntakeOfficer, "", "NNNNNNNN")]
    [InlineData(Roles.CaseOfficer, "DEN", "sAAAosAA")]
    [InlineData(Roles.CaseOfficer, "LOS", "sssssssA")]
    [InlineData(Roles.CaseOfficer, "", "NNNNNNNN")]
    [InlineData(Roles.Supervisor, "DEN", "sAAAosAA")]
    [InlineData(Roles.Supervisor, "LOS", "sssssssA")]
    [InlineData(Roles.Inspector, "", "RRRRRRRR")]
    [InlineData(Roles.Analyst, "", "NNNNNNNN")]
    [InlineData(Roles.Person, "", "NNNNNNNN")]
    [InlineData("", "DEN", "NNNNNNNN")]
    public void A_role_sees_of_a_case_what_its_situation_allows(string role, string place, string expected) =>
        Assert.Equal(expected, string.Concat(Situations.Select(s => Letter(Sights.Of(role, place, In(s))))));

    [Theory]
    [InlineData(TransferState.Proposed, "As")]
    [InlineData(TransferState.Sent, "AR")]
    [InlineData(TransferState.Delivered, "AR")]
    [InlineData(TransferState.Returned, "Ao")]
    [InlineData(TransferState.Withdrawn, "As")]
    public void An_office_that_is_asked_to_take_a_case_over_reads_it_and_the_other_acts(TransferState state, string expected)
    {
        var sent = In("accepted") with { Transfer = new Transfer(state, "DEN", "LOS", Instant.MinValue) };
        Assert.Equal(expected, string.Concat(new[] { "DEN", "LOS" }.Select(o => Letter(Sights.Of(Roles.CaseOfficer, o, sent)))));
    }

    [Fact]
    public void Once_it_is_taken_over_the_old_office_sees_the_state_only()
    {
        var taken = _released with { Handoff = new Handoff(HandoffState.Accepted, "LOS"), Transfer = new Transfer(TransferState.Accepted, "DEN", "LOS", Instant.MinValue) };
        Assert.Equal((Sight.StateOnly, Sight.Act), (Sights.Of(Roles.CaseOfficer, "DEN", taken), Sights.Of(Roles.CaseOfficer, "LOS", taken)));
    }

    [Fact]
    public void The_intake_desk_sees_what_was_sent_to_it_as_any_office_does() =>
        Assert.Equal(Sight.Act, Sights.Of(Roles.CaseOfficer, "INTAKE", _released with { Handoff = new Handoff(HandoffState.Sent, "INTAKE") }));

    public async ValueTask InitializeAsync()
    {
        await _t.Releasing.RecordAsync(TestInstallation.Station, _t.Submission(), sendsHandoff: false);
        _released = _t.Case("R-1");
        var told = new Host.Casework.ToldReport(null, new Casefile.CheckIns.Report(_t.Clock.GetCurrentInstant(), "office", "NYC", false, null, null), "Ana", "Huamán");
        var kept = await _t.Reporting.KeepAsync(TestInstallation.Denver, told);
        _walkIn = _t.Installation.Cases.Load(kept.Events[0].Case)!.State;
    }

    public ValueTask DisposeAsync() => _t.DisposeAsync();

    private Case In(string situation) => situation switch
    {
        "walk-in" => _walkIn,
        "draft" => _released,
        _ => _released with { Handoff = new Handoff(Enum.Parse<HandoffState>(situation, ignoreCase: true), "DEN") },
    };

    private static char Letter(Sight sight) => sight switch { Sight.Nothing => 'N', Sight.Standing => 's', Sight.StateOnly => 'o', Sight.Read => 'R', _ => 'A' };
}
