using Dapper;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Closing;
using Throughline.Casefile.Keeping;
using Throughline.Host.Casework;
using Throughline.Host.Imports;
using Throughline.Host.Messages;
using Throughline.Storage;
using Throughline.Storage.Keeping;
using Throughline.Storage.Log;

namespace Throughline.Tests.Keeping;

/// <summary>What the programme no longer keeps ends on its day, with a receipt and without a name; what is held stays.</summary>
public sealed class RetentionTests
{
    [Fact]
    public async Task A_closed_case_ends_on_its_day_by_the_programmes_rule_and_leaves_a_receipt()
    {
        await using var t = await ClosedAsync();
        var day = RetentionRules.DueAt(Rule(t, RetentionRules.CaseFile), t.Case("R-1").Closed!.Value.At)!.Value;
        t.Clock.Reset(day - Duration.FromMinutes(1));
        Assert.Equal(0, await CasesEndedAsync(t));

        t.Clock.Reset(day);
        Assert.Equal(1, await CasesEndedAsync(t));

        var erased = t.Installation.Cases.Load(new CaseId(1))!.State.Erased!;
        Assert.Equal((null, "retention", Rule(t, RetentionRules.CaseFile).Citation), (erased.Second, erased.By.Name, erased.Authority));
        var receipt = Assert.Single(Receipts.List(t.Installation.Store, 0, 10), r => r.Class == RetentionRules.CaseFile);
        Assert.Equal((1L, day, day.InUtc().Date), (receipt.Things, receipt.At, receipt.Day));
        Assert.StartsWith("7 years from the closing of the case: Demonstration value", receipt.Rule, StringComparison.Ordinal);
        Assert.NotNull(t.Installation.Cases.ByRecord("R-2"));
        Assert.Equal("C-000001-8", Assert.Single(ErasureList.Read(t.Installation.Store)).Case);
        Assert.Equal(0, await CasesEndedAsync(t));
        Checkpoints.Make(t.Installation.Store, t.Clock);
        Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
    }

    [Fact]
    public async Task A_hold_keeps_the_file_and_all_that_hangs_on_it_until_it_is_lifted()
    {
        await using var t = await ClosedAsync();
        await Host.Accesses.RecordAsync(t.Installation, TestInstallation.Denver, [t.Case("R-1").Id], "check an address", "/desk");
        await Host.Accesses.RecordAsync(t.Installation, TestInstallation.Denver, [t.Case("R-2").Id], "check an address", "/desk");
        Assert.False((await t.CaseActs.HoldAsync(TestInstallation.Denver, t.Case("R-1").Id, "It is before the court.", "The court's order of May 3")).IsRefused);
        t.Clock.AdvanceDays(3000);

        await new Retaining(t.Installation, new Erasing(t.Installation)).RunAsync();

        Assert.Null(t.Case("R-1").Erased);
        Assert.Equal([1L], Count(t, "select case_id from accesses where case_id is not null"));
        Assert.Contains(1L, Count(t, "select case_id from outbox"));
        var hold = t.Case("R-1").Holds[0].Number;
        Assert.False((await t.CaseActs.LiftAsync(TestInstallation.Denver, t.Case("R-1").Id, hold, "The court has closed it.", "The court's order of June 1")).IsRefused);
        await new Retaining(t.Installation, new Erasing(t.Installation)).RunAsync();
        Assert.Null(t.Installation.Cases.ByRecord("R-1"));
        Assert.Empty(Count(t, "select case_id from accesses where case_id is not null"));
    }

