using NodaTime;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Handoffs;

/// <summary>The people of one hand-off: a household is sent, accepted and returned as one.</summary>
internal sealed record Household(IReadOnlyList<ListedCase> Members)
{
    /// <summary>Who stands for it: the first adult.</summary>
    public ListedCase Lead => Members.FirstOrDefault(m => !m.IsMinor) ?? Members[0];

    public string Name => Members.Count == 1 ? Lead.Card.FullName : $"{Lead.Card.Surname} family";

    public string People => Members.Count == 1 ? "1 person" : $"{Members.Count} people";

    /// <summary>What the record lacks, in words.</summary>
    public IEnumerable<string> Lacks()
    {
        var noNumber = Members.Count(m => m.ANumber != "present" && !m.IsMinor);
        if (noNumber > 0)
        {
            yield return Members.Count == 1 ? "A-number" : $"A-number of {noNumber}";
        }

        if (Lead.AddressGrade is "blank" or "undeliverable" or "unit-missing" or "crowded")
        {
            yield return Lead.AddressGrade switch { "blank" => "address", "unit-missing" => "unit of the address", "crowded" => "a check of the crowded address", _ => "an address that a letter reaches" };
        }
    }

    /// <summary>What of the record the office should look at, as icon and words.</summary>
    public IEnumerable<(string Icon, string Words)> Findings()
    {
        var noNumber = Members.Count(m => m.ANumber != "present" && !m.IsMinor);
        yield return noNumber == 0 ? ("tick", "A-numbers given") : ("miss", noNumber == Members.Count ? "No A-number yet" : $"{noNumber} without an A-number");
        yield return Lead.AddressGrade switch
        {
            "deliverable" => ("tick", "Address deliverable"),
            "unit-missing" => ("pin", "Unit missing: ask"),
            "care-of" => ("home", "Care of: a full answer"),
            "no-fixed-abode" => ("open", "No fixed abode: a full answer"),
            "crowded" => ("people", "Address crowded: ask"),
            "undeliverable" => ("mail-back", "Address undeliverable: ask"),
            _ => ("ring", "No address: ask"),
        };
    }
}
