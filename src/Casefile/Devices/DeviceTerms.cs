using NodaTime;

namespace Throughline.Casefile.Devices;

/// <summary>One zone of an order. The shape is kept as the text in which it was checked; what lies in it is asked elsewhere.</summary>
/// <param name="Kind">One of <see cref="ZoneKinds.All"/>.</param>
/// <param name="Shape">GeoJSON, longitude first: a Polygon, a MultiPolygon, or a Circle with its radius in metres.</param>
/// <param name="Hours">As <see cref="WeekText"/> reads it, in the time zone of the order; null: always.</param>
/// <param name="Exceptions">As <see cref="DaysText"/> reads it.</param>
/// <param name="Buffer">Metres in the person's favour.</param>
/// <param name="Fixes">Fixes wholly on the breach side before anything is said: two at least.</param>
/// <param name="DwellSeconds">And for how long, from the first of them to the last.</param>
/// <param name="LegalBasis">Null: that of the order.</param>
/// <param name="Until">Null: with the order.</param>
public sealed record ZoneTerms(
    Guid Id, string Kind, string Name, string Shape, string? Hours, string? Exceptions, int Buffer, int Fixes, int DwellSeconds, string? LegalBasis, Instant? Until)
{
    /// <summary>The same place asks for the same or less. Another shape is never compared: it takes two people.</summary>
    public bool IsAtMost(ZoneTerms other) =>
        Id == other.Id && Kind == other.Kind && Shape == other.Shape && Buffer >= other.Buffer && Fixes >= other.Fixes && DwellSeconds >= other.DwellSeconds
        && (other.Until is null || (Until is { } ends && ends <= other.Until))
        && WeekText.IsWithin(Hours, other.Hours) && DaysText.IsAtMost(Exceptions, other.Exceptions);
}

/// <summary>What a device may collect at all.</summary>
/// <param name="IntervalSeconds">How often it reports.</param>
/// <param name="RawDays">For how many days positions are kept; what was concluded from them stays.</param>
/// <param name="Hours">As <see cref="WeekText"/> reads it; null: at all hours.</param>
public sealed record CollectionTerms(int IntervalSeconds, int RawDays, string? Hours)
{
    public bool IsAtMost(CollectionTerms other) => IntervalSeconds >= other.IntervalSeconds && RawDays <= other.RawDays && WeekText.IsWithin(Hours, other.Hours);
}

public static class ZoneKinds
{
    public const string Inclusion = "inclusion", Exclusion = "exclusion", Attendance = "attendance";

    public static readonly IReadOnlyList<(string Code, string Words)> All =
        [(Inclusion, "Stay in it"), (Exclusion, "Keep out of it"), (Attendance, "Be there at some time of its hours")];

    public static string Words(string code) => All.FirstOrDefault(k => k.Code == code).Words ?? code;
}

/// <summary>The kinds of places that a life is made of.</summary>
public static class PlaceKinds
{
    public static readonly IReadOnlyList<(string Code, string Words)> All =
    [
        ("work", "Work"), ("clinic", "Clinic"), ("court", "Court"), ("counsel", "Lawyer"), ("school", "School or child care"), ("family", "Family"), ("worship", "Worship"), ("food", "Food and errands"),
    ];

    public static string Words(string code) => All.FirstOrDefault(k => k.Code == code).Words ?? code;
}