    [Fact]
    public async Task Rows_end_on_their_own_days_and_not_a_minute_earlier()
    {
        await using var t = await ClosedAsync();
        var at = t.Clock.GetCurrentInstant();
        Answers.Keep(t.Installation.Store, [1], [2], 200, "{}"u8.ToArray(), at);
        await Host.Accesses.RecordAsync(t.Installation, TestInstallation.Denver, [t.Case("R-2").Id], "check an address", "/desk");
        foreach (var id in Count(t, "select id from outbox where withdrawn_at is null and sent_at is null"))
        {
            OutboxRows.Sent(t.Installation.Store, id, at, null);
        }

        foreach (var (code, query) in new[]
        {
            (RetentionRules.Answers, "select status from idempotency"), (RetentionRules.Outbox, "select id from outbox where sent_at is not null"), (RetentionRules.AccessRecord, "select id from accesses"),
        })
        {
            Assert.NotEmpty(Count(t, query));
            var day = RetentionRules.DueAt(Rule(t, code), at)!.Value;
            t.Clock.Reset(day - Duration.FromMinutes(1));
            await new Retaining(t.Installation, new Erasing(t.Installation)).RunAsync();
            Assert.NotEmpty(Count(t, query));
            t.Clock.Reset(day);
            await new Retaining(t.Installation, new Erasing(t.Installation)).RunAsync();
            Assert.Empty(Count(t, query));
            Assert.Single(Receipts.List(t.Installation.Store, 0, 20), r => r.Class == code && r.At == day);
        }
    }

