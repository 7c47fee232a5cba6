using System.Security.Cryptography;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Obligations;

namespace Throughline.Storage.Reading;

/// <summary>
/// Keeps the read tables equal to the log: each change of a case goes from the rows of its old state to the rows of its new one.
/// A rebuild runs the same code from nothing.
/// </summary>
internal sealed class ReadTables(Statements sql, InstallationKey key)
{
    /// <summary>Raised when a read table comes or changes: a store whose tables are older is refilled at its next opening.</summary>
    public const string Version = "9", VersionSetting = "read-tables";

    /// <summary>Above how many people of more than one household one place is crowded (interfaces: "more than 20").</summary>
    public const int CrowdLimit = 20;

    private readonly Standings _standings = new(sql);

    /// <summary>At the begin of each transaction.</summary>
    public void Begin() => _standings.Begin();

    /// <summary>Before each commit: writes what is counted over many cases.</summary>
    public void End() => _standings.End();

    /// <param name="personKey">Null where the person was erased.</param>
    public void Change(CaseFile? before, CaseFile after, AesGcm? personKey, Instant recordedAt)
    {
        var at = recordedAt.Micros();
        var (grade, place, people) = Place(before?.State, after.State, personKey is not null);
        sql.Execute(CaseRow.Upsert, CaseRow.Values(after.State, key, personKey, grade, place));
        if (place is { } p && people > CrowdLimit)
        {
            Crowd(p);
        }

        var (factsBefore, factsAfter) = (Facts.Of(before), Facts.Of(after));
        ChangeFigure(Figure.Of(before?.State, factsBefore), Figure.Of(after.State, factsAfter), after.State.Id.Number, at);
        ChangeFacts(factsBefore, factsAfter, after.State.Id.Number, at);
        _standings.Change(before, factsBefore, after, factsAfter);
        ChangeObligations(before?.State, after.State);
        ChangeLook(before is null ? null : SweepRules.LookAt(before.State), SweepRules.LookAt(after.State), after.State.Id.Number);
        ChangeChallenges(before?.State, after.State);
        Likenesses.Change(sql, before?.State, after.State);
        ChangeTransfer(before?.State, after.State);
        ChangeProtection(before?.State, after.State);
        DeviceOrderRow.Change(sql, before?.State, after.State);
        ChangeWaits(before is null ? [] : Waits.Of(before.State), Waits.Of(after.State), after.State.Id.Number);
        ChangeFault(after.State, at);
        ChangeBooking(before?.State.Slot, after.State.Slot, after.State.Id.Number);
        ChangeKeeping(before?.State, after.State);
        if (after.State.Erased is not null)
        {
            sql.Execute("delete from hearings where case_id = @p0", after.State.Id.Number);
        }
        else if (personKey is not null && after.State.Hearings != (before?.State.Hearings ?? []))
        {
            foreach (var hearing in after.State.Hearings)
            {
                sql.Execute("insert into hearings (hearing_key, case_id) values (@p0, @p1) on conflict (hearing_key) do nothing", key.Lookup("hearing", hearing.HearingId), after.State.Id.Number);
            }
        }
    }

    private void ChangeFigure(Figure? before, Figure? after, long caseId, long at)
    {
        if (after is null || after == before)
        {
            return;
        }

        if (before is not null)
        {
            sql.Execute("update figures set superseded_at = @p1 where case_id = @p0 and superseded_at = @p2", caseId, at, Moments.Never);
        }

        sql.Execute(
            """
            insert into figures (case_id, recorded_at, superseded_at, released_at, released_on, station, pathway, office, in_household, nationality, age_band,
              reported_at, to_appear_served_at, to_appear_filed_at)
            values (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13)
            on conflict (case_id, recorded_at) do update set superseded_at = excluded.superseded_at, released_at = excluded.released_at,
              released_on = excluded.released_on, station = excluded.station, pathway = excluded.pathway, office = excluded.office,
              nationality = excluded.nationality, age_band = excluded.age_band, reported_at = excluded.reported_at,
              to_appear_served_at = excluded.to_appear_served_at, to_appear_filed_at = excluded.to_appear_filed_at
            """,
            caseId, at, Moments.Never, after.ReleasedAt, after.ReleasedOn, after.Station, after.Pathway, after.Office, after.InHousehold ? 1L : 0L, after.Nationality, after.AgeBand,
            after.ReportedAt, after.ToAppearServedAt, after.ToAppearFiledAt);
    }

    private void ChangeFacts(List<Fact> before, List<Fact> after, long caseId, long at)
    {
        foreach (var gone in before.Except(after).Where(f => f.Kind >= FactKind.Sent))
        {
            sql.Execute("update facts set superseded_at = @p3 where case_id = @p0 and kind = @p1 and line = @p2 and superseded_at = @p4", caseId, gone.Kind, gone.Line, at, Moments.Never);
        }

        foreach (var fact in after.Except(before).Where(f => f.Kind >= FactKind.Sent))
        {
            sql.Execute(
                "insert into facts (case_id, kind, line, occurred_at, recorded_at, superseded_at, code) values (@p0, @p1, @p2, @p3, @p4, @p5, @p6)",
                caseId, fact.Kind, fact.Line, fact.OccurredAt, at, Moments.Never, fact.Code);
        }
    }

