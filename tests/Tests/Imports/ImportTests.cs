using System.IO.Compression;
using System.Text;
using Dapper;
using Throughline.Casefile;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Releases;
using Throughline.Host.Imports;
using Throughline.Storage;
using Throughline.Storage.Reading;

namespace Throughline.Tests.Imports;

/// <summary>Bad input gets a clear sentence and costs nothing else.</summary>
public sealed class ImportTests
{
    private const string Header = "recordId,amendedAt,aNumber,familyUnitId,givenName,surname,birthDate,releasedAt,station,pathway,addressLine,city,state,postalCode,phone\n";

    [Theory]
    [InlineData("R-2,,,,Ana,,,2021-05-01T10:00:00-05:00,RGV-MCALLEN,NTR,,,,,", "surname", "surname is empty. Write 'unknown' when nobody knows it.")]
    [InlineData("R-2,,,,Ana,Paz,,2021-05-01T10:00:00-05:00,NOWHERE,NTR,,,,,", "station", "station 'NOWHERE' is not in the programme.")]
    [InlineData("R-2,,,,Ana,Paz,,2021-05-01T10:00:00-05:00,RGV-MCALLEN,XYZ,,,,,", "pathway", "pathway 'XYZ' is not in the programme.")]
    [InlineData("R-2,,,,Ana,Paz,,2021-02-30T10:00:00-05:00,RGV-MCALLEN,NTR,,,,,", "releasedAt", "releasedAt '2021-02-30T10:00:00-05:00' is no time that exists.")]
    [InlineData("R-2,,,,Ana,Paz,,2021-05-01T10:00:00,RGV-MCALLEN,NTR,,,,,", "releasedAt", "releasedAt '2021-05-01T10:00:00' has no offset.")]
    [InlineData("R-2,,,,Ana,Paz,,2031-05-01T10:00:00Z,RGV-MCALLEN,NTR,,,,,", "releasedAt", "The release is dated in the future.")]
    [InlineData("R-2,,,,Ana,Paz,,2021-05-01T10:00:00-05:00,RGV-MCALLEN,NTR,,,,", "", "Line 3 has 14 columns; the header has 15.")]
    public async Task A_bad_row_is_rejected_with_its_line_and_sentence_and_the_rows_around_it_stand(string row, string column, string sentence)
    {
        await using var t = new TestInstallation();
        var (file, summary) = await ImportAsync(t, Header + Good("R-1") + row + "\n" + Good("R-3"));

        Assert.Equal((3, 2, 1), (summary.Rows, summary.Accepted, summary.Rejected));
        var rejected = File.ReadAllText(file + ".rejected.csv");
        Assert.Contains(sentence.Split('\'')[0], rejected, StringComparison.Ordinal);
        Assert.Contains("Line 3", rejected, StringComparison.Ordinal);
        Assert.Contains(column, rejected, StringComparison.Ordinal);
        Assert.NotNull(t.Installation.Cases.ByRecord("R-1"));
        Assert.NotNull(t.Installation.Cases.ByRecord("R-3"));
        var returned = Assert.Single(t.Installation.Cases.List("c.kind = 'returned-row'", 10));
        Assert.Equal("returned", returned.Handoff);
        Assert.Contains("Ana", returned.Card.FullName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_returned_row_ends_when_a_good_row_with_its_number_arrives()
    {
        await using var t = new TestInstallation();
        await ImportAsync(t, Header + "R-2,,,,Ana,Paz,,2021-05-01T10:00:00,RGV-MCALLEN,NTR,,,,,\n");
        await ImportAsync(t, Header + Good("R-2"));

        Assert.Equal("settled", Assert.Single(t.Installation.Cases.List("c.kind = 'returned-row'", 10)).Handoff);
        var balance = BalanceFigures.At(t.Installation.Store, t.Clock.GetCurrentInstant().InUtc().Date);
        Assert.Equal((0, 0), (balance.Returned, balance.Difference));
    }

    [Fact]
    public async Task The_same_number_with_other_content_is_a_conflict_and_with_a_later_amendment_a_correction()
    {
        await using var t = new TestInstallation();
        var (_, summary) = await ImportAsync(t, Header + Good("R-1") + Good("R-1", name: "Otra") + Good("R-1", name: "Tercera", amendedAt: "2021-06-01T00:00:00Z") + Good("R-1"));

        Assert.Equal((2, 1, 1), (summary.Accepted, summary.Repeated, summary.Rejected));
        Assert.Equal("Tercera", t.Case("R-1").Release!.Record.GivenName);
    }

    [Fact]
    public async Task A_bad_optional_value_never_rejects_and_is_kept_as_it_was_written()
    {
        await using var t = new TestInstallation();
        await ImportAsync(t, Header + "R-1,,A12,,Ana,Paz,31/12/1990,2021-05-01T10:00:00-05:00,RGV-MCALLEN,NTR,=HYPERLINK(1),,,,555\n");

        var release = t.Case("R-1").Release!;
        Assert.Equal(["A12", "31/12/1990", "555"], new[] { "aNumber", "birthDate", "phone" }.Select(c => release.Record.AsWritten![c]));
        Assert.Equal(ANumberState.Malformed, release.ANumber);
        Assert.Equal("=HYPERLINK(1)", release.Record.Address.Line);
    }

    [Fact]
    public async Task A_row_sent_twice_counts_as_sent_twice_and_a_file_read_twice_does_not()
    {
        await using var t = new TestInstallation();
        var text = Header + Good("R-1") + Good("R-2") + Good("R-1");

        Assert.Equal((2, 1), ((await ImportAsync(t, text)).Summary is var s ? (s.Accepted, s.Repeated) : default));
        Assert.Equal((0, 3), ((await ImportAsync(t, text)).Summary is var again ? (again.Accepted, again.Repeated) : default));
        Assert.Equal(1, QualityFigures.Total(QualityFigures.Groups(t.Installation.Store)).SentTwice);
    }

    [Fact]
    public async Task History_has_no_effects_and_everybody_has_a_named_office()
    {
        await using var t = new TestInstallation();
        await ImportAsync(t, Header + Good("R-1") + Good("R-2", address: ",,,"));

        using var db = t.Installation.Store.OpenReader();
        Assert.Equal((0, 0), (OutboxRows.Count(t.Installation.Store), db.ExecuteScalar<long>("select count(*) from bookings")));
        Assert.Equal(0, db.ExecuteScalar<long>("select count(*) from cases where obligation is not null"));
        Assert.Equal([HandoffState.Inherited, HandoffState.Inherited], new[] { "R-1", "R-2" }.Select(r => t.Case(r).Handoff.State));
        Assert.Equal("INTAKE", t.Case("R-2").Responsible);
    }

    [Fact]
    public async Task A_gzip_that_breaks_off_keeps_what_came_before()
    {
        await using var t = new TestInstallation();
        using var whole = new MemoryStream();
        using (var gzip = new GZipStream(whole, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Header + string.Concat(Enumerable.Range(0, 2000).Select(i => Good($"R-{i}", name: $"N{i * 7919 % 10007}")))));
        }

        var path = Path.Combine(t.Folder, "cut.csv.gz");
        File.WriteAllBytes(path, whole.ToArray()[..(int)(whole.Length * 2 / 3)]);
        var summary = await new Importing(t.Installation, Actor.Machine("test")).ReleasesAsync(path);

        Assert.NotNull(summary.BrokeOff);
        Assert.InRange(summary.Accepted, 500, 1999);
        Assert.Equal(summary.Accepted, t.Installation.Cases.Count("c.kind = 'release'"));
    }

    [Fact]
    public async Task A_gzip_with_any_bytes_changed_or_cut_ends_in_a_sentence_and_never_in_a_crash()
    {
        await using var t = new TestInstallation();
        var packed = Packed(Header + string.Concat(Enumerable.Range(0, 40).Select(i => Good($"R-{i}", name: $"N{i * 7919 % 10007}"))));
        var path = Path.Combine(t.Folder, "damaged.csv.gz");
        for (var at = 0; at < packed.Length; at += at < 60 ? 1 : 23)
        {
            foreach (var damaged in (byte[][])[packed[..at], [.. packed[..at], (byte)(packed[at] ^ 0x55), .. packed[(at + 1)..]]])
            {
                File.WriteAllBytes(path, damaged);
                try
                {
                    using var file = ImportFile.Open(path);
                    var csv = new CsvRows(file.Content, ["recordId"]);
                    while (csv.Read(out _))
                    {
                    }
                }
                catch (Exception e) when (e is CsvFileException || ImportFile.IsBreak(e))
                {
                    Assert.NotEmpty(e.Message);
                }
            }
        }
    }

    [Fact]
    public async Task What_a_gzip_holds_before_it_breaks_off_is_taken_to_the_last_rows()
    {
        await using var t = new TestInstallation();
        var path = Path.Combine(t.Folder, "cut.csv.gz");
        File.WriteAllBytes(path, Packed(Header + string.Concat(Enumerable.Range(0, 500).Select(i => Good($"R-{i}"))))[..^8]);
        var summary = await new Importing(t.Installation, Actor.Machine("test")).ReleasesAsync(path);

        Assert.NotNull(summary.BrokeOff);
        Assert.InRange(summary.Accepted, 490, 500);
    }

    [Fact]
    public async Task Something_that_follows_a_gzip_is_told_and_never_passed_over()
    {
        await using var t = new TestInstallation();
        var path = Path.Combine(t.Folder, "more.csv.gz");
        File.WriteAllBytes(path, [.. Packed(Header + Good("R-1")), .. Packed(Good("R-2")), .. "R-3,more"u8]);
        var summary = await new Importing(t.Installation, Actor.Machine("test")).ReleasesAsync(path);
        Assert.Equal((2, true), (summary.Accepted, summary.BrokeOff is not null));

        File.WriteAllBytes(path, [.. Packed(Header + Good("R-1")), .. new byte[512]]);
        Assert.Null((await new Importing(t.Installation, Actor.Machine("test")).ReleasesAsync(path)).BrokeOff);
    }

    [Theory]
    [InlineData("", "is a folder")]
    [InlineData("twice.gz", "gzip within a gzip")]
    public async Task What_is_no_file_of_rows_is_refused_with_what_it_is(string name, string words)
    {
        await using var t = new TestInstallation();
        var path = Path.Combine(t.Folder, name);
        if (name.Length > 0)
        {
            using var twice = new MemoryStream();
            using (var gzip = new GZipStream(twice, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(Packed(Header));
            }

            File.WriteAllBytes(path, twice.ToArray());
        }

        var refused = await Assert.ThrowsAsync<CsvFileException>(() => new Importing(t.Installation, Actor.Machine("test")).ReleasesAsync(path));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59-18:00")]
    [InlineData("0001-01-01T00:00:00+18:00")]
    [InlineData("-0001-01-01T00:00:00Z")]
    public async Task A_time_at_the_end_of_the_calendar_costs_its_own_row(string time)
    {
        await using var t = new TestInstallation();
        var (_, summary) = await ImportAsync(t, Header + Good("R-1") + Good("R-2").Replace("2021-05-01T10:00:00-05:00", time, StringComparison.Ordinal) + Good("R-3"));

        Assert.Equal((2, 1), (summary.Accepted, summary.Rejected));
    }

    [Fact]
    public async Task A_surname_that_nobody_can_see_is_missing()
    {
        await using var t = new TestInstallation();
        var (_, summary) = await ImportAsync(t, Header + "R-1,,,,Ana,\u200B\u2060,,2021-05-01T10:00:00-05:00,RGV-MCALLEN,NTR,,,,,\n");

        Assert.Equal((0, 1), (summary.Accepted, summary.Rejected));
    }

    [Fact]
    public async Task An_amendment_from_the_future_does_not_stand_above_a_laterone_that_follows()
    {
        await using var t = new TestInstallation();
        await ImportAsync(t, Header + Good("R-1"));
        var (_, future) = await ImportAsync(t, Header + Good("R-1", name: "Otra", amendedAt: "2036-01-01T00:00:00Z"));
        var (_, later) = await ImportAsync(t, Header + Good("R-1", name: "Tercera", amendedAt: "2021-06-01T00:00:00Z"));

        Assert.Equal((1, 1), (future.Rejected, later.Accepted));
        Assert.Equal("Tercera", t.Case("R-1").Release!.Record.GivenName);
    }

    [Fact]
    public async Task Other_content_without_a_later_amendment_is_a_conflict_also_after_a_correction()
    {
        await using var t = new TestInstallation();
        var (_, summary) = await ImportAsync(
            t, Header + Good("R-1", name: "Quinta", amendedAt: "2021-06-05T00:00:00Z") + Good("R-1", name: "Tercera", amendedAt: "2021-06-03T00:00:00Z") + Good("R-1", name: "Otra"));

        Assert.Equal((1, 0, 2), (summary.Accepted, summary.Repeated, summary.Rejected));
        Assert.Equal("Quinta", t.Case("R-1").Release!.Record.GivenName);
    }

    [Fact]
    public async Task A_list_of_rejected_rows_that_cannot_be_written_stops_no_import()
    {
        await using var t = new TestInstallation();
        var path = Path.Combine(t.Folder, new string('f', 248) + ".csv");
        File.WriteAllText(path, Header + Good("R-1", name: "") + "R-2,\n" + Good("R-3"));
        var summary = await new Importing(t.Installation, Actor.Machine("test")).ReleasesAsync(path);

        Assert.Equal((2, 1), (summary.Accepted, summary.Rejected));
        Assert.Equal(1, t.Installation.Cases.Count("c.kind = 'returned-row'"));
    }

    [Fact]
    public async Task A_report_that_fits_no_record_is_kept_and_matched_when_the_record_arrives()
    {
        await using var t = new TestInstallation();
        var path = Path.Combine(t.Folder, "reports.csv");
        File.WriteAllText(path, "recordId,reportedAt,channel,noticeToAppearServedAt\nR-1,2021-05-20T10:00:00Z,phone,2021-05-21T10:00:00Z\n?77,2021-05-20T10:00:00Z,office,\n");
        var summary = await new Importing(t.Installation, Actor.Machine("test")).ReportsAsync(path);
        Assert.Equal((2, 2, 0), (summary.Accepted, summary.Unmatched, summary.Rejected));

        await ImportAsync(t, Header + Good("R-1"));

        Assert.Equal("call", Assert.Single(t.Case("R-1").CheckIns).Channel);
        Assert.Equal(1, t.Installation.Cases.Count("c.handoff = 'unmatched'"));
        Assert.Equal(2, (await new Importing(t.Installation, Actor.Machine("test")).ReportsAsync(path)).Repeated);
    }

    private static string Good(string record, string name = "María", string amendedAt = "", string address = "8813 Magnolia Ct,Hyattsville,MD,20783") =>
        $"{record},{amendedAt},A215525275,,{name},\u202Bברוך e\u0301,1990-12-31,2021-05-01T10:00:00-05:00,RGV-MCALLEN,NTR,{address},+15045550152\n";

    private static byte[] Packed(string text)
    {
        using var whole = new MemoryStream();
        using (var gzip = new GZipStream(whole, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return whole.ToArray();
    }

    private static async Task<(string File, ImportSummary Summary)> ImportAsync(TestInstallation t, string text)
    {
        var path = Path.Combine(t.Folder, $"releases-{Directory.GetFiles(t.Folder).Length}.csv");
        File.WriteAllText(path, text);
        return (path, await new Importing(t.Installation, Actor.Machine("test")).ReleasesAsync(path));
    }
}
