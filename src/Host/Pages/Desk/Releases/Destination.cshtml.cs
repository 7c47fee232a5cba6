using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile.Addresses;
using Throughline.Host.Casework;

namespace Throughline.Host.Pages.Desk.Releases;

/// <summary>Third page: where the household goes, and at once what follows from it.</summary>
internal sealed class DestinationModel(Installation installation, Releasing releasing, SubmissionReader reader) : ReleaseStep(installation, releasing, reader)
{
    private static readonly IReadOnlyDictionary<string, WhereTo> Answers = new Dictionary<string, WhereTo>
    {
        ["address"] = WhereTo.Address,
        ["care-of"] = WhereTo.CareOf,
        ["no-fixed-abode"] = WhereTo.NoFixedAbode,
        ["not-known"] = WhereTo.NotKnown,
    };

    public string Where { get; private set; } = "";

    public string CareOf { get; private set; } = "";

    public Address Address { get; private set; } = Address.None;

    public void OnGet() => (Where, CareOf, Address) = (Answers.FirstOrDefault(a => a.Value == Draft.Where).Key ?? "", Draft.CareOf, Draft.Address);

    public IActionResult OnPost(string? act)
    {
        Where = Posted("where");
        CareOf = Posted("careOf");
        Address = new Address(Posted("addressLine"), Posted("unit"), Posted("city"), Posted("state").ToUpperInvariant(), Posted("postalCode"));
        if (!Answers.TryGetValue(Where, out var where))
        {
            ModelState.AddModelError("where", "Choose where the household goes. Not known yet is an answer too.");
        }
        else if (where == WhereTo.CareOf && CareOf.Length == 0)
        {
            ModelState.AddModelError("careOf", "Write whose home or which shelter it is.");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var draft = Draft with { Where = where, CareOf = CareOf, Address = Address };
        if (act != "show")
        {
            return Keep(draft, "missing");
        }

        draft.Save(Installation);
        return Redirect(To("destination") + (Then == "check" ? "&then=check" : "") + "#outcome");
    }
}
