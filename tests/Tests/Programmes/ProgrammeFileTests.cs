using Throughline.Host.Programmes;

namespace Throughline.Tests.Programmes;

public sealed class ProgrammeFileTests
{
    private const string Yaml = "demonstration.yaml";
    private const string Csv = "offices.csv";
    private const string Keys = "name, version, inForceFrom, inForceUntil, demonstration, offices, holidays, closedDays, intakeDesk, childWelfareDesk, notices, pathways, stations, channels, reasons, retention, settings, devices, alerts, stepDownCriteria";
    private const string CsvColumns = "code, name, addressLine, city, state, postalCode, timeZone, phone, openingDays, opens, closes, slotsPerDay, serves";

    /// <summary>File, text to find, text to put there, text at whose first place in the edited file the fault must point, the sentence.</summary>
    public static TheoryData<string, string, string, string, string> BadEdits => new()
    {
        { Yaml, "demonstration: yes\n\n", "demonstration: yes\ncolour: blue\n\n", "colour", $"'colour' is no key of the programme. Write one of: {Keys}." },
        { Yaml, "version: 2021.1\n", "", "name: Dem", "'version' is missing from the programme. Add a line 'version: ...'." },
        { Yaml, "    name: Notice to report\n", "", "declaredFrom: 2021-03-19", "'name' is missing from pathway NTR. Add a line 'name: ...'." },
        { Yaml, "    windowDays: 15\n", "    windowdays: 15\n", "windowdays", "'windowdays' is no key of pathway PAR. Write one of: name, declaredFrom, declaredUntil, windowDays, notice, order." },
        { Yaml, "name: Demonstration programme", "name: ''", "''", "'name' is empty. Write a value behind the colon." },
        { Yaml, "inForceFrom: 2021-01-01", "inForceFrom: 01.01.2021", "01.01.2021", "'01.01.2021' is no date. Write it as 2021-11-01 (year-month-day)." },
        { Yaml, "# inForceUntil: 2029-12-31", "inForceUntil: 2020-12-31", "2020-12-31", "The programme ends on 2020-12-31, before it starts on 2021-01-01. Write a later day." },
        { Yaml, "demonstration: yes\n\n", "demonstration: maybe\n\n", "maybe", "'maybe' is neither yes nor no. Write yes or no." },
        { Yaml, "offices: offices.csv", "offices: bureaus.csv", "bureaus.csv", "There is no file 'bureaus.csv' beside this one. Write the name of the table of offices in the same folder." },
        { Yaml, "  interval: 300", "  interval: 301", "301", "'301' is none of the intervals. Write one of: 60, 300, 900." },
        { Yaml, "  rawDays: 14", "  rawDays: 31", "31\n  rawDaysAtMost", "Positions would be kept for 31 days, longer than the 30 that 'rawDaysAtMost' allows. Write at most 30." },
        { Yaml, "  badChecksumsADay: 20", "  badChecksumsADay: 0", "0\n  models", "'0' is no whole number from 1 to 100000." },
        { Yaml, "intakeDesk:\n", "intakedesk:\n", "intakedesk", $"'intakedesk' is no key of the programme. Write one of: {Keys}." },
        { Yaml, "code: INTAKE", "code: DEN", "code: DEN", "'DEN' is an office of the table too. Give the intake desk a code of its own." },
        { Yaml, "code: CHILD-WELFARE", "code: INTAKE", "code: INTAKE\n  name: Child", "'INTAKE' is another office too. Give the child-welfare desk a code of its own." },
        { Yaml, "openingDays: Mon-Fri", "openingDays: ''", "''", "The opening days are empty. Write for example Mon-Fri: an office that never opens can meet nobody." },
        { Yaml, "closes: 18:00", "closes: 08:30", "08:30", "The office opens at 08:00 and closes at 08:30. It must be open for an hour at least, and close on the day it opens." },
        { Yaml, "opens: 08:00", "opens: 8 am", "8 am", "'8 am' is no time of day. Write it as 08:00." },
        { Yaml, "declaredUntil: 2021-11-01", "declaredUntil: 2021-02-30", "2021-02-30", "'2021-02-30' is no date. Write it as 2021-11-01 (year-month-day)." },
        { Yaml, "declaredUntil: 2021-11-01", "declaredUntil: 2020-11-01", "2020-11-01", "NTR ends on 2020-11-01, before it starts on 2021-03-19. Write a later day." },
        { Yaml, "windowDays: 15", "windowDays: fifteen", "fifteen", "'fifteen' is no whole number from 1 to 365." },
        { Yaml, "notice: parole", "notice: postcard", "postcard", "'postcard' is not known as 'notice'. Write one of: notice-to-appear, notice-to-report, parole." },
        { Yaml, "      endsDaysAfterWindow: 30\n", "", "legalBasis: 8 U.S.C. 1225", "The order of NTR has no end. Add 'endsAfterDays:' or 'endsDaysAfterWindow:': an order ends, also for a person who never reports." },
        { Yaml, "    windowDays: 60\n    notice: notice-to-report", "    notice: notice-to-report", "30\n      conditions", "NTR has no window to report in. Add 'windowDays:' to the pathway, or end the order with 'endsAfterDays:' alone." },
        { Yaml, "technology: app", "technology: ankle", "ankle", "'ankle' is not known as 'technology'. Write one of: app, call, device, none, report." },
        { Yaml, "kind: enrol", "kind: enroll", "enroll", "'enroll' is not known as 'kind'. Write one of: attend-hearing, check-in, curfew, enrol, keep-out, report, stay-in, tell-of-move." },
        { Yaml, "words: [office, web, app, call, visit, officer, letter]", "words: office", "office\n  oldWords", "'words' is no list. Write each item on its own line behind a hyphen." },
        { Yaml, "phone: call", "phone: telephone", "telephone", "'telephone' is no channel. Write one of: office, web, app, call, visit, officer, letter." },
        { Yaml, "name: Weslaco, timeZone: America/Chicago", "name: Weslaco, timeZone: America/Weslaco", "America/Weslaco", "'America/Weslaco' is no time zone. Write a name of the IANA list, for example America/Denver." },
        { Yaml, "\"+12025550151\"", "5550151", "5550151", "'5550151' is no phone number. Write it with plus and country code, in quotes: \"+12025550100\"." },
        { Yaml, "  RGV-WESLACO:", "  RGV-MCALLEN:", "RGV-MCALLEN: { name: Weslaco", $"'RGV-MCALLEN' is written twice; the first is on line {LineOf("  RGV-MCALLEN:")}. Keep one." },
        { Yaml, "  YUM-YUMA:", "  Yuma station:", "Yuma station", "'Yuma station' is no code. Write letters, digits and hyphens, at most 24." },
        { Yaml, "period: 30 days", "period: one month", "one month", "'one month' is no period. Write it as 7 years, 6 months or 90 days." },
        { Yaml, "from: order-ended", "from: the end", "the end", "'the end' is not known as 'from'. Write one of: case-closed, order-ended, recorded, returned, sent." },
        { Yaml, "  verdicts:\n", "  verdict:\n", "keeps: Verdicts", "'verdict' is no class of data that is kept. Write one of: access-record, answers, case-file, documents, messages, outbox, positions, rejected-rows, verdicts." },
        { Yaml, "period: 2 years\n    from: sent", "period: 2 years\n    from: recorded", "recorded\n    citation: Demonstration value\n    demonstration: yes\n  positions", "'messages' runs from something else. Write from: sent." },
        { Yaml, "  outbox:\n    keeps: What waited to be sent, once it was sent or withdrawn\n    period: 90 days\n    from: sent\n    citation: Demonstration value\n    demonstration: yes\n", "", "case-file:\n", "'outbox' has no rule. Add it with keeps, period, from (sent) and citation: nothing is kept for ever because nobody said how long." },
        { Yaml, "duty: yes", "duty: perhaps", "perhaps", "'perhaps' is neither yes nor no. Write yes or no." },
        { Yaml, "firstSlotDay: 10", "firstSlotDay: -1", "-1\n  slotMargin", "'-1' is no whole number from 1 to 180." },
        { Yaml, "    spa: Español", "    es: Español", "es: Español", "'es' is no language code. Write the three letters of ISO 639-3, for example spa." },
        { Yaml, "  2021-05-31: Memorial Day", "  31 May 2021: Memorial Day", "31 May 2021", "'31 May 2021' is no date. Write it as 2021-11-01 (year-month-day)." },
        { Yaml, "  2021-05-31: Memorial Day", "  2021-05-31:", "\n  2021-06-18", "'2021-05-31' is empty. Write a value behind the colon." },
        { Yaml, "  WAS:\n", "  WSH:\n", "WSH", "'WSH' is no office. Write the code of an office in offices.csv, or of one of the desks." },
        { Yaml, "    strap: { severity: urgent", "    strep: { severity: urgent", "strep", "'strep' is no kind of alert. Write one of: battery, border, breach, contact, fall, fix, jamming, not-attended, passed, power, shock, sos, strap, tamper, unit." },
        { Yaml, "contact: { severity: note", "contact: { severity: urgent", "urgent, wearerFirst: yes, deskAfterMinutes: 240", "Silence alone is never a breach and never urgent. Write severity: work, or note." },
        { Yaml, "side: unknown", "side: ours", "CHARGER:", "No cause says that it is not known. Add one with 'side: unknown' for all kinds: who does not know must be able to say so." },
        { Yaml, "settings:\n", "settings: &all\n", "&all", "Anchors and aliases (& and *) are not used here. Write the value out." },
        { Csv, "slotsPerDay", "slots", "code", $"The column 'slotsPerDay' is missing. The first line must name: {CsvColumns}." },
        { Csv, "BAL,Baltimore", "ATL,Baltimore", "ATL,Baltimore", "The office ATL is written twice; the first is on line 2. Give each office its own code." },
        { Csv, "35,MD", "35,MD,US", "BAL", "This line has 14 values and the first line has 13 columns. Put text with a comma inside in double quotes." },
        { Csv, "35,MD", "35,MD;NC", "MD;NC", "'NC' is served by ATL already (line 2). A postcode belongs to one office: change one of the two." },
        { Csv, "TX:783-785", "TX:783-786", "TX:780-782;TX:786", "'TX:786-789' is served by HLG already (line 11). A postcode belongs to one office: change one of the two." },
        { Csv, "NY:120-149", "NY:149-120", "NY:149-120", "'NY:149-120' is no area. Write a state as NM, or a part of it by three-digit postcode prefixes, the lower first, as TX:750-769." },
        { Csv, "20,CO;WY", "20,Colorado", "Colorado\n", "'Colorado' is no area. Write a state as NM, or a part of it by three-digit postcode prefixes, the lower first, as TX:750-769." },
        { Csv, "20,CO;WY", "20,", "\nDET", "The office DEN serves nothing. Write its states as CO;WY, or take the office out." },
        { Csv, "America/Detroit", "Detroit", "Detroit,+1", "'Detroit' is no time zone. Write a name of the IANA list, for example America/Denver." },
        { Csv, "+12025550107,Mon-Fri,", "+12025550107,,", ",08:00,16:00,20,CO", "The opening days are empty. Write for example Mon-Fri: an office that never opens can meet nobody." },
        { Csv, "+12025550107,Mon-Fri,", "+12025550107,Mo-Fr,", "Mo-Fr", "'Mo-Fr' is no day of the week. Write Mon, Tue, Wed, Thu, Fri, Sat or Sun, a range as Mon-Fri, several as Mon;Wed." },
        { Csv, "16:00,20,CO", "07:00,20,CO", "07:00", "The office opens at 08:00 and closes at 07:00. It must be open for an hour at least, and close on the day it opens." },
        { Csv, "16:00,20,CO", "16:00,none,CO", "none", "'none' is no whole number from 1 to 10000." },
        { Csv, "80111", "8011", "8011,", "'8011' is no postcode. Write five digits, in quotes where the file is YAML." },
    };

