using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.WalkIns;

namespace Throughline.Host.Casework;

/// <summary>A move is told once, and holds for the members of the household who lived at the same address.</summary>
internal sealed class Addressing(Installation installation)
{
    public Task<Outcome> ReportAsync(Actor who, CaseId id, Address address, LocalDate from, int? expectedVersion = null) =>
        installation.Recorder.RecordAsync(who, id, expectedVersion, (scene, file, now) =>
        {
            if (file.State.Release is null)
            {
                return WalkInRules.NoSuchPerson;
            }

            var grade = AddressRules.Grade(address, installation.Postcodes);
            return scene.WithHousehold(file)
                .Where(f => f.State.Id == id || f.State.CurrentAddress?.Address == file.State.CurrentAddress?.Address)
                .Aggregate(Decision.Nothing, (all, f) => all.And(MoveRules.Report(f.State, address, grade, from, now)));
        });
}
