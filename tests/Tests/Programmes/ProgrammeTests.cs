using NodaTime;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Programmes;
using static Throughline.Tests.Programmes.Demonstration;

namespace Throughline.Tests.Programmes;

public sealed class ProgrammeTests
{
    [Theory]
    [InlineData("Aurora", "CO", "80011", "CO", "DEN", "Aurora, CO 80011: Denver serves CO")]
    [InlineData("Aurora", "CO", "80011", null, "DEN", "Aurora, CO 80011: Denver serves CO")]
    [InlineData("Aurora", "", "80011", "CO", "DEN", "Aurora, CO 80011: Denver serves CO")]
    [InlineData("Aurora", " co ", "", null, "DEN", "Aurora, CO: Denver serves CO")]
    [InlineData("McAllen", "TX", "78501", "TX", "HLG", "McAllen, TX 78501: Harlingen serves TX 783 to 785")]
    [InlineData("Austin", "TX", "73301", "TX", "DAL", "Austin, TX 73301: Dallas serves TX 733")]
    [InlineData("Houston", "TX", "", null, "INTAKE", "Houston, TX: several offices share TX and no postcode was given; the intake desk asks for it")]
    [InlineData("Houston", "TX", "70001", null, "INTAKE", "Houston, TX 70001: no office serves this part of TX; the intake desk finds one")]
    [InlineData("Aurora", "CO", "77001", "TX", "INTAKE", "Aurora, CO 77001: the postcode lies in TX, the address says CO; the intake desk asks which is right")]
    [InlineData("Koror", "PW", "96940", "PW", "INTAKE", "Koror, PW 96940: no office serves PW; the intake desk finds one")]
    [InlineData("Aurora", "", "", null, "INTAKE", "Aurora: no state was given; the intake desk asks for it")]
    [InlineData("", "", "", null, "INTAKE", "No address was given: the intake desk looks for one")]
    public void An_address_leads_to_the_office_that_serves_it_or_to_the_intake_desk(
        string city, string state, string postcode, string? stateOfPostcode, string office, string because)
    {
        var destination = Shipped.DestinationOf(new Address("", "", city, state, postcode), stateOfPostcode);

        Assert.Equal((office, office == "INTAKE", because), (destination.Office.Code, destination.IsIntakeDesk, destination.Because));
    }

    [Fact]
    public void A_line_without_state_and_postcode_is_asked_for_them() =>
        Assert.Equal(
            "No state and no postcode was given: the intake desk asks for them",
            Shipped.DestinationOf(new Address("12 Elm St", "", "", "", "")).Because);

    [Theory]
    [InlineData("2021-03-18", PathwayFlag.BeforeDeclaredStart, "NTR was declared from 2021-03-19; this release is of 2021-03-18.")]
    [InlineData("2021-03-19", null, null)]
    [InlineData("2021-11-01", null, null)]
    [InlineData("2021-11-02", PathwayFlag.AfterDeclaredEnd, "NTR was declared stopped on 2021-11-01; this release is of 2021-11-02.")]
    public void A_release_outside_the_declared_dates_is_flagged_and_not_refused(string day, string? code, string? sentence)
    {
        var flag = Shipped.Pathways["NTR"].FlagFor(NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value);

        Assert.Equal((code, sentence), (flag?.Code, flag?.Sentence));
    }

    [Fact]
    public void A_pathway_without_a_declared_end_flags_no_later_release() =>
        Assert.Null(Shipped.Pathways["PAR"].FlagFor(new LocalDate(2030, 1, 1)));

    [Fact]
    public void The_order_of_a_notice_to_report_uses_no_technology_and_ends_with_the_report_or_thirty_days_after_the_window()
    {
        var pathway = Shipped.Pathways["NTR"];

        Assert.Equal((60, "notice-to-report"), (pathway.WindowDays, pathway.NoticeKind));
        Assert.Equal((Technology.None, true, 30), (pathway.OrderTerms.Technology, pathway.OrderTerms.EndsAfterReport, pathway.OrderTerms.EndsDaysAfterWindow));
    }

    [Theory]
    [InlineData("online", "web")]
    [InlineData("phone", "call")]
    [InlineData(" Office ", "office")]
    [InlineData("fax", null)]
    public void The_channel_words_of_old_files_are_read(string word, string? channel) => Assert.Equal(channel, Shipped.Channels.Read(word));

    [Fact]
    public void The_demonstration_programme_has_the_stations_offices_and_codes_that_its_data_name()
    {
        Assert.True(Shipped.IsDemonstration);
        Assert.Equal(
            ["DRT-DELRIO", "DRT-EAGLEPASS", "EPT-ELPASO", "LRT-LAREDO", "RGV-MCALLEN", "RGV-WESLACO", "SDC-SANDIEGO", "YUM-YUMA"],
            Shipped.Stations.Keys);
        Assert.Equal(27, Shipped.Offices.Count);
        Assert.Equal(("INTAKE", "CHILD-WELFARE"), (Shipped.IntakeDesk.Code, Shipped.ChildWelfareDesk.Code));
        Assert.Equal(
            ["WRONG_OFFICE", "MORE_INFO", "NO_SLOT", "DUPLICATE", "NOT_OURS"], Shipped.ReasonCodes.HandoffReturned.Select(r => r.Code));
        Assert.Equal((72, 24, 10, 5, 20), (
            Shipped.Settings.HistoryAfterHours, Shipped.Settings.HandoffAnswerOpenHours, Shipped.Settings.FirstSlotDay,
            Shipped.Settings.SlotMarginDays, Shipped.Settings.CrowdedAbove));
        Assert.Matches("^2021[.]1[+][0-9a-f]{16}$", Shipped.Version);
    }
}
