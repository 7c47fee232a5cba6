using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Households;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.WalkIns;

namespace Throughline.Casefile.Releases;

/// <summary>A release as it was sent: the record, where, when and on which pathway, already read but not yet judged.</summary>
/// <param name="Pathway">A code of the programme, or <see cref="Programmes.Pathway.None"/> for a child without an adult.</param>
/// <param name="ContentHash">A keyed hash of everything that was sent, by which a repetition is told from a conflict.</param>
public sealed record Submission(
    ReleaseRecord Record, string Station, string Pathway, OffsetDateTime ReleasedAt, HouseholdId? Household, AddressGrade Grade, Instant? AmendedAt, Source Source,
    string ContentHash);

/// <summary>What a release needs to know of the world at its recording.</summary>
/// <param name="Household">The household's cases that are recorded already, in the order of their numbers.</param>
/// <param name="Offer">The slot that the office's calendar offers to the whole household now; null when it has none, or none is needed.</param>
/// <param name="NoticeCode">Twelve characters by which the household opens what is due.</param>
public sealed record ReleaseScene(
    Instant Now, CaseId NewCase, Programme Programme, Destination Destination, ImmutableArray<Case> Household, SlotOffer? Offer, string NoticeCode, bool SendsHandoff);

/// <summary>
/// Two-key release. Software never delays a person's freedom: a release needs a name or "unknown", a station, an instant and a served
/// notice, and what is missing becomes the station's work.
/// </summary>
public static class ReleaseRules
{
    private const string ChildHasNoDuty = "The corrected birth date is a child's.", ReleasedLater = "The release was later than first recorded.";

    public static readonly Refusal InTheFuture = new("released-in-the-future", "The release is dated in the future. Record it when the person has left.");

    public static readonly Refusal PathwayNeeded = new("pathway-needed", "Only a child without an adult is released on no pathway. Choose the pathway.");

    public static Refusal Conflict(string recordId) => new(
        "record-conflict", $"Record {recordId} is known with other content, and no later amendedAt says that this is a correction. The first one stands.");

    /// <summary>
    /// A child is alone when no family unit is named from which an adult could still come, or when the station, which has the whole
    /// household before it, released the child on no pathway. An unknown age is not a child's.
    /// </summary>
    public static bool IsChildAlone(AgeBand age, HouseholdId? household, string pathway) => age == AgeBand.Under18 && (household is null || pathway == Pathway.None);

    public static bool IsChildAlone(Submission sent) => IsChildAlone(AgeBands.Of(sent.Record.BirthDate, sent.ReleasedAt.Date), sent.Household, sent.Pathway);

    /// <summary>
    /// The first time that a record arrives. One that comes long after the release is history: it books no slot, starts no clock and
    /// sends nothing, and an office is named for it all the same.
    /// </summary>
    public static Decision Record(Submission sent, ReleaseScene scene)
    {
        var releasedAt = sent.ReleasedAt.ToInstant();
        if (releasedAt > scene.Now)
        {
            return InTheFuture;
        }

        var isChildAlone = IsChildAlone(sent);
        if (sent.Pathway == Pathway.None && !isChildAlone)
        {
            return PathwayNeeded;
        }

        var pathway = scene.Programme.Pathways.GetValueOrDefault(sent.Pathway);
        var isHistory = scene.Now - releasedAt > Duration.FromHours(scene.Programme.Settings.HistoryAfterHours);
        var released = new PersonReleased(
            sent.Station, sent.Pathway, sent.ReleasedAt, sent.Household, sent.Record.Nationality, AgeBands.Of(sent.Record.BirthDate, sent.ReleasedAt.Date),
            ANumbers.StateOf(sent.Record), sent.Grade, isHistory, pathway?.FlagFor(sent.ReleasedAt.Date)?.Code == PathwayFlag.AfterDeclaredEnd, sent.Source, sent.Record, sent.ContentHash, sent.AmendedAt);
        var recorded = Decision.Of(scene.NewCase, releasedAt, released);
        return isHistory
            ? recorded.And(Decision.Of(scene.NewCase, scene.Now, new HandoffInherited(scene.Destination.Office.Code, scene.Destination.Because)))
            : recorded.And(isChildAlone ? Decision.Nothing : Begin(released, pathway!, scene)).And(OnArrival(released, scene));
    }

    /// <summary>The same number again: the same content is a repetition, a later amendment a correction, anything else a conflict.</summary>
    public static Decision RecordAgain(Case known, Submission sent, Instant now)
    {
        var release = known.Release!;
        if (release.ContentHash == sent.ContentHash)
        {
            // The same line of the same file read twice is our doing (an import that was stopped); another line is the sender's.
            var isSameLine = known.Arrived.Exists(a => a.Source == sent.Source) || known.SentAgain.Contains(sent.Source) || sent.Source.Line == 0;
            return isSameLine ? Decision.Nothing : Decision.Of(known.Id, now, new ReleaseSentAgain(sent.Source));
        }

        if (sent.AmendedAt is { } amended && (release.AmendedAt is not { } last || amended > last))
        {
            return sent.ReleasedAt.ToInstant() > now ? InTheFuture : Correct(known, sent, now);
        }

        // An older version that is told again is known; anything else is a conflict, and a person looks.
        return known.Arrived.Exists(a => a.ContentHash == sent.ContentHash) ? Decision.Nothing : Conflict(sent.Record.RecordId);
    }

