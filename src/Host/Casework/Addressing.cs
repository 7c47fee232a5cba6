using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Transfers;
using Throughline.Casefile.WalkIns;

namespace Throughline.Host.Casework;

/// <summary>A move is told once, and holds for the members of the household who lived at the same address, unless somebody is left out.</summary>
internal sealed class Addressing(Installation installation)
{
    /// <param name="staying">Members who did not move along.</param>
    public Task<Outcome> ReportAsync(Actor who, CaseId id, Address address, LocalDate from, int? expectedVersion = null, IReadOnlyCollection<CaseId>? staying = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
        {
            if (file.State.Release is null)
            {
                return WalkInRules.NoSuchPerson;
            }

            var grade = AddressRules.Grade(address, installation.Postcodes);
            return scene.WithHousehold(file)
                .Where(f => f.State.Id == id || (MoveRules.LiveTogether(f.State, file.State) && staying?.Contains(f.State.Id) != true))
                .Aggregate(Decision.Nothing, (all, f) => all.And(Moved(f.State, address, grade, from, now)));
        });

    /// <summary>Into another office's area: a transfer is proposed as work, never done.</summary>
    private Decision Moved(Case state, Address address, AddressGrade grade, LocalDate from, Instant now)
    {
        var moved = MoveRules.Report(state, address, grade, from, now);
        return moved.Events.Length == 0
            ? moved
            : moved.And(TransferRules.Propose(state, installation.Programme.DestinationOf(address, installation.Postcodes.StateOf(address.PostalCode)), now));
    }
}