    private void ChangeKeeping(Case? before, Case after)
    {
        var now = Kept(after);
        if (now == (before is null ? default : Kept(before)))
        {
            return;
        }

        sql.Execute("delete from keeping where case_id = @p0", after.Id.Number);
        if (now != default)
        {
            sql.Execute("insert into keeping (case_id, closed_at, is_held, erased_at) values (@p0, @p1, @p2, @p3)", after.Id.Number, now.ClosedAt, now.IsHeld ? 1L : 0L, now.ErasedAt);
        }
    }

    private static (long? ClosedAt, bool IsHeld, long? ErasedAt) Kept(Case state) =>
        (state.Closed?.At.Micros() ?? (state.Returned is { IsSettled: true } row ? row.ReturnedAt.Micros() : null), state.Holds.Count > 0, state.Erased?.At.Micros());

    private void ChangeLook(Instant? before, Instant? after, long caseId)
    {
        if (after is { } at && after != before)
        {
            sql.Execute("insert into looks (case_id, at) values (@p0, @p1) on conflict (case_id) do update set at = excluded.at", caseId, at.Micros());
        }
        else if (after is null && before is not null)
        {
            sql.Execute("delete from looks where case_id = @p0", caseId);
        }
    }

    private void ChangeChallenges(Case? before, Case after)
    {
        if (after.Challenges == (before?.Challenges ?? []) && (after.Challenges.Count == 0 || after.Responsible == before?.Responsible))
        {
            return;
        }

        // A challenge can be taken out of effect like any line.
        sql.Execute("delete from challenges where case_id = @p0", after.Id.Number);
        foreach (var c in after.Challenges)
        {
            sql.Execute(
                "insert into challenges (case_id, number, office, answer_by, is_open) values (@p0, @p1, @p2, @p3, @p4)",
                after.Id.Number, (long)c.Number, after.Responsible, c.AnswerBy.Micros(), c.IsOpen ? 1L : 0L);
        }
    }

    private void ChangeWaits(IReadOnlyList<Wait> before, IReadOnlyList<Wait> after, long caseId)
    {
        if (before.SequenceEqual(after))
        {
            return;
        }

        if (before.Count > 0)
        {
            sql.Execute("delete from waits where case_id = @p0", caseId);
        }

        foreach (var w in after)
        {
            sql.Execute(
                "insert into waits (case_id, kind, number, office, since, until) values (@p0, @p1, @p2, @p3, @p4, @p5)",
                caseId, w.Kind, (long)w.Number, w.Office, w.Since.Micros(), w.Until.Micros());
        }
    }

    private void ChangeObligations(Case? before, Case after)
    {
        if (after.Obligations == (before?.Obligations ?? []) && after.Handoff.Office == before?.Handoff.Office)
        {
            return;
        }

        foreach (var struck in before?.Obligations.Where(o => !after.Obligations.Exists(a => a.Number == o.Number)) ?? [])
        {
            sql.Execute("delete from obligations where case_id = @p0 and number = @p1", after.Id.Number, (long)struck.Number);
        }

        foreach (var o in after.Obligations)
        {
            sql.Execute(
                """
                insert into obligations (case_id, number, kind, state, office, opens, due, closes, is_proposed) values (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)
                on conflict (case_id, number) do update set state = excluded.state, office = excluded.office, due = excluded.due, closes = excluded.closes,
                  is_proposed = excluded.is_proposed
                """,
                after.Id.Number, (long)o.Number, o.Kind, CaseRow.ObligationWord(o), after.Handoff.Office, o.Opens.Micros(), o.Due.Micros(), o.Closes.Micros(),
                o.Proposal is null ? 0L : 1L);
        }
    }

    private void ChangeProtection(Case? before, Case after)
    {
        if (after.Protection == before?.Protection && (after.Protection is null || (after.Responsible == before!.Responsible && after.Release?.Household == before.Release?.Household)))
        {
            return;
        }

        sql.Execute("delete from protections where case_id = @p0", after.Id.Number);
        if (after.Protection is { } p)
        {
            sql.Execute(
                "insert into protections (case_id, household, office, has_reader, at, lift_at) values (@p0, @p1, @p2, @p3, @p4, @p5)",
                after.Id.Number, after.Release?.Household?.Number, after.Responsible, p.HasReaderAt(after.Responsible) ? 1L : 0L, p.Since.Micros(), p.Lift?.At.Micros());
        }
    }

