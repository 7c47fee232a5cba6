using NodaTime;

namespace Throughline.Casefile.Addresses;

/// <summary>Somebody tells of another address. It is never refused for being incomplete: its grade is work for somebody.</summary>
public static class MoveRules
{
    public static readonly Refusal FromTooLate = new("move-in-the-future", "Tell of a move when it has happened, or at most 30 days before.");

    /// <summary>Two members of one household with one address; those of whom none is known stay together too.</summary>
    public static bool LiveTogether(Case one, Case other) => one.CurrentAddress?.Address == other.CurrentAddress?.Address;

    public static Decision Report(Case state, Address address, AddressGrade grade, LocalDate from, Instant now) =>
        from > now.InUtc().Date.PlusDays(30) ? FromTooLate
        : state.CurrentAddress?.Address == address ? Decision.Nothing
        : Decision.Of(state.Id, now, new AddressReported(grade, from, address));
}
