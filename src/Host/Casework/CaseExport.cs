using System.Text.Json;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Protections;
using Throughline.Host.Statistics;
using Throughline.Storage.Log;

namespace Throughline.Host;

/// <summary>
/// A whole case as readable JSON: every line with who and when, in effect or not, and who opened the file. The person is given role and
/// place of staff; the name is given on request.
/// </summary>
internal static class CaseExport
{
    /// <param name="toPerson">It is given to the person; into any other hand a protected file goes without what is protected.</param>
    public static string ToJson(Installation installation, CaseFile file, bool namesStaff, bool toPerson = false)
    {
        file = toPerson ? file : Shield.For(file, null);
        var struck = Case.StruckLines(file.Events);
        return Sheet.ToJson(new
        {
            @case = file.State.Id.ToString(),
            version = file.State.Version,
            isProtected = file.State.Protection is not null,
            responsible = file.State.Responsible,
            exportedAt = CohortReport.Instant(installation.Clock.GetCurrentInstant()),
            lines = file.Events.Select(e => new
            {
                line = e.Version,
                type = EventJson.NameOf(e.Event),
                occurredAt = CohortReport.Instant(e.OccurredAt),
                recordedAt = CohortReport.Instant(e.RecordedAt),
                who = new { role = e.Who.Role, name = namesStaff ? e.Who.Name : null, place = e.Who.Place },
                why = e.Why,
                evidence = e.Evidence,
                recordedInError = struck.Contains(e.Version),
                content = JsonSerializer.SerializeToElement(AddressProofRules.WithoutCode(e.Event), e.Event.GetType(), EventJson.Readable),
            }),
            openedBy = installation.Cases.Openings(file.State.Id).Select(o => new
            {
                at = CohortReport.Instant(o.At),
                role = o.Who.Role,
                name = namesStaff ? o.Who.Name : null,
                place = o.Who.Place,
                reason = o.Reason,
            }),
        });
    }
}
