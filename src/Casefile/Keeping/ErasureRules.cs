using System.Globalization;
using NodaTime;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Keeping;

/// <summary>
/// A person's file ends: by two people on an authority, or by the programme's own rule on its day. A hold and a legal duty to keep stand
/// against it. What the figures count stays.
/// </summary>
public static class ErasureRules
{
    private const string Because = "The file was erased.";

    public static readonly Refusal ReasonNeeded = new("erasure-reason-needed", "Write why the file is erased. It stands in the log for good: name nobody.");

    public static readonly Refusal AuthorityNeeded = new("erasure-authority-needed", "Write on whose authority the file is erased. It stands in the log for good: name nobody.");

    public static readonly Refusal SecondPersonNeeded = new("second-name-needed", "An erasure takes two people: name a second one, and not yourself.");

    public static readonly Refusal ErasedAlready = new("erased-already", "This file was erased. Nothing can be read or recorded in it any more.");

    public static readonly Refusal NotTakenAgain = new(
        "record-erased", "The person of this record was erased here, and the record is not taken in again. If this is another release, send it under a record number of its own.");

    public static readonly Refusal NobodysFile = new("no-person-in-it", "This is not the file of a person: there is nobody in it to erase.");

    public static readonly Refusal NotDue = new("not-due-yet", "The programme still keeps this file.");

    public static Refusal Held(Hold hold) => new(
        "file-is-held",
        $"A hold keeps this file, placed {Day(hold.At)} by {hold.Author.Name} ({hold.Authority.TrimEnd('.')}). Its office lifts it with reasons; then the file can be erased.");

    public static Refusal DutyToKeep(RetentionClass rule, Instant? until) => new(
        "duty-to-keep",
        $"The law keeps this file {(until is { } day ? "until " + Day(day) : $"for {Words(rule.Period)} after the case closes, and it is not closed")}: {rule.Citation}. Until then nobody can erase it.");

    /// <summary>Two people end a file. What still ran ends with it; a hand-off that waits is withdrawn, so that no office waits for nobody.</summary>
    public static Decision Erase(Case state, Actor who, ErasureOrder order, Traces traces, Programme programme, Instant now)
    {
        if (string.IsNullOrWhiteSpace(order.Reason))
        {
            return ReasonNeeded;
        }

        if (string.IsNullOrWhiteSpace(order.Authority))
        {
            return AuthorityNeeded;
        }

        if (string.IsNullOrWhiteSpace(order.Second) || string.Equals(order.Second.Trim(), who.Name.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return SecondPersonNeeded;
        }

        if (state.Release is not null && programme.Retention.FirstOrDefault(r => r is { Trigger: RetentionTrigger.CaseClosed, IsDuty: true }) is { } duty
            && !(RetentionRules.DueAt(duty, state.Closed?.At) <= now))
        {
            return Stops(state) ?? DutyToKeep(duty, RetentionRules.DueAt(duty, state.Closed?.At));
        }

        return Stops(state) ?? End(state, new PersonErased(order.Reason.Trim(), order.Authority.Trim(), order.Second.Trim(), state.CurrentAddress?.Grade, traces.ANumberKey, traces.Place), now);
    }

    /// <summary>The programme's rule ends a closed case, or a row that was returned and settled, once its days are over.</summary>
    public static Decision Expire(Case state, RetentionClass rule, Traces traces, Instant now)
    {
        var since = rule.Trigger == RetentionTrigger.Returned ? state.Returned is { IsSettled: true } row ? row.ReturnedAt : null : state.Closed?.At;
        return Stops(state) ?? (RetentionRules.DueAt(rule, since) <= now
            ? End(state, new PersonErased($"Kept for {Words(rule.Period)}, as the programme says.", rule.Citation, null, state.CurrentAddress?.Grade, traces.ANumberKey, traces.Place), now)
            : NotDue);
    }

    /// <summary>A store was put back to a backup from before an erasure: it is done again, as it was decided.</summary>
    public static Decision Again(Case state, PersonErased erased, Instant at) =>
        state.Erased is not null ? Decision.Nothing : End(state, erased with { Grade = state.CurrentAddress?.Grade }, at);

    /// <summary>"7 years", "1 month".</summary>
    public static string Words(Period period)
    {
        var (count, unit) = period.Years > 0 ? (period.Years, "year") : period.Months > 0 ? (period.Months, "month") : (period.Days, "day");
        return string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
    }

    private static Decision? Stops(Case state) =>
        state.Erased is not null ? ErasedAlready
        : state.Fault is not null || state.Version == 0 ? NobodysFile
        : state.Holds.Count > 0 ? Held(state.Holds[0])
        : (Decision?)null;

    private static Decision End(Case state, PersonErased erased, Instant at)
    {
        var events = new List<CaseEvent>();
        events.AddRange(state.Obligations.Where(o => o.IsRunning || o.State is ObligationState.MissedToReview or ObligationState.Suspended).Select(o => new ObligationCancelled(o.Number, Because)));
        if (state.Slot is { } slot)
        {
            events.Add(new SlotGivenBack(slot.Office, slot.Day, slot.Time, Because));
        }

        if (state is { Order: not null, OrderHasEnded: false })
        {
            events.Add(new Orders.OrderEnded(Because));
        }

        if (state.Handoff.IsWaiting || state.Handoff.State == HandoffState.Returned)
        {
            events.Add(new HandoffWithdrawn(Because));
        }

        events.Add(erased);
        return Decision.Of(state.Id, at, [.. events]);
    }

    private static string Day(Instant at) => at.InUtc().ToString("MMM d, uuuu", CultureInfo.InvariantCulture);
}