    [Theory]
    [MemberData(nameof(BadEdits))]
    public void A_bad_edit_is_named_with_its_place_and_what_to_write_instead(string file, string find, string put, string at, string sentence)
    {
        var (faults, edited) = FaultsAfter((file, find, put));

        var place = edited[file].IndexOf(at, StringComparison.Ordinal);
        var line = edited[file][..place].Count(c => c == '\n') + 1;
        var column = place - edited[file].LastIndexOf('\n', Math.Max(0, place - 1));
        Assert.Contains(new ProgrammeFault(file, line, column, sentence), faults);
    }

    [Fact]
    public void Every_fault_of_both_files_is_named_at_one_start()
    {
        var (faults, _) = FaultsAfter((Yaml, "windowDays: 15", "windowDays: 0"), (Yaml, "historyAfterHours: 72", "historyAfterHours: x"), (Csv, "America/Detroit", "Detroit"));

        Assert.Equal(
            [(Yaml, "'0' is no whole number from 1 to 365."), (Yaml, "'x' is no whole number from 1 to 8760."),
             (Csv, "'Detroit' is no time zone. Write a name of the IANA list, for example America/Denver.")],
            faults.Select(f => (f.File, f.Sentence)));
    }

    [Fact]
    public void One_bad_value_is_one_fault()
    {
        Assert.Single(FaultsAfter((Yaml, "declaredUntil: 2021-11-01", "declaredUntil: soon")).Faults);
        Assert.Single(FaultsAfter((Csv, "+12025550107,Mon-Fri,08:00", "+12025550107,Mon-Fri,8")).Faults);
        Assert.Single(FaultsAfter((Yaml, "endsDaysAfterWindow: 30", "endsDaysAfterWindow: thirty")).Faults);
    }

