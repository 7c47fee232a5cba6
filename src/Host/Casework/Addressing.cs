using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
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
                .Aggregate(Decision.Nothing, (all, f) => all.And(MoveRules.Report(f.State, address, grade, from, now)));
        });
}
