using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Devices;

/// <summary>
/// What a device may collect, and which places an order closes or asks for. More of it takes two people and lines that stand; less takes
/// one signature.
/// </summary>
public static class ZoneTermsRules
{
    private const int NameAtMost = 80, ShapeAtMost = 200_000, BufferAtMost = 2_000, FixesAtMost = 20, DwellAtMost = 24 * 3600;

    public static readonly Refusal NameNeeded = new("zone-name-needed", "Name the zone in at most 80 characters: the person reads the name.");

    public static readonly Refusal KindNeeded = new("zone-kind-needed", "Say whether the person must stay in the zone, keep out of it, or be there at some time.");

    public static readonly Refusal ShapeNeeded = new("zone-shape-needed", "Give the zone a shape: a circle or an area.");

    public static readonly Refusal HoursUnreadable = new("hours-unreadable", "Write the hours as Mon-Fri 22:00-06:00, several apart by semicolons.");

    public static readonly Refusal DaysUnreadable = new("days-unreadable", "Write each date that differs as 2026-12-25 none (holiday), or with its hours: 2026-12-26 10:00-12:00 (visit).");

    public static readonly Refusal HoursNeeded = new("attendance-hours-needed", "To be somewhere at some time needs the hours in which that is.");

    public static readonly Refusal NumbersOutside = new("zone-numbers-outside", "Take 0 to 2,000 metres, 2 to 20 positions, and at most a day. One position alone is never a breach.");

    public static readonly Refusal EndOutside = new("zone-end-outside", "The zone must end after now and with the order at the latest.");

    public static readonly Refusal NoSuchZone = new("no-such-zone", "No such zone is in this order.");

    public static readonly Refusal NoCollection = new("no-collection-terms", "No device was assigned under this order yet, so there is nothing to change about what it collects.");

    public static readonly Refusal PlaceUnreadable = new("place-unreadable", "Say what kind of place it is, how it is called, and where: latitude and longitude in degrees, as 39.7392, -104.9903.");

    public static readonly Refusal NoSuchPlace = new("no-such-place", "No such place is noted in this case.");

    public static Refusal CollectionOutside(DeviceProgramme programme) => new(
        "collection-outside-limit", $"Choose a reporting interval of the programme ({string.Join(", ", programme.Intervals)} seconds) and 1 to {programme.RawDaysAtMost} days for positions.");

    public static Decision Propose(CaseFile file, ZoneTerms? zone, CollectionTerms? collection, ImmutableArray<int> grounds, string? reasons, string? meansTried, DeviceProgramme programme, Instant now) =>
        MayMakeStricter(file, zone, collection, grounds, programme, now).Refused is { } no ? no
        : file.State.Supervision.Proposals.Exists(p => p.What is DeviceTermsProposed) ? DecisionRules.ProposedAlready
        : string.IsNullOrWhiteSpace(reasons) ? MissRules.ReasonNeeded
        : string.IsNullOrWhiteSpace(meansTried) ? MissRules.MeansNeeded
        : Decision.Of(file.State.Id, now, new DeviceTermsProposed(collection, grounds, zone, reasons.Trim(), meansTried.Trim()));

    internal static Decision Sign(CaseFile file, int proposal, DeviceTermsProposed e, DeviceProgramme programme, Instant now) =>
        MayMakeStricter(file, e.Zone, e.Collection, e.Grounds, programme, now).Refused is { } no ? no
        : Decision.Of(file.State.Id, now, new DeviceTermsMadeStricter(proposal, e.Collection, e.Grounds, e.Zone));

    /// <summary>A zone asks for less, or less is collected.</summary>
    public static Decision Ease(Case state, ZoneTerms? zone, CollectionTerms? collection, string? reasons, DeviceProgramme programme, Instant now) =>
        RenewalRules.Running(state, now) is not { } order ? RenewalRules.NoOrder
        : zone is null && collection is null ? VariationRules.WhatNeeded
        : Wrong(zone, collection, order, programme, now).Refused is { } wrong ? wrong
        : zone is not null && state.Devices.Zones.TrueForAll(z => z.Id != zone.Id) ? NoSuchZone
        : collection is not null && state.Devices.Collection is null ? NoCollection
        : !IsAtMost(state, zone, collection) ? VariationRules.NotMilder
        : string.IsNullOrWhiteSpace(reasons) ? MissRules.ReasonNeeded
        : Decision.Of(state.Id, now, new DeviceTermsEased(collection, null, zone, reasons.Trim()));