    private void ChangeTransfer(Case? before, Case after)
    {
        if (after.Transfer == before?.Transfer)
        {
            return;
        }

        sql.Execute("delete from transfers where case_id = @p0", after.Id.Number);
        if (after.Transfer is { } t)
        {
            sql.Execute(
                "insert into transfers (case_id, state, from_office, to_office, code, at, sent_at, answer_by) values (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)",
                after.Id.Number, t.State.ToString().ToLowerInvariant(), t.From, t.To, t.Code, t.At.Micros(), t.SentAt.Micros(), t.AnswerBy.Micros());
        }
    }

    private void ChangeFault(Case after, long at)
    {
        if (after.Fault is { } fault)
        {
            sql.Execute(
                """
                insert into faults (case_id, kind, office, of_case, starts, ends, withdrawn, words, changed_at) values (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)
                on conflict (case_id) do update set ends = excluded.ends, withdrawn = excluded.withdrawn, changed_at = excluded.changed_at
                """,
                after.Id.Number, fault.Kind, fault.Office, fault.OfCase?.Number, fault.From.Micros(), fault.Until.Micros() ?? Moments.Never, fault.IsWithdrawn ? 1L : 0L, fault.Words, at);
        }
    }

    private void ChangeBooking(Slot? before, Slot? after, long caseId)
    {
        if (before == after)
        {
            return;
        }

        if (after is null)
        {
            sql.Execute("delete from bookings where case_id = @p0", caseId);
            return;
        }

        sql.Execute(
            "insert into bookings (case_id, office, day, at) values (@p0, @p1, @p2, @p3) on conflict (case_id) do update set office = excluded.office, day = excluded.day, at = excluded.at",
            caseId, after.Office, after.Day.Day(), after.At.Micros());
    }

    /// <summary>
    /// The grade of the current address, its place when people are counted there, and how many there now are (0 when nobody moved).
    /// Leaving a place counts one less.
    /// </summary>
    private (string? Grade, long? Place, long People) Place(Case? before, Case after, bool isReadable)
    {
        if (after.CurrentAddress is not { } now)
        {
            return (null, null, 0);
        }

        var place = PlaceOf(after, isReadable);
        var old = before?.CurrentAddress is { } earlier ? earlier == now && before.Erased == after.Erased ? place : PlaceOf(before, isReadable) : null;
        if (place != old && old is { } left)
        {
            sql.Execute("update places set people = people - 1 where place = @p0", left);
            // The row still stands at its old place until the upsert: move it out before counting who is left.
            sql.Execute("update cases set place = null where case_id = @p0", after.Id.Number);
            Crowd(left);
        }

        if (place is not { } p)
        {
            return (AddressGrades.Word(now.Grade), null, 0);
        }

        // Two answers in one number, so that an arrival is one statement: how many there are, doubled, and whether that is a crowd.
        const string Arrive = "insert into places (place, people, crowded) values (@p0, 1, 0) on conflict (place) do update set people = places.people + 1 returning people * 2 + crowded";
        var there = (long)sql.Scalar(place == old ? "select crowded from places where place = @p0" : Arrive, p)!;
        return (AddressGrades.Word(there % 2 == 1 ? AddressGrade.Crowded : AddressGrade.Deliverable), p, there / 2);
    }

    /// <summary>Regrades everybody at a place when it becomes crowded or stops being so: the 21st arrival regrades the first twenty.</summary>
    private void Crowd(long place)
    {
        long people, was;
        using (var row = sql.Query("select people, crowded from places where place = @p0", place))
        {
            row.Read();
            (people, was) = (row.GetInt64(0), row.GetInt64(1));
        }

        var crowded = people > CrowdLimit
            && (was == 1 || sql.Scalar("select count(distinct coalesce(household, -case_id)) from cases where place = @p0", place) is > 1L) ? 1L : 0L;
        if (crowded == was)
        {
            return;
        }

        sql.Execute("update places set crowded = @p1 where place = @p0", place, crowded);
        sql.Execute("update cases set address_grade = @p1 where place = @p0", place, AddressGrades.Word(crowded == 1 ? AddressGrade.Crowded : AddressGrade.Deliverable));
    }

    /// <summary>People are counted only where a letter would arrive: every other grade comes before "crowded".</summary>
    private long? PlaceOf(Case state, bool isReadable) =>
        state.Erased is { } erased ? erased.Place : isReadable ? PlaceOf(state, key) : null;

    private static long? PlaceOf(Case state, InstallationKey key) =>
        state.CurrentAddress is { Grade: AddressGrade.Deliverable } known ? key.LookupNumber("place", AddressRules.PlaceText(known.Address)) : null;

    /// <summary>What figures go on counting by once nobody can read the person.</summary>
    public static Traces TracesOf(Case state, InstallationKey key) =>
        new(CaseRow.ANumberKey(state, key) is { } number ? Convert.ToHexStringLower(number) : null, PlaceOf(state, key));
}
