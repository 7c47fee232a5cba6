using NodaTime;
using NodaTime.Text;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Handoffs;

namespace Throughline.Host.Agencies;

/// <summary>What the machine API shows of a case.</summary>
internal static class View
{
    public static string? At(Instant? at) => at is { } i ? InstantPattern.ExtendedIso.Format(i) : null;

    public static object Release(Case state)
    {
        var r = state.Release!;
        return new
        {
            recordId = r.Record.RecordId,
            @case = state.Id.ToString(),
            station = r.Station,
            pathway = r.Pathway,
            pathwayEnded = r.AfterPathwayEnded,
            releasedAt = OffsetDateTimePattern.Rfc3339.Format(r.ReleasedAt),
            history = r.IsHistory,
            responsible = state.Responsible,
            addressGrade = state.CurrentAddress is { } a ? AddressGrades.Word(a.Grade) : null,
            asWritten = state.Protection is null ? r.Record.AsWritten : null,
            slot = Slot(state),
            // The code opens the person's page, with everything on it.
            noticeCode = state.Protection is null ? state.Notices.Values.FirstOrDefault(n => n.Code is not null)?.Code : null,
            isProtected = state.Protection is not null,
            version = state.Version,
        };
    }

    public static object Handoff(Case state, Instant now) => new
    {
        state = state.Handoff.State == HandoffState.Inherited ? "inherited" : HandoffRules.Word(state.Handoff.State),
        code = state.Handoff.Code,
        office = state.Handoff.Office,
        because = state.Protection is null ? state.Handoff.Because : null,
        isProtected = state.Protection is not null,
        sentAt = At(state.Handoff.SentAt),
        answerBy = state.Handoff.IsWaiting ? At(state.Handoff.AnswerBy) : null,
        slot = Slot(state),
        obligation = (state.Running ?? state.Obligations.LastOrDefault()) is { } o
            ? new { state = o.WordAt(now), due = At(o.Due), closes = At(o.Closes) }
            : null,
    };

    public static object Notices(Case state) => state.Notices.Values.Select(n => new { kind = n.Kind, served = At(n.Served), filed = At(n.Filed), known = At(n.Known) });

    private static object? Slot(Case state) => state.Slot is { } s ? new { office = s.Office, at = At(s.At), day = s.Day.ToString("uuuu-MM-dd", null), time = s.Time.ToString("HH:mm", null) } : null;
}
