using System.Collections.Immutable;
using NodaTime;

namespace Throughline.Casefile.Programmes;

/// <summary>
/// A receiving place with its calendar. <see cref="Opens"/> and <see cref="Closes"/> are wall-clock times in <see cref="Zone"/>;
/// <see cref="SlotsPerDay"/> counts people, not households. The intake desk and the child-welfare desk are
/// offices that serve no area and have no slots.
/// </summary>
public sealed record Office(
    string Code, string Name, string AddressLine, string City, string State, string PostalCode, DateTimeZone Zone, string Phone,
    ImmutableSortedSet<IsoDayOfWeek> OpeningDays, LocalTime Opens, LocalTime Closes,
    ImmutableSortedDictionary<LocalDate, string> Holidays, int SlotsPerDay, ImmutableArray<Jurisdiction> Serves);

/// <summary>A state, or the part of it whose three-digit postcode prefixes lie from <see cref="First"/> to <see cref="Last"/>, both included.</summary>
public sealed record Jurisdiction(string State, int First = 0, int Last = 999)
{
    public bool IsWholeState => First == 0 && Last == 999;

    /// <summary>As on screen: "CO", "TX 733", "TX 783 to 785".</summary>
    public override string ToString() =>
        IsWholeState ? State : First == Last ? $"{State} {First:000}" : $"{State} {First:000} to {Last:000}";

    public bool Overlaps(Jurisdiction other) => State == other.State && First <= other.Last && other.First <= Last;
}
