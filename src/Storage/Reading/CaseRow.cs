using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Releases;
using Throughline.Storage.Log;

namespace Throughline.Storage.Reading;

/// <summary>What a list shows of a person. Stored encrypted under the person's key.</summary>
internal sealed record CaseCard(
    string GivenName,
    string Surname,
    LocalDate? BirthDate = null,
    string? ANumber = null,
    string? Language = null,
    bool? InterpreterNeeded = null,
    string? Phone = null,
    Address? Address = null,
    string? RecordId = null,
    string? Text = null,
    bool IsProtected = false)
{
    public static readonly CaseCard Erased = new("", Erasure.Marker);

    public string FullName => $"{GivenName} {Surname}".Trim() is { Length: > 0 } name ? name : "Name unknown";

    public static CaseCard From(Case state) => state switch
    {
        { Release.Record: var r } => new(
            r.GivenName, r.Surname, r.BirthDate, r.ANumber, r.Language, r.InterpreterNeeded, r.Phone, state.Protection is null ? state.CurrentAddress?.Address : null, r.RecordId, IsProtected: state.Protection is not null),
        { WalkIn.Kept: var w } => new(w.GivenName, w.Surname, w.BirthDate, w.ANumber, RecordId: w.RecordId),
        { Returned.Row: var row } => new(
            row.Content.GetValueOrDefault("givenName") ?? "", row.Content.GetValueOrDefault("surname") ?? "", RecordId: row.RecordId, Text: row.Sentence),
        _ => new("", ""),
    };

    public byte[] Seal(AesGcm personKey) => InstallationKey.Seal(personKey, JsonSerializer.SerializeToUtf8Bytes(this, EventJson.Readable), "card"u8);

    /// <summary>The card of a row, or of one whose key is gone.</summary>
    public static CaseCard Open(byte[] sealedCard, byte[] wrapped, InstallationKey key, long caseId) =>
        wrapped.Length == 0 ? Erased : Open(sealedCard, key.Unwrap(wrapped, caseId));

    private static CaseCard Open(byte[] sealedCard, byte[] personKey) =>
        JsonSerializer.Deserialize<CaseCard>(InstallationKey.Unseal(personKey, sealedCard, "card"u8), EventJson.Readable)!;
}

/// <summary>The row of <c>cases</c>: a pure function of the state, so that a rebuild gives the same row.</summary>
internal static class CaseRow
{
    public const string Release = "release";

    public const string Upsert = """
        insert into cases (case_id, version, kind, record_key, waits_for, household, station, pathway, responsible, office, handoff, handoff_code,
          sent_at, answer_by, answered_at, released_at, is_minor, is_history, address_grade, place, a_number, a_number_key, code_key, served_at,
          known_at, obligation, due, closes, reported_at, sent_twice, closed, source, source_line, card)
        values (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23,
          @p24, @p25, @p26, @p27, @p28, @p29, @p30, @p31, @p32, @p33)
        on conflict (case_id) do update set version = excluded.version, kind = excluded.kind, record_key = excluded.record_key,
          waits_for = excluded.waits_for, household = excluded.household, station = excluded.station, pathway = excluded.pathway,
          responsible = excluded.responsible, office = excluded.office, handoff = excluded.handoff, handoff_code = excluded.handoff_code,
          sent_at = excluded.sent_at, answer_by = excluded.answer_by, answered_at = excluded.answered_at, released_at = excluded.released_at,
          is_minor = excluded.is_minor, is_history = excluded.is_history, address_grade = excluded.address_grade, place = excluded.place,
          a_number = excluded.a_number, a_number_key = excluded.a_number_key, code_key = excluded.code_key, served_at = excluded.served_at,
          known_at = excluded.known_at, obligation = excluded.obligation, due = excluded.due, closes = excluded.closes, reported_at = excluded.reported_at,
          sent_twice = excluded.sent_twice, closed = excluded.closed, source = excluded.source, source_line = excluded.source_line, card = excluded.card
        """;