    public static Decision Remove(Case state, Guid zone, string? reasons, Instant now) =>
        RenewalRules.Running(state, now) is null ? RenewalRules.NoOrder
        : state.Devices.Zones.TrueForAll(z => z.Id != zone) ? NoSuchZone
        : string.IsNullOrWhiteSpace(reasons) ? MissRules.ReasonNeeded
        : Decision.Of(state.Id, now, new DeviceTermsEased(null, zone, null, reasons.Trim()));

    public static Decision Note(Case state, Guid place, string? kind, string? name, string? at, Instant now) =>
        state.Release is null || state.Closed is not null ? RenewalRules.NoOrder
        : PlaceKinds.All.All(k => k.Code != kind) || string.IsNullOrWhiteSpace(name) || name.Trim().Length > NameAtMost || Position(at) is null ? PlaceUnreadable
        : Decision.Of(state.Id, now, new PlaceNoted(place, kind!, name.Trim(), at!.Trim()));

    public static Decision Forget(Case state, Guid place, Instant now) =>
        state.Devices.Places.TrueForAll(p => p.Id != place) ? NoSuchPlace : Decision.Of(state.Id, now, new PlaceForgotten(place));

    /// <summary>Degrees from "39.7392, -104.9903"; null where it is none.</summary>
    public static (double Latitude, double Longitude)? Position(string? text) =>
        text?.Split(',') is [var one, var other]
        && double.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude) && double.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
        && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180 ? (latitude, longitude) : null;

    /// <summary>The same or less than what holds.</summary>
    public static bool IsAtMost(Case state, ZoneTerms? zone, CollectionTerms? collection) =>
        (zone is null || state.Devices.Zones.Find(z => z.Id == zone.Id) is { } present && zone.IsAtMost(present))
        && (collection is null || state.Devices.Collection is { } holds && collection.IsAtMost(holds));

    private static Decision MayMakeStricter(CaseFile file, ZoneTerms? zone, CollectionTerms? collection, ImmutableArray<int> grounds, DeviceProgramme programme, Instant now) =>
        DeviceRules.MayHave(file.State, now).Refused is { } no ? no
        : zone is null && collection is null ? VariationRules.WhatNeeded
        : Wrong(zone, collection, file.State.Order!, programme, now).Refused is { } wrong ? wrong
        : collection is not null && file.State.Devices.Collection is null ? NoCollection
        : IsAtMost(file.State, zone, collection) ? VariationRules.NotStricter
        : GroundRules.Carry(file, grounds);

    private static Decision Wrong(ZoneTerms? zone, CollectionTerms? collection, OrderMade order, DeviceProgramme programme, Instant now) =>
        collection is not null && (!programme.Intervals.Contains(collection.IntervalSeconds) || collection.RawDays < 1 || collection.RawDays > programme.RawDaysAtMost) ? CollectionOutside(programme)
        : collection is not null && WeekText.Read(collection.Hours) is null ? HoursUnreadable
        : zone is null ? Decision.Nothing
        : ZoneKinds.All.All(k => k.Code != zone.Kind) ? KindNeeded
        : string.IsNullOrWhiteSpace(zone.Name) || zone.Name.Length > NameAtMost ? NameNeeded
        : string.IsNullOrWhiteSpace(zone.Shape) || zone.Shape.Length > ShapeAtMost ? ShapeNeeded
        : WeekText.Read(zone.Hours) is not { } hours ? HoursUnreadable
        : DaysText.Read(zone.Exceptions) is null ? DaysUnreadable
        : zone.Kind == ZoneKinds.Attendance && hours.IsEmpty ? HoursNeeded
        : zone.Buffer is < 0 or > BufferAtMost || zone.Fixes is < 2 or > FixesAtMost || zone.DwellSeconds is < 0 or > DwellAtMost ? NumbersOutside
        : zone.Until is { } until && (until <= now || until > order.Ends) ? EndOutside
        : Decision.Nothing;
}
