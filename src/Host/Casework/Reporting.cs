using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Notices;
using Throughline.Casefile.WalkIns;
using Throughline.Storage;
using Throughline.Storage.Reading;

namespace Throughline.Host.Casework;

/// <summary>A report as it was told: of which record, or of whom.</summary>
internal sealed record ToldReport(
    string? RecordId, Report Report, string GivenName = "", string Surname = "", LocalDate? BirthDate = null, string? ANumber = null);

/// <summary>People report: at the desk, by a file, by their phone. A report that fits no record is kept and matched later.</summary>
internal sealed class Reporting(Installation installation)
{
    /// <summary>By record number. A number that nobody knows makes a walk-in, never a loss.</summary>
    public Task<Outcome> RecordAsync(Actor who, ToldReport told) => installation.Recorder.RecordAsync(who, (scene, now) => Record(scene, now, told));

    /// <summary>The rule of <see cref="RecordAsync"/>, for those who record many at once.</summary>
    public Decision Record(Scene scene, Instant now, ToldReport told) =>
        told.Report.ToAppearServedAt > now || told.Report.ToAppearFiledAt > now ? NoticeRules.InTheFuture
        : told.RecordId is { Length: > 0 } record && scene.ByRecord(record) is { } id
            ? CheckInRules.Record(scene.Find(id)!.State, told.Report, installation.Programme, now)
            : Keep(scene, told, now);

    /// <summary>
    /// The person, and with a responsible adult the children of the household: the adult reports for them.
    /// Another adult reports for themselves.
    /// </summary>
    public Task<Outcome> RecordHouseholdAsync(Actor who, CaseId id, Report report, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
        {
            if (file.State.Release is not { } release)
            {
                return WalkInRules.NoSuchPerson;
            }

            var children = release.IsMinor ? [] : scene.WithHousehold(file).Where(f => f.State.Release!.IsMinor);
            return children.Aggregate(
                CheckInRules.Record(file.State, report, installation.Programme, now),
                (all, child) => all.And(CheckInRules.Record(child.State, report, installation.Programme, now, byResponsibleAdult: true)));
        });

    /// <summary>The person begins to report: kept, so that a fault of ours at that moment counts for them.</summary>
    public Task<Outcome> AttemptAsync(Actor who, CaseId id, string channel) =>
        installation.Recorder.RecordAsync(who, id, null, (_, file, now) => CheckInRules.Attempt(file.State, channel, now));

    /// <summary>Somebody stands here and no record fits.</summary>
    public Task<Outcome> KeepAsync(Actor who, ToldReport told) => installation.Recorder.RecordAsync(who, (scene, now) => Keep(scene, told, now));

    public Task<Outcome> MatchAsync(Actor who, CaseId walkIn, CaseId person, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, walkIn, expectedVersion, (scene, file, now) =>
            scene.Find(person) is { } found ? WalkInRules.Match(file.State, found.State, installation.Programme, now) : WalkInRules.NoSuchPerson);

    private static Decision Keep(Scene scene, ToldReport told, Instant now)
    {
        if (told.Report.At > now)
        {
            return CheckInRules.InTheFuture;
        }

        var text = CaseRow.WalkInText(told.RecordId, told.Report.At, told.Report.Channel, told.GivenName, told.Surname);
        return scene.WasErased("report", text) || told.RecordId is { Length: > 0 } record && scene.WasErased("record", record) ? ErasureRules.NotTakenAgain
            : scene.ByKey("report", text) is not null
            ? Decision.Nothing
            : Decision.Of(scene.NewCase(), told.Report.At, new WalkInKept(
                told.Report.Channel, told.Report.Office, told.Report.ToAppearServedAt, told.Report.ToAppearFiledAt, told.RecordId, told.GivenName, told.Surname,
                told.BirthDate, told.ANumber));
    }
}