    /// <summary>The station completes or corrects its own record, before or after the hand-off.</summary>
    public static Decision Complete(Case known, Submission sent, Instant now) =>
        sent.ReleasedAt.ToInstant() > now ? InTheFuture
        : known.Release!.ContentHash == sent.ContentHash ? Decision.Nothing
        : Correct(known, sent with { AmendedAt = now }, now);

    /// <summary>A birth date that turns out to be a child's takes the duty away with it: none ever exists for a minor.</summary>
    private static Decision Correct(Case known, Submission sent, Instant now)
    {
        if (sent.Pathway == Pathway.None && !IsChildAlone(sent))
        {
            return PathwayNeeded;
        }

        var age = AgeBands.Of(sent.Record.BirthDate, sent.ReleasedAt.Date);
        var events = new List<CaseEvent>
        {
            new ReleaseCorrected(
                sent.ReleasedAt, sent.Station, sent.Pathway, sent.Record.Nationality, age,
                ANumbers.StateOf(sent.Record), sent.Grade, sent.AmendedAt, sent.Source, sent.Record, sent.ContentHash),
        };
        if (age == AgeBand.Under18)
        {
            events.AddRange(known.Obligations.Where(o => o.IsRunning || o.IsMissed || o.State == ObligationState.Suspended).Select(o => new ObligationCancelled(o.Number, ChildHasNoDuty)));
        }
        else if (known.Running is { } duty && sent.ReleasedAt.ToInstant() - known.Release!.ReleasedAt.ToInstant() is var later && later > Duration.Zero)
        {
            // The window is counted from the release. It never gets shorter by a correction: the person's paper names its end.
            events.Add(new DueDateMoved(duty.Number, known.Slot?.At ?? duty.Due + later, duty.Closes + later, ReleasedLater));
        }

        if (IsChildAlone(age, known.Release!.Household, sent.Pathway))
        {
            if (known.Slot is { } slot)
            {
                events.Add(new SlotGivenBack(slot.Office, slot.Day, slot.Time, ChildHasNoDuty));
            }

            if (known is { Order: not null, OrderHasEnded: false })
            {
                events.Add(new OrderEnded(ChildHasNoDuty));
            }
        }

        return Decision.Of(known.Id, now, [.. events]);
    }

    private static Decision Begin(PersonReleased released, Pathway pathway, ReleaseScene scene)
    {
        var station = scene.Programme.Stations[released.Station];
        var releasedAt = released.ReleasedAt.ToInstant();
        var events = new List<CaseEvent> { OrderRules.Make(scene.Programme, pathway, releasedAt, station) };
        var place = scene.Household.Select(c => c.Slot).FirstOrDefault(s => s is not null);
        var isMinor = released.AgeBand == AgeBand.Under18;
        if (pathway.WindowDays is { } days)
        {
            var closes = SlotRules.WindowEnd(releasedAt, days);
            var at = place?.At ?? scene.Offer?.At;
            if (!isMinor)
            {
                events.Add(new ObligationOpened(1, "report", releasedAt, at ?? closes, closes));
            }

            if (place is not null)
            {
                events.Add(new SlotBooked(place.Office, place.Day, place.Time, place.At));
            }
            else if (scene.Offer is { } offer)
            {
                events.Add(new SlotBooked(scene.Destination.Office.Code, offer.Day, offer.Time, offer.At));
            }

            if (!isMinor && at is { } due && (due > closes || place is null && scene.Offer is { AfterWindow: true }))
            {
                var latest = Instant.Max(closes, due + Duration.FromDays(scene.Programme.Settings.SlotMarginDays));
                events.Add(new DueDateMoved(1, due, latest, "No place was free in time inside the window."));
            }
        }

        // One notice for a household: the responsible adult's. A child that arrives first carries it until an adult does.
        if (scene.Household.All(c => c.Notices.Values.All(n => n.Code is null)))
        {
            events.Add(new NoticeIssued(pathway.NoticeKind, released.Record.Language ?? "eng", scene.NoticeCode));
        }

        return Decision.Of(scene.NewCase, scene.Now, [.. events]);
    }

    private static Decision OnArrival(PersonReleased released, ReleaseScene scene) => scene.SendsHandoff
        ? HandoffRules.SendOnArrival(scene.NewCase, released.Station, scene.Destination, scene.Programme, scene.Now)
        : Decision.Nothing;
}

public static class AgeBands
{
    /// <summary>The band on the day of the release, so that it never changes by itself.</summary>
    public static AgeBand Of(LocalDate? born, LocalDate on) => born is not { } b || b > on ? AgeBand.Unknown : Period.Between(b, on, PeriodUnits.Years).Years switch
    {
        < 18 => AgeBand.Under18,
        < 25 => AgeBand.From18To24,
        < 40 => AgeBand.From25To39,
        < 65 => AgeBand.From40To64,
        _ => AgeBand.From65,
    };
}

/// <summary>The alien registration number: an A and eight or nine digits. One kind of identifier among others.</summary>
public static class ANumbers
{
    /// <summary>The number as it is compared and stored, or null when the text is none.</summary>
    public static string? Normal(string text)
    {
        var kept = new string([.. text.Where(c => !char.IsWhiteSpace(c) && c != '-')]).ToUpperInvariant();
        return kept.Length is 9 or 10 && kept[0] == 'A' && kept.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 ? kept : null;
    }

    public static ANumberState StateOf(ReleaseRecord record) =>
        record.ANumber is not null ? ANumberState.Present : record.AsWritten?.ContainsKey("aNumber") == true ? ANumberState.Malformed : ANumberState.Missing;
}