    [Fact]
    public void Broken_syntax_is_named_with_its_line()
    {
        var fault = Assert.Single(FaultsAfter((Yaml, "version: 2021.1", "version: 2021.1: draft")).Faults);

        Assert.Equal((Yaml, 7), (fault.File, fault.Line));
        Assert.StartsWith("The text can't be read from here on.", fault.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_programme_says_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("programme-");
        try
        {
            var fault = Assert.Single(Assert.Throws<ProgrammeFaultsException>(() => ProgrammeFile.Load(folder.FullName)).Faults);
            Assert.Equal("There is no programme here. Copy the demonstration programme's folder and change the copy.", fault.Sentence);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void An_edit_of_either_file_changes_the_version()
    {
        var versions = new[] { (Yaml, "Demonstration programme\n", "Programme of Denver\n"), (Csv, "20,CO;WY", "21,CO;WY") }
            .Select(edit => Edited([edit], folder => ProgrammeFile.Load(folder).Version))
            .Append(Demonstration.Shipped.Version);

        Assert.Equal(3, versions.Distinct().Count());
    }

    [Fact]
    public void A_table_from_a_spreadsheet_with_quotes_and_windows_line_ends_is_read()
    {
        var office = Edited(
            [(Csv, "31 Sample Avenue,Burlington", "\"31 \"\"Sample\"\" Avenue, Floor 2\",Burlington"), (Csv, "\n", "\r\n")],
            folder => ProgrammeFile.Load(folder).Offices["BOS"]);

        Assert.Equal("31 \"Sample\" Avenue, Floor 2", office.AddressLine);
    }

    private static int LineOf(string start) => 1 + Array.FindIndex(File.ReadAllLines(Path.Combine(Demonstration.Folder, Yaml)), l => l.StartsWith(start, StringComparison.Ordinal));

    private static (IReadOnlyList<ProgrammeFault> Faults, Dictionary<string, string> Edited) FaultsAfter(params (string File, string Find, string Put)[] edits) =>
        Edited(edits, folder => (
            Assert.Throws<ProgrammeFaultsException>(() => ProgrammeFile.Load(folder)).Faults,
            new[] { Yaml, Csv }.ToDictionary(f => f, f => File.ReadAllText(Path.Combine(folder, f)))));

    private static T Edited<T>((string File, string Find, string Put)[] edits, Func<string, T> use)
    {
        var folder = Directory.CreateTempSubdirectory("programme-");
        try
        {
            foreach (var file in new[] { Yaml, Csv })
            {
                var text = File.ReadAllText(Path.Combine(Demonstration.Folder, file));
                foreach (var (_, find, put) in edits.Where(e => e.File == file))
                {
                    Assert.Contains(find, text, StringComparison.Ordinal);
                    text = text.Replace(find, put, StringComparison.Ordinal);
                }

                File.WriteAllText(Path.Combine(folder.FullName, file), text);
            }

            return use(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