    [Fact]
    public async Task A_file_of_a_message_ends_by_the_day_it_was_sent_and_one_that_nobody_knows_stays()
    {
        await using var t = await ClosedAsync();
        var (folder, id, at) = (Path.Combine(t.DataFolder, "messages"), t.Case("R-2").Id, t.Clock.GetCurrentInstant());
        var number = $"moved:{id.Number}:{at.ToUnixTimeTicks()}";
        var sender = new FolderSender(folder);
        await sender.SendAsync(new Outgoing(number, "sms", "+12025550123", "Your date moved.", "es"), CancellationToken.None);
        await sender.SendAsync(new Outgoing(number + "0", "sms", "+12025550123", "Not in the record.", "es"), CancellationToken.None);
        await t.Installation.Recorder.RecordAsync(TestInstallation.Denver, id, null, (_, file, now) => Casefile.Messages.MessageRules.Send(file.State, new(number, "moved", "sms", "es", "Your date moved."), now));

        t.Clock.Reset(RetentionRules.DueAt(Rule(t, RetentionRules.Messages), at)!.Value - Duration.FromMinutes(1));
        await new Retaining(t.Installation, new Erasing(t.Installation)).RunAsync();
        Assert.Equal(2, Directory.GetFiles(folder).Length);
        t.Clock.AdvanceMinutes(1);
        await new Retaining(t.Installation, new Erasing(t.Installation)).RunAsync();

        Assert.Contains("Not in the record.", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder))), StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(Receipts.List(t.Installation.Store, 0, 10), r => r.Class == RetentionRules.Messages).Things);
    }

    [Fact]
    public async Task A_returned_row_ends_once_it_is_settled_and_one_that_is_still_work_does_not()
    {
        await using var t = new TestInstallation();
        var releases = Path.Combine(t.Folder, "releases.csv");
        await File.WriteAllTextAsync(releases, "recordId,surname,releasedAt,station,pathway\nR-1,Quispe,never,EPT-ELPASO,NTR\nR-2,Paz,never,EPT-ELPASO,NTR\n");
        await new Importing(t.Installation, TestInstallation.Station).ReleasesAsync(releases);
        await t.Releasing.SettleAsync(TestInstallation.Station, new CaseId(1), "Sent by mistake.");
        t.Clock.AdvanceDays(366);

        await new Retaining(t.Installation, new Erasing(t.Installation)).RunAsync();

        Assert.NotNull(t.Installation.Cases.Load(new CaseId(1))!.State.Erased);
        Assert.Null(t.Installation.Cases.Load(new CaseId(2))!.State.Erased);
    }

    [Fact]
    public async Task A_row_of_somebody_whose_file_is_held_is_held_with_it()
    {
        await using var t = new TestInstallation();
        var releases = Path.Combine(t.Folder, "releases.csv");
        await File.WriteAllTextAsync(releases, "recordId,surname,releasedAt,station,pathway\nR-1,Quispe,never,EPT-ELPASO,NTR\n");
        await new Importing(t.Installation, TestInstallation.Station).ReleasesAsync(releases);
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(), sendsHandoff: true);
        await t.CaseActs.HoldAsync(TestInstallation.Station, t.Case("R-1").Id, "It is before the court.", "The court's order of May 3");
        t.Clock.AdvanceDays(400);

        await new Retaining(t.Installation, new Erasing(t.Installation)).RunAsync();
        Assert.Null(t.Installation.Cases.Load(new CaseId(1))!.State.Erased);

        await t.CaseActs.LiftAsync(TestInstallation.Station, t.Case("R-1").Id, t.Case("R-1").Holds[0].Number, "Closed.", "The court");
        await new Retaining(t.Installation, new Erasing(t.Installation)).RunAsync();
        Assert.NotNull(t.Installation.Cases.Load(new CaseId(1))!.State.Erased);
        Assert.NotNull(t.Installation.Cases.ByRecord("R-1"));
    }

    [Fact]
    public async Task Two_processes_at_once_end_everything_once_and_count_it_once()
    {
        await using var t = new TestInstallation();
        for (var i = 1; i <= 70; i++)
        {
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", $"R-{i}")), sendsHandoff: true);
            await t.CaseActs.CloseAsync(TestInstallation.Station, t.Case($"R-{i}").Id, "DEPARTED_OWN", "Left by bus.");
        }

        t.Clock.AdvanceDays(7 * 366);
        await using var other = t.OpenAnother();

        var ended = await Task.WhenAll(
            Task.Run(() => new Retaining(t.Installation, new Erasing(t.Installation)).RunAsync()), Task.Run(() => new Retaining(other, new Erasing(other)).RunAsync()));

        Assert.Equal(70, Receipts.List(t.Installation.Store, 0, 10).Single(r => r.Class == RetentionRules.CaseFile).Things);
        Assert.Equal(Receipts.List(t.Installation.Store, 0, 10).Sum(r => r.Things), ended.Sum());
        Assert.Equal(70, Erasures.All(t.Installation.Store).Count);
        Checkpoints.Make(t.Installation.Store, t.Clock);
        Assert.Empty(Verification.Run(t.Installation.Store).Breaks);
    }

    [Fact]
    public async Task The_night_comes_once_a_day_and_is_made_up_for_by_whoever_starts_later()
    {
        await using var t = await ClosedAsync();
        var retaining = new Retaining(t.Installation, new Erasing(t.Installation));
        t.Clock.Reset(Instant.FromUtc(2036, 1, 10, 7, 59));
        Assert.Equal(0, await retaining.RunIfDueAsync());
        Assert.Null(Retaining.LastRun(t.Installation.Store));

        t.Clock.Reset(Instant.FromUtc(2036, 1, 10, 8, 0));
        Assert.NotEqual(0, await retaining.RunIfDueAsync());
        Assert.Equal(new LocalDate(2036, 1, 10), Retaining.LastRun(t.Installation.Store));
        await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", "R-9")), sendsHandoff: true);
        Assert.Equal(0, await retaining.RunIfDueAsync());
    }

    /// <summary>Two people; the case of the first is closed.</summary>
    private static async Task<TestInstallation> ClosedAsync()
    {
        var t = new TestInstallation();
        foreach (var record in new[] { "R-1", "R-2" })
        {
            await t.Releasing.RecordAsync(TestInstallation.Station, t.Submission(("recordId", record), ("phone", "+12025550123")), sendsHandoff: true);
            await t.Receiving.AcceptAsync(TestInstallation.Denver, t.Case(record).Id, "DEN");
        }

        Assert.False((await t.CaseActs.CloseAsync(TestInstallation.Denver, t.Case("R-1").Id, "DEPARTED_OWN", "Left by bus.")).IsRefused);
        return t;
    }

    private static async Task<int> CasesEndedAsync(TestInstallation t)
    {
        var before = Erasures.All(t.Installation.Store).Count;
        await new Retaining(t.Installation, new Erasing(t.Installation)).RunAsync();
        return Erasures.All(t.Installation.Store).Count - before;
    }

    private static Casefile.Programmes.RetentionClass Rule(TestInstallation t, string code) => t.Installation.Programme.Retention.Single(r => r.Code == code);

    private static List<long> Count(TestInstallation t, string query)
    {
        using var db = t.Installation.Store.OpenReader();
        return db.Query<long>(query).ToList();
    }
}