    /// <param name="personKey">Null where the person was erased: nothing is found by what can't be read.</param>
    public static object?[] Values(Case state, InstallationKey key, AesGcm? personKey, string? grade, long? place)
    {
        personKey = state.Erased is null ? personKey : null;
        var isReadable = personKey is not null;
        var release = state.Release;
        var obligation = state.Running ?? (state.Obligations.Count > 0 ? state.Obligations[^1] : null);
        var ourNotice = state.Notices.Values.FirstOrDefault(n => n.Code is not null);
        var report = state.CheckIns.Find(c => !c.BeforeRelease);
        return
        [
            state.Id.Number, (long)state.Version, Kind(state), isReadable ? RecordKey(state, key) : null, isReadable ? WaitsFor(state, key) : null, state.Protection is null ? release?.Household?.Number : null,
            release?.Station ?? state.Returned?.Row.Station, release?.Pathway, state.Responsible,
            state.Handoff.Office ?? state.WalkIn?.Kept.Office ?? state.Fault?.Office, Word(state), state.Handoff.Code ?? state.Returned?.Row.Code,
            state.Handoff.SentAt.Micros(), state.Handoff.AnswerBy.Micros(), state.Handoff.AnsweredAt.Micros(),
            release?.ReleasedAt.ToInstant().Micros(), release?.IsMinor == true ? 1L : 0L, release?.IsHistory == true ? 1L : 0L,
            grade, place, release is null ? null : release.ANumber.ToString().ToLowerInvariant(),
            isReadable ? ANumberKey(state, key) : state.Erased?.ANumberKey is { } kept ? Convert.FromHexString(kept) : null,
            isReadable && ourNotice?.Code is { } code ? key.Lookup("code", code) : null, ourNotice?.Served.Micros(),
            Known(state).Micros(), obligation is null ? null : ObligationWord(obligation), obligation?.Due.Micros(), obligation?.Closes.Micros(), report?.At.Micros(),
            (long)state.SentAgain.Count, state.Closed?.Reason, release?.Source.Name, (long)(release?.Source.Line ?? 0),
            personKey is null ? Array.Empty<byte>() : CaseCard.From(state).Seal(personKey),
        ];
    }

    /// <summary>When the first of this person's notices was understood: each adult's own, also where the paper is another member's.</summary>
    private static Instant? Known(Case state) => state.Notices.Values.Where(n => n.Known is not null).Min(n => n.Known);

    public static string ObligationWord(Obligation o) => o.State switch
    {
        ObligationState.Running => "running",
        ObligationState.MetLate => "met-late",
        ObligationState.MissedToReview => "missed-to-review",
        ObligationState.ConfirmedMissed => "confirmed-missed",
        _ => o.State.ToString().ToLowerInvariant(),
    };

    /// <summary>By which a sender's record, a repeated report or a returned row is found again.</summary>
    public static byte[]? RecordKey(Case state, InstallationKey key) => state switch
    {
        { Release: { } r } => key.Lookup("record", r.Record.RecordId),
        { WalkIn: { } w } => key.Lookup("report", WalkInText(w.Kept.RecordId, w.ReportedAt, w.Kept.Channel, w.Kept.GivenName, w.Kept.Surname)),
        { Returned: { } r } => key.Lookup("row", $"{r.Row.File}\n{r.Row.Line}"),
        _ => null,
    };

    public static byte[]? ANumberKey(Case state, InstallationKey key) =>
        state.Release is { ANumber: ANumberState.Present, Record.ANumber: { } number } ? key.Lookup("a-number", number) : null;

    public static string WalkInText(string? recordId, Instant reportedAt, string channel, string givenName, string surname) =>
        $"{recordId}\n{reportedAt.Micros()}\n{channel}\n{givenName}\n{surname}";

    private static byte[]? WaitsFor(Case state, InstallationKey key) => state switch
    {
        { WalkIn: { MatchedTo: null, Kept.RecordId: { Length: > 0 } id } } => key.Lookup("record", id),
        { Returned: { IsSettled: false, Row.RecordId: { Length: > 0 } id } } => key.Lookup("record", id),
        _ => null,
    };

    private static string Kind(Case state) =>
        state.Release is not null ? Release : state.WalkIn is not null ? "walk-in" : state.Fault is not null ? "fault" : "returned-row";

    private static string Word(Case state) => state switch
    {
        // Nobody can work on it any more.
        { Erased: not null, Release: null } => "erased",
        { WalkIn: { MatchedTo: null } } => "unmatched",
        { WalkIn: not null } => "matched",
        { Returned: { IsSettled: false } } => "returned",
        { Returned: { SettledBy: null } } => "withdrawn",
        { Returned: not null } => "settled",
        { Fault: not null } => "none",
        _ => state.Handoff.State.ToString().ToLowerInvariant(),
    };
}
